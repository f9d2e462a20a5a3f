using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Platone.Certification.Tests;

/// <summary>Whatever a stranger hands in as a proof, the verifier answers, and says no.</summary>
public sealed class ProofFuzzTests
{
    // PLATONE_FUZZ_CASES asks for more, for the long runs.
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("PLATONE_FUZZ_CASES"), out var cases) ? cases : 2_000);

    private static readonly ProvenBatch Batch = new();

    private static readonly byte[] Good = Encoding.UTF8.GetBytes(Batch.Proof(1).ToJson());

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\ud800", "\\u0000", "null", "true", "1e999", "-", "0", "18446744073709551616", "\"0x\"", "\"0xg\"",
        "\"format\":\"platone-proof\"", "\"version\":1", "\"reading\":", "\"path\":", "\"record\":", "//", "/*", "\0", "\uFEFF", "é", "🔌", " ",
    ];

    [Fact]
    public void Random_bytes_are_refused() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(), IsRefused).Check(Config);

    [Fact]
    public void Sequences_of_meaningful_pieces_are_refused() =>
        Prop.ForAll(Gen.Elements(Pieces).ArrayOf().ToArbitrary(), pieces => IsRefused(Encoding.UTF8.GetBytes(string.Concat(pieces)))).Check(Config);

    [Fact]
    public void Good_files_with_bytes_changed_are_refused_or_still_say_the_same() =>
        Prop.ForAll(Changed().ToArbitrary(), IsRefusedOrSame).Check(Config);

    [Fact]
    public void Good_files_with_pieces_put_in_or_cut_out_are_refused_or_still_say_the_same() =>
        Prop.ForAll(Spliced().ToArbitrary(), IsRefusedOrSame).Check(Config);

    [Fact]
    public void Good_files_cut_anywhere_are_refused()
    {
        for (var length = 0; length < Good.Length; length++)
            Assert.True(IsRefused(Good[..length]));
    }

    [Fact]
    public void Every_byte_set_to_something_else_is_refused_or_still_says_the_same()
    {
        for (var place = 0; place < Good.Length; place++)
        {
            foreach (var mask in new byte[] { 0x01, 0x20, 0x80, 0xFF })
            {
                byte[] changed = [.. Good];
                changed[place] ^= mask;
                Assert.True(IsRefusedOrSame(changed), $"Byte {place}: {Encoding.UTF8.GetString(changed)}");
            }
        }
    }

    private static bool IsRefused(byte[] file) =>
        !ProofVerifier.Verify(file).TrustingBlock(Batch.Chain.BlockHash).TrustingValidators(Batch.Chain.Validators).Valid;

    /// <summary>White space between the values, and the chain's id, which only a node can confirm, may differ.</summary>
    private static bool IsRefusedOrSame(byte[] file) =>
        IsRefused(file) || WithoutClaims(ProofFile.Parse(file)).ToJson() == WithoutClaims(ProofFile.Parse(Good)).ToJson();

    private static ProofFile WithoutClaims(ProofFile file) => file with { Chain = file.Chain with { ChainId = 0 } };

    private static Gen<byte[]> Changed() =>
        from count in Gen.Choose(1, 4)
        from places in Gen.Choose(0, Good.Length - 1).ArrayOf(count)
        from values in Gen.Choose(0, 255).ArrayOf(count)
        select Put(places, values);

    private static Gen<byte[]> Spliced() =>
        from place in Gen.Choose(0, Good.Length)
        from cut in Gen.Elements(0, 0, 1, 5, 20, 70)
        from piece in Gen.Elements(Pieces)
        select (byte[])[.. Good[..place], .. Encoding.UTF8.GetBytes(piece), .. Good[Math.Min(place + cut, Good.Length)..]];

    private static byte[] Put(int[] places, int[] values)
    {
        byte[] changed = [.. Good];
        foreach (var (place, value) in places.Zip(values)) changed[place] = (byte)value;
        return changed;
    }
}

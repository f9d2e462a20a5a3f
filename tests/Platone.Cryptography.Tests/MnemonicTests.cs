using System.Text;

namespace Platone.Cryptography.Tests;

public class MnemonicTests
{
    public static TheoryData<string, string, string> Vectors()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "bip39-vectors.txt")).Where(line => !line.StartsWith('#')))
        {
            var parts = line.Split('|');
            data.Add(parts[0], parts[1], parts[2]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_reference_implementations_vectors_are_reproduced(string entropy, string words, string seed)
    {
        var mnemonic = Mnemonic.FromEntropy(Hex.Decode(entropy));

        Assert.Equal(words, mnemonic.Words);
        Assert.Equal("0x" + seed, Hex.Encode(mnemonic.ToSeed("TREZOR")));
        Assert.Equal("0x" + seed, Hex.Encode(Mnemonic.Parse($"  {words.ToUpperInvariant().Replace(" ", " \n", StringComparison.Ordinal)} ").ToSeed("TREZOR")));
    }

    [Fact]
    public void The_list_is_that_of_BIP_39()
    {
        using var list = typeof(Mnemonic).Assembly.GetManifestResourceStream("bip39-english.txt")!;
        Assert.Equal(
            "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(list)));
    }

    [Theory]
    [InlineData("", "found 0")]
    [InlineData("abandon", "found 1")]
    [InlineData("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo", "found 13")]
    [InlineData("zoo zoo zoo zoo zebra1 zoo zoo zoo zoo zoo zoo wrong", "Word 5 is not")]
    [InlineData("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong zoo", "checksum")]
    [InlineData("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo", "checksum")]
    public void Words_that_are_none_are_refused_without_being_repeated(string words, string reason)
    {
        var message = Assert.Throws<FormatException>(() => Mnemonic.Parse(words)).Message;

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra1", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(36)]
    public void Entropy_of_another_length_is_refused(int length) => Assert.Throws<ArgumentException>(() => Mnemonic.FromEntropy(new byte[length]));

    [Fact]
    public void It_does_not_show_itself() => Assert.Equal("12 words", Mnemonic.FromEntropy(new byte[16]).ToString());

    // Both spellings of é are one passphrase. Without Unicode's tables that cannot be known, and another wallet must not come out silently.
    [Fact]
    public void A_passphrase_is_normalised_or_refused()
    {
        var mnemonic = Mnemonic.FromEntropy(new byte[16]);
        if ("\u00e9".Normalize(NormalizationForm.FormKD).Length == 2) Assert.Equal(mnemonic.ToSeed("e\u0301"), mnemonic.ToSeed("\u00e9"));
        else Assert.Throws<NotSupportedException>(() => mnemonic.ToSeed("\u00e9"));
    }
}

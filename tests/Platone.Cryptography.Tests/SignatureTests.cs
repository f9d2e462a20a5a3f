using System.Globalization;
using System.Numerics;

namespace Platone.Cryptography.Tests;

public class SignatureTests
{
    const string Order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    const string HalfOrder = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";
    const string HalfOrderAndOne = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1";
    const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";
    const string One = "0000000000000000000000000000000000000000000000000000000000000001";

    [Fact]
    public void The_signer_is_recovered_and_a_changed_digest_gives_another()
    {
        var random = new Random(7);
        for (var i = 0; i < 50; i++)
        {
            var (key, digest) = (random.NextKey(), random.NextHash());
            var signature = key.Sign(digest);

            Assert.True(signature.TryRecover(digest, out var signer));
            Assert.Equal(key.Address, signer);
            Assert.False(signature.TryRecover(random.NextHash(), out signer) && signer == key.Address);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(27, 0)]
    [InlineData(28, 1)]
    public void All_four_forms_of_v_are_read(byte v, byte recoveryId)
    {
        Assert.True(Signature.TryParse($"0x{One}{HalfOrder}{v:x2}", out var signature));
        Assert.Equal(recoveryId, signature.RecoveryId);
        Assert.Equal($"0x{One}{HalfOrder}{27 + recoveryId:x2}", signature.ToString());
    }

    [Theory]
    [InlineData(One, One, 2)]
    [InlineData(One, One, 26)]
    [InlineData(One, One, 29)]
    [InlineData(One, One, 255)]
    [InlineData(Zero, One, 27)]
    [InlineData(One, Zero, 27)]
    [InlineData(Order, One, 27)]
    [InlineData(One, HalfOrderAndOne, 27)]
    [InlineData(One, Order, 27)]
    public void Values_out_of_range_are_refused_however_they_arrive(string r, string s, byte v)
    {
        Assert.False(Signature.TryParse($"0x{r}{s}{v:x2}", out var parsed));
        Assert.Equal(default, parsed);
        Assert.False(new Signature(Hash256.Parse(r), Hash256.Parse(s), v >= 27 ? (byte)(v - 27) : v).TryRecover(Hash256.Zero, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0x00")]
    [InlineData("no signature")]
    public void Other_text_is_refused(string? text) => Assert.False(Signature.TryParse(text, out _));

    [Fact]
    public void The_mirrored_signature_of_EIP_2_is_refused()
    {
        var signature = PrivateKey.Parse(One).Sign(Hash256.Zero);
        var order = BigInteger.Parse("0" + Order, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var high = (order - new BigInteger(signature.S.ToArray(), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);

        Assert.False(Signature.TryParse([.. signature.R.ToArray(), .. high, (byte)(28 - signature.RecoveryId)], out _));
    }

    [Fact]
    public void Default_recovers_nobody() => Assert.False(default(Signature).TryRecover(Hash256.Zero, out _));

    [Fact]
    public async Task Recovery_agrees_with_ethers()
    {
        var random = new Random(8);
        var cases = Enumerable.Range(0, FuzzCases.Count(500, most: 20_000))
            .Select(_ => (Signature: random.NextKey().Sign(random.NextHash()), Digest: random.NextHash())).ToArray();

        var answers = await EthersOracle.AskAsync(cases.Select(x =>
            Question.Of("recover", ("digest", x.Digest.ToString()), ("signature", x.Signature.ToString()))));

        for (var i = 0; i < cases.Length; i++)
        {
            Assert.True(cases[i].Signature.TryRecover(cases[i].Digest, out var signer));
            Assert.Equal(answers[i].GetValue<string>(), signer.ToChecksumString());
        }
    }
}

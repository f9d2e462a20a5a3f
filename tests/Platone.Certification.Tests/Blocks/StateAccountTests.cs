using System.Numerics;
using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification.Tests.Blocks;

public sealed class StateAccountTests
{
    private const string Root = "a056e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
    private const string Code = "a0c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

    /// <summary>The first account of the published hex_encoded_securetrie_test.</summary>
    [Fact]
    public void A_published_account_is_read()
    {
        var account = StateAccount.Decode(Hex.Decode("f848018405f446a7" + Root + Code));

        Assert.Equal(new(1, new BigInteger(0x05f446a7), TrieProof.EmptyRoot, Keccak256.Hash([])), account);
    }

    [Theory]
    [InlineData("f848018405f446a7" + Root + Code + "00", "bytes follow")]
    [InlineData("e3" + "0101" + Root, "3 fields instead of 4")]
    [InlineData("f845" + "0101" + Root + Code + "01", "5 fields instead of 4")]
    [InlineData("f844" + "0001" + Root + Code, "zero byte")]
    [InlineData("f844" + "0100" + Root + Code, "zero byte")]
    [InlineData("f84d" + "89010000000000000000" + "01" + Root + Code, "at most 8 bytes")]
    [InlineData("f844" + "01c0" + Root + Code, "found a list")]
    [InlineData("f843" + "0101" + "9f56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b4" + Code, "storage root has 31 bytes")]
    [InlineData("f843" + "0101" + Root + "9fc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a4", "code hash has 31 bytes")]
    public void Anything_else_is_refused(string hex, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => StateAccount.Decode(Hex.Decode(hex))).Message, StringComparison.Ordinal);
}

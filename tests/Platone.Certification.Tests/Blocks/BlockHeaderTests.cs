using System.Text;
using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification.Tests.Blocks;

public sealed class BlockHeaderTests
{
    private static readonly byte[][] Fields = FieldsOf(PublishedHeaders.MainnetCancun.Rlp);

    [Fact]
    public void Mainnets_headers_have_the_published_hashes()
    {
        var genesis = BlockHeader.Decode(PublishedHeaders.MainnetGenesis.Rlp);
        var london = BlockHeader.Decode(PublishedHeaders.MainnetLondon.Rlp);
        var cancun = BlockHeader.Decode(PublishedHeaders.MainnetCancun.Rlp);

        Assert.Equal(PublishedHeaders.MainnetGenesis.Hash, genesis.Hash());
        Assert.Equal(PublishedHeaders.MainnetLondon.Hash, london.Hash());
        Assert.Equal(PublishedHeaders.MainnetCancun.Hash, cancun.Hash());

        Assert.Equal((0UL, 0UL, Hash256.Zero), (genesis.Number, genesis.TimeSeconds, genesis.ParentHash));
        Assert.Equal(Hash256.Parse("0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544"), genesis.StateRoot);
        Assert.Equal(12_965_000UL, london.Number);
        Assert.Equal(Address.Parse("0x7777788200b672a42421017f65ede4fc759564c8"), london.Beneficiary);
        Assert.Equal("https://www.kryptex.org", Encoding.ASCII.GetString(london.ExtraData.Span));
        Assert.Equal((20_013_090UL, 1_717_439_363UL), (cancun.Number, cancun.TimeSeconds));
        Assert.True(cancun.Difficulty.IsZero);
    }

    [Fact]
    public void A_header_has_15_to_21_fields()
    {
        var hash = Rlp.Encode(new byte[32]);
        for (var count = 15; count <= Fields.Length; count++) Assert.NotNull(BlockHeader.Decode(Rlp.EncodeList(Fields.AsSpan(0, count))));
        Assert.NotNull(BlockHeader.Decode(Rlp.EncodeList([.. Fields, hash])));

        AssertRefused("not 14", Fields[..14]);
        AssertRefused("not 22", [.. Fields, hash, hash]);
        AssertRefused("requestsHash: The requestsHash has 31 bytes", [.. Fields, Rlp.Encode(new byte[31])]);
    }

    [Fact]
    public void Every_field_has_one_form()
    {
        string[] numbers = ["difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas", "blobGasUsed", "excessBlobGas"];
        int[] places = [7, 8, 9, 10, 11, 15, 17, 18];
        for (var i = 0; i < Fields.Length; i++)
        {
            AssertRefused("found a list", Changed(i, Rlp.EncodeList()));
            if (i == 12) continue;

            var number = Array.IndexOf(places, i);
            if (number >= 0) AssertRefused($"{numbers[number]}: An integer in the RLP starts with a zero byte", Changed(i, Rlp.Encode([0, 1])));
            if (number >= 0) AssertRefused($"{numbers[number]}: Expected an integer of at most", Changed(i, Rlp.Encode(Ones(33))));
            if (number < 0) AssertRefused("bytes instead of", Changed(i, Rlp.Encode(Ones(Rlp.Decode(Fields[i]).Bytes.Length - 1))));
            if (number < 0) AssertRefused("bytes instead of", Changed(i, Rlp.Encode(Ones(Rlp.Decode(Fields[i]).Bytes.Length + 1))));
        }
    }

    [Fact]
    public void Bytes_after_the_header_are_refused() =>
        Assert.Throws<FormatException>(() => BlockHeader.Decode((byte[])[.. PublishedHeaders.MainnetCancun.Rlp, 0x80]));

    [Fact]
    public void Another_extraData_changes_nothing_else()
    {
        var header = BlockHeader.Decode(PublishedHeaders.MainnetCancun.Rlp);
        var changed = header.WithExtraData("other"u8);

        Assert.Equal("other", Encoding.ASCII.GetString(changed.ExtraData.Span));
        Assert.NotEqual(header.Hash(), changed.Hash());
        Assert.Equal(header.Encoded.ToArray(), changed.WithExtraData(header.ExtraData.Span).Encoded.ToArray());
    }

    private static byte[][] Changed(int field, byte[] encoded) => [.. Fields.Select((original, i) => i == field ? encoded : original)];

    private static byte[] Ones(int length) => [.. Enumerable.Repeat((byte)1, length)];

    private static byte[][] FieldsOf(byte[] header) => [.. Rlp.Decode(header).Items.Select(item => Rlp.Encode(item.Bytes.Span))];

    private static void AssertRefused(string reason, byte[][] fields) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => BlockHeader.Decode(Rlp.EncodeList(fields))).Message, StringComparison.Ordinal);
}

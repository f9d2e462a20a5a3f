using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification.Tests.Blocks;

public sealed class QbftHeaderTests
{
    private const string Vanity = "a00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private const string Validators = "ea940000000000000000000000000000000000000001940000000000000000000000000000000000000002";
    private const string Vote = "d794000000000000000000000000000000000000000181ff";
    private const string One = "0000000000000000000000000000000000000000000000000000000000000001";
    private const string Ten = "000000000000000000000000000000000000000000000000000000000000000a";

    /// <summary>RAW_HEX_ENCODING_STRING of Besu's QbftExtraDataCodecTest.</summary>
    private const string BesuExtraData = "f8f0" + Vanity + Validators + Vote + "83fedcba" + "f886b841" + One + Ten + "00b841" + Ten + One + "00";

    /// <summary>extraDataCanBeEncodedWithoutCommitSeals of the same test: the list of seals is empty, not left out.</summary>
    private const string BesuWithoutSeals = "f869" + Vanity + Validators + Vote + "83fedcba" + "c0";

    /// <summary>extraDataCanBeEncodedWithoutCommitSealsOrRoundNumber: the round is zero, not left out.</summary>
    private const string BesuWithoutSealsAndRound = "f866" + Vanity + Validators + Vote + "80" + "c0";

    [Fact]
    public void Besus_extraData_is_read_and_written()
    {
        var header = Decode(BesuExtraData);

        Assert.Equal([Address.Parse("0x" + One[24..]), Address.Parse("0x0000000000000000000000000000000000000002")], header.Validators);
        Assert.Equal(0xfedcbaU, header.Round);
        Assert.Equal([new(new(Hex.Decode(One)), new(Hex.Decode(Ten)), 0), new(new(Hex.Decode(Ten)), new(Hex.Decode(One)), 0)], header.Seals);
        Assert.Equal("0x" + BesuExtraData, Hex.Encode(header.WithSeals(header.Seals).Header.ExtraData.Span));
        Assert.Equal("0x" + BesuWithoutSeals, Hex.Encode(header.WithSeals([]).Header.ExtraData.Span));
        Assert.Equal(header.WithSeals([]).Header.Hash(), header.SealedHash());
        Assert.Equal(Decode(BesuWithoutSealsAndRound).Header.Hash(), header.BlockHash());
    }

    [Fact]
    public void A_real_block_of_round_zero_has_the_hash_that_its_node_told()
    {
        var header = QbftHeader.Decode(PublishedHeaders.QbftRoundZero.Rlp);

        Assert.Equal(58_866UL, header.Header.Number);
        Assert.Equal(PublishedHeaders.QbftRoundZero.Hash, header.BlockHash());
        Assert.Equal(PublishedHeaders.QbftRoundZero.Hash, header.SealedHash());
        Assert.NotEqual(PublishedHeaders.QbftRoundZero.Hash, header.Header.Hash());
        Assert.Null(new QbftTrust([Address.Parse("0xef5880ec6b859b6949d88ddbd6ec18e96d0f14aa")]).FindFault(header));
    }

    [Fact]
    public void A_real_block_of_round_one_was_sealed_under_the_published_hash()
    {
        var header = QbftHeader.Decode(PublishedHeaders.QbftRoundOne.Rlp);
        string[] validators =
        [
            "0x647bfdd19655e51e69d35454ff3a92f8828e6302", "0xa5c8416b9d13417b45b45ada76408f39d1e504ef", "0xb92e91f4dcc9d28503be521afa2a8fbf3c1acf60",
            "0xee3353e587cfa91625a1adaef308a726de3803d3",
        ];

        Assert.Equal((7_528UL, 1_715_495_307UL, 1U), (header.Header.Number, header.Header.TimeSeconds, header.Round));
        Assert.Equal(PublishedHeaders.QbftRoundOne.Hash, header.SealedHash());
        Assert.NotEqual(PublishedHeaders.QbftRoundOne.Hash, header.BlockHash());
        Assert.Null(new QbftTrust(validators.Select(Address.Parse)).FindFault(header));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("fedcba")]
    [InlineData("ffffffff")]
    public void Seals_are_over_the_real_round_and_the_block_is_named_without_it(string round)
    {
        var made = new SealedHeader(4) { Round = Hex.Decode(round) };
        var header = QbftHeader.Decode(made.SealedBy(0, 1, 2));

        Assert.Equal(made.SealedHash, header.SealedHash());
        Assert.Equal(made.BlockHash, header.BlockHash());
        Assert.Equal(round.Length == 0, header.SealedHash() == header.BlockHash());
        Assert.NotEqual(header.SealedHash(), header.Header.Hash());
        Assert.NotEqual(header.BlockHash(), header.Header.Hash());
    }

    [Fact]
    public void Seals_change_neither_hash()
    {
        var made = new SealedHeader(4);
        var all = QbftHeader.Decode(made.SealedBy(0, 1, 2, 3));
        var two = all.WithSeals(all.Seals.Take(2));

        Assert.Equal(made.SealedBy(0, 1), two.Header.Encoded.ToArray());
        Assert.Equal((all.BlockHash(), all.SealedHash()), (two.BlockHash(), two.SealedHash()));
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("d7940000000000000000000000000000000000000001" + "81ff")]
    [InlineData("d6940000000000000000000000000000000000000001" + "80")]
    public void A_header_may_vote(string vote)
    {
        var made = new SealedHeader(4) { Vote = Hex.Decode(vote) };

        Assert.Equal(made.BlockHash, QbftHeader.Decode(made.SealedBy(0)).BlockHash());
    }

    [Theory]
    [InlineData("80", "found bytes")]
    [InlineData("d5940000000000000000000000000000000000000001", "1 fields")]
    [InlineData("d6940000000000000000000000000000000000000001" + "00", "A vote is")]
    [InlineData("d6940000000000000000000000000000000000000001" + "01", "A vote is")]
    [InlineData("d69300000000000000000000000000000000000001" + "81ff", "19 bytes")]
    public void Another_vote_is_refused(string vote, string reason) => AssertRefused(reason, new SealedHeader(4) { Vote = Hex.Decode(vote) }.SealedBy(0));

    [Theory]
    [InlineData("00", "zero byte")]
    [InlineData("0001", "zero byte")]
    [InlineData("00000001", "zero byte")]
    [InlineData("0100000000", "at most 4 bytes")]
    public void Another_form_of_the_round_is_refused(string round, string reason) =>
        AssertRefused(reason, new SealedHeader(4) { Round = Hex.Decode(round) }.SealedBy(0));

    [Fact]
    public void Another_form_of_a_seal_is_refused()
    {
        var made = new SealedHeader(4);
        var seal = made.Seal(made.Keys[0]);
        var fine = made.Seal(made.Keys[1]);

        AssertRefused("Seal 2 is malformed", made.With(fine, SealedHeader.InUpperHalf(seal)));
        AssertRefused("Seal 1 is malformed", made.With([.. seal[..64], (byte)(seal[64] + 27)], fine));
        AssertRefused("Seal 1 is malformed", made.With([.. seal[..64], 2], fine));
        AssertRefused("Seal 1 is malformed", made.With([.. new byte[32], .. seal[32..]], fine));
        AssertRefused("seal has 64 bytes", made.With(seal[..64], fine));
        AssertRefused("seal has 66 bytes", made.With([.. seal, 0], fine));
    }

    [Fact]
    public void What_is_not_QBFT_is_refused()
    {
        // IBFT 2.0 writes no vote as 80 and the round as four bytes.
        var ibft = "f83ea00000000000000000000000000000000000000000000000000000000000000000d594ef5880ec6b859b6949d88ddbd6ec18e96d0f14aa808400000001c0";

        AssertRefused("QBFT extraData", PublishedHeaders.MainnetCancun.Rlp);
        AssertRefused("found bytes", WithExtraData(ibft));
        AssertRefused("genesis", new SealedHeader(4) { Number = 0 }.SealedBy(0));
        AssertRefused("vanity has 31 bytes", new SealedHeader(4) { Vanity = new byte[31] }.SealedBy(0));
        AssertRefused("4 fields instead of 5", WithExtraData("e4" + "a0" + new string('0', 64) + "c0c080"));
        AssertRefused("6 fields instead of 5", WithExtraData("e6" + "a0" + new string('0', 64) + "c0c080c0c0"));
    }

    private static QbftHeader Decode(string extraData) => QbftHeader.Decode(WithExtraData(extraData));

    private static byte[] WithExtraData(string extraData) =>
        BlockHeader.Decode(new SealedHeader(1).SealedBy()).WithExtraData(Hex.Decode(extraData)).Encoded.ToArray();

    private static void AssertRefused(string reason, byte[] header) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => QbftHeader.Decode(header)).Message, StringComparison.Ordinal);
}

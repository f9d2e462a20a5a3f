using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification.Tests.Blocks;

public sealed class QbftTrustTests
{
    private static readonly SealedHeader Four = new(4), Seven = new(7);
    private static readonly QbftTrust TrustInFour = new(Four.Validators), TrustInSeven = new(Seven.Validators);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(6, 4)]
    [InlineData(7, 5)]
    [InlineData(9, 6)]
    [InlineData(10, 7)]
    public void A_quorum_is_two_thirds_rounded_up(int validators, int quorum) =>
        Assert.Equal(quorum, new QbftTrust(new SealedHeader(validators).Validators).Quorum);

    [Fact]
    public void Any_quorum_in_any_order_is_enough()
    {
        Assert.Null(FaultOf(TrustInFour, Four.SealedBy(0, 1, 2)));
        Assert.Null(FaultOf(TrustInFour, Four.SealedBy(3, 0, 2)));
        Assert.Null(FaultOf(TrustInSeven, Seven.SealedBy(6, 5, 4, 3, 2)));
        Assert.Null(FaultOf(new(Four.Validators.Reverse()), Four.SealedBy(0, 1, 2)));
    }

    [Fact]
    public void One_less_is_too_few_and_one_more_too_many()
    {
        AssertFault("Too few seals: 2 where 3 of 4", TrustInFour, Four.SealedBy(0, 1));
        AssertFault("Too few seals: 4 where 5 of 7", TrustInSeven, Seven.SealedBy(0, 1, 2, 3));
        AssertFault("Too few seals: 0", TrustInFour, Four.SealedBy());
        AssertFault("Too many seals: 4 where 3", TrustInFour, Four.SealedBy(0, 1, 2, 3));
        AssertFault("Too many seals: 6 where 5", TrustInSeven, Seven.SealedBy(0, 1, 2, 3, 4, 5));
    }

    [Fact]
    public void A_block_with_all_seals_is_trimmed_to_a_quorum()
    {
        var trimmed = TrustInFour.TrimToQuorum(QbftHeader.Decode(Four.SealedBy(3, 1, 0, 2)));

        Assert.Equal(Four.SealedBy(3, 1, 0), trimmed.Header.Encoded.ToArray());
        Assert.Null(TrustInFour.FindFault(trimmed));
    }

    [Fact]
    public void Nobody_counts_twice() => AssertFault($"The validator {Four.Validators[1]} sealed twice", TrustInFour, Four.SealedBy(0, 1, 1));

    [Fact]
    public void A_stranger_does_not_count()
    {
        var stranger = new SealedHeader(1, seed: 99).Keys[0];

        AssertFault($"{stranger.Address} is no validator", TrustInFour, Four.With(Four.Seal(Four.Keys[0]), Four.Seal(stranger), Four.Seal(Four.Keys[2])));
    }

    [Fact]
    public void A_seal_of_another_block_or_round_does_not_count()
    {
        SealedHeader[] others = [new(4) { Number = 13 }, new(4) { Round = [1] }, new(4) { StateRoot = Hash256.Zero }];
        foreach (var other in others)
            AssertFault("another block was sealed", TrustInFour, Four.With(Four.Seal(Four.Keys[0]), Four.Seal(Four.Keys[1]), other.Seal(other.Keys[2])));
    }

    [Fact]
    public void A_seal_that_nobody_can_have_made_does_not_count()
    {
        // r = 5 is the x of no point on the curve.
        byte[] impossible = [.. new byte[31], 5, .. new byte[31], 1, 0];

        AssertFault("Nobody can have made the seal", TrustInFour, Four.With(Four.Seal(Four.Keys[0]), Four.Seal(Four.Keys[1]), impossible));
    }

    [Fact]
    public void The_header_names_the_trusted_validators_in_ascending_order()
    {
        AssertOtherValidators([.. Four.Validators.Reverse()]);
        AssertOtherValidators(Four.Validators[..3]);
        AssertOtherValidators([.. Four.Validators, Four.Validators[3]]);
        AssertOtherValidators([]);
        AssertOtherValidators(new SealedHeader(4, seed: 99).Validators);
        AssertFault("not the trusted ones", TrustInSeven, Four.SealedBy(0, 1, 2, 3));
    }

    [Fact]
    public void Trust_needs_different_validators()
    {
        Assert.Throws<ArgumentException>(() => new QbftTrust([]));
        Assert.Throws<ArgumentException>(() => new QbftTrust([Four.Validators[0], Four.Validators[1], Four.Validators[0]]));
    }

    /// <summary>Every bit of a block counts: whichever is turned over, no quorum has agreed on what is there now.</summary>
    [Fact]
    public void A_header_with_any_bit_changed_has_a_fault()
    {
        var header = Four.SealedBy(0, 1, 2);
        for (var bit = 0; bit < header.Length * 8; bit++)
        {
            header[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(IsRefused(header), $"bit {bit}");
            header[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.False(IsRefused(header));
    }

    private static bool IsRefused(byte[] header)
    {
        try
        {
            return FaultOf(TrustInFour, header) is not null;
        }
        catch (FormatException)
        {
            return true;
        }
    }

    private static void AssertOtherValidators(Address[] validators) =>
        AssertFault("not the trusted ones", TrustInFour, new SealedHeader(4) { Validators = validators }.SealedBy(0, 1, 2));

    private static void AssertFault(string reason, QbftTrust trust, byte[] header) => Assert.Contains(reason, FaultOf(trust, header), StringComparison.Ordinal);

    private static string? FaultOf(QbftTrust trust, byte[] header) => trust.FindFault(QbftHeader.Decode(header));
}

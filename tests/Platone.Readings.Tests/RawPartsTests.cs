using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Platone.Readings.Tests;

public class RawPartsTests
{
    [Fact]
    public void The_skeleton_is_the_message_without_its_readings()
    {
        var payload = Encoding.UTF8.GetBytes(Samples.LightNode);
        var skeleton = RawParts.Skeleton(payload, Samples.Decode(Samples.LightNode).Readings);

        Assert.Equal("""
            {"lightNode":"LN-0042","pod":"IT001E00000042","sequence":17,"timestamp":"2026-01-01T00:00:04Z","readings":[
              ,
              ]}
            """, Encoding.UTF8.GetString(skeleton));
    }

    [Fact]
    public void The_skeleton_has_no_signature_either()
    {
        foreach (var sample in new[] { Samples.SignedLightNode, Samples.SignedPmu })
        {
            var skeleton = Encoding.UTF8.GetString(RawParts.Skeleton(Encoding.UTF8.GetBytes(sample), Samples.Decode(sample).Readings));

            Assert.DoesNotContain("1111", skeleton, StringComparison.Ordinal);
            Assert.DoesNotContain("3333", skeleton, StringComparison.Ordinal);
            Assert.Contains("\"signatures\":[", skeleton, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Skeleton_and_parts_give_the_message_back()
    {
        foreach (var sample in Samples.All)
        {
            var payload = Encoding.UTF8.GetBytes(sample);
            var readings = Samples.Decode(sample).Readings;
            var parts = RawParts.Of(payload, readings);

            Assert.Equal(payload, RawParts.Reassemble(RawParts.Skeleton(payload, readings), parts));
        }
    }

    [Fact]
    public void Any_ascending_parts_reassemble() =>
        Prop.ForAll(Cuts().ToArbitrary(), cuts =>
        {
            var payload = Enumerable.Range(0, 100).Select(value => (byte)value).ToArray();
            var readings = cuts.Chunk(2).Select(cut => At(cut[0], cut[1] - cut[0])).ToList();
            var parts = RawParts.Of(payload, readings);
            return RawParts.Reassemble(RawParts.Skeleton(payload, readings), parts).SequenceEqual(payload);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(5, 3, 7, 1)]
    [InlineData(7, 1, 5, 1)]
    [InlineData(5, 6, 11, 0)]
    [InlineData(-1, 2, 5, 1)]
    [InlineData(0, -1, 5, 1)]
    [InlineData(0, 1, int.MaxValue, int.MaxValue)]
    public void Parts_that_overlap_or_leave_the_message_are_refused(int firstOffset, int firstLength, int secondOffset, int secondLength) =>
        Assert.Throws<ArgumentException>(() => RawParts.Skeleton(new byte[10], [At(firstOffset, firstLength), At(secondOffset, secondLength)]));

    [Fact]
    public void Parts_that_do_not_fit_the_skeleton_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RawParts.Reassemble(new byte[3], [new(4, new byte[1])]));
        Assert.Throws<ArgumentException>(() => RawParts.Reassemble(new byte[3], [new(1, new byte[2]), new(2, new byte[1])]));
    }

    private static Reading At(int offset, int length) =>
        new(new("d", "c", "m", "p"), 0, ExactDecimal.Zero, UnitSymbol.W, ReadingQuality.Valid, null, offset, length);

    private static Gen<int[]> Cuts() =>
        from count in Gen.Choose(0, 6)
        from cuts in Gen.Choose(0, 100).ArrayOf(2 * count)
        select cuts.Order().ToArray();
}

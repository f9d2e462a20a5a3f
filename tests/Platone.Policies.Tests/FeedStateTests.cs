using System.Text;

namespace Platone.Policies.Tests;

public sealed class FeedStateTests
{
    private readonly RuleTable _rules = new();
    private readonly FeedState _state;

    public FeedStateTests() => _state = new(_rules);

    [Fact]
    public void A_snapshot_counts_only_at_its_end()
    {
        var lines = FeedWriter.Lines(Given.Snapshot()).ToArray();
        foreach (var line in lines[..^1])
        {
            Assert.Equal(FeedResult.Collecting, Apply(line));
            Assert.Equal(RuleStatus.Empty, _rules.Status(0));
        }

        Assert.Equal(FeedResult.SnapshotApplied, Apply(lines[^1]));
        Assert.Equal(RuleStatus.Fresh, _rules.Status(0));
        Assert.Equal(7, _state.Sequence);
    }

    [Fact]
    public void Deltas_that_follow_each_other_are_applied()
    {
        Snapshot();
        Assert.Equal(FeedResult.ChangeApplied, Apply($"8 provider {Given.Stranger}"));
        Assert.Equal(FeedResult.BeatApplied, Apply("9 beat 101 1700000002"));
        Assert.Equal(new ChainHead(101, 1_700_000_002), _rules.Head);
        Assert.Contains(Given.Stranger, _rules.Capture(9)!.Providers);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(0)]
    public void A_gap_keeps_the_old_table_until_a_new_snapshot(long sequence)
    {
        Snapshot(Given.Grant(1, "a"));
        Assert.Equal(FeedResult.Gap, Apply($"{sequence} revoke {Given.Id(1)}"));
        Assert.Equal(FeedResult.Gap, Apply($"8 revoke {Given.Id(1)}"));
        Assert.Single(_rules.Capture(0)!.Grants);

        Snapshot();
        Assert.Empty(_rules.Capture(0)!.Grants);
        Assert.Equal(FeedResult.BeatApplied, Apply("8 beat 101 1"));
    }

    [Fact]
    public void A_delta_before_any_snapshot_is_a_gap() => Assert.Equal(FeedResult.Gap, Apply("1 beat 1 1"));

    [Fact]
    public void What_a_new_snapshot_leaves_out_is_gone()
    {
        Snapshot(Given.Grant(1, "a"), Given.Grant(2, "b"));
        Snapshot(Given.Grant(2, "b"));
        Assert.Equal(Given.Id(2), Assert.Single(_rules.Capture(0)!.Grants).Id);
    }

    [Theory]
    [InlineData("end 7")]
    [InlineData("provider 0xababababababababababababababababababab02")]
    public void Lines_of_a_snapshot_have_no_place_outside_one(string line) => Assert.Throws<FeedException>(() => Apply(line));

    [Theory]
    [InlineData("snapshot 8 1 1 1")]
    [InlineData("8 beat 101 1")]
    [InlineData("end 8")]
    [InlineData("end 7")] // there was no key yet
    public void A_snapshot_is_not_broken_into(string line)
    {
        Snapshot(Given.Grant(1, "a"));
        Apply("snapshot 7 1 1 1");
        Assert.Throws<FeedException>(() => Apply(line));
        Assert.Single(_rules.Capture(0)!.Grants);
    }

    [Fact]
    public void A_second_key_and_a_grant_twice_are_refused()
    {
        var lines = FeedWriter.Lines(Given.Snapshot(Given.Grant(1, "a"))).ToArray();
        foreach (var line in lines[..^1])
            Apply(line);
        Assert.Throws<FeedException>(() => Apply(lines[1]));
        Assert.Throws<FeedException>(() => Apply(lines[^2]));
    }

    [Fact]
    public void A_captured_table_reads_back_as_it_was()
    {
        Snapshot(Given.Grant(3, "c/#"), Given.Grant(1, "a"), Given.Grant(2, "b/+"));
        Apply($"8 revoke {Given.Id(2)}");
        var text = string.Concat(FeedWriter.Lines(_rules.Capture(8)!).Select(line => line + "\n"));

        var read = FeedReader.ReadSnapshot(Encoding.UTF8.GetBytes(text));
        Assert.Equal(text, string.Concat(FeedWriter.Lines(read).Select(line => line + "\n")));
        Assert.Equal(new[] { Given.Id(1), Given.Id(3) }, read.Grants.Select(g => g.Id));
    }

    [Fact]
    public void A_snapshot_text_that_is_cut_off_or_goes_on_is_refused()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(FeedWriter.Lines(Given.Snapshot(Given.Grant(1, "a"))).Select(line => line + "\n")));
        for (var length = 0; length < text.Length; length++)
            Assert.Throws<FeedException>(() => FeedReader.ReadSnapshot(text.AsSpan(0, length)));
        Assert.Throws<FeedException>(() => FeedReader.ReadSnapshot([.. text, (byte)'\n']));
        Assert.Equal(7, FeedReader.ReadSnapshot(text).Sequence);
    }

    private FeedResult Apply(string line) => _state.Apply(FeedReader.Parse(Encoding.UTF8.GetBytes(line)), 0);

    private void Snapshot(params Grant[] grants)
    {
        foreach (var line in FeedWriter.Lines(Given.Snapshot(grants)))
            Apply(line);
    }
}

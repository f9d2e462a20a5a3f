using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Platone.Policies.Tests;

public sealed class FeedTests
{
    private static readonly string P = Given.Provider.ToString();

    [Fact]
    public void Lines_are_spelled_as_documented()
    {
        var grant = Given.Grant(1, $"data/{P}/my meter/+", notBefore: 5, expiry: 9);
        var text = string.Join('\n', FeedWriter.Lines(Given.Snapshot(grant)));
        Assert.Equal(
            $"""
            snapshot 7 100 1700000000 30000
            key 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
            operator {Given.Operator}
            provider {Given.Provider}
            provider {Given.OtherProvider}
            credential 0x1dc5aee2bc3bf922d1116f7f973a81ca57d4364c0091251fc7a9fa1afba0e40f {P}/old meter
            grant {Given.Id(1)} {P} {Given.Consumer} 5 9 data/{P}/my meter/+
            end 7
            """,
            text);
        Assert.Equal($"8 revoke {Given.Id(1)}", FeedWriter.Line(new FeedMessage.Delta(8, new RuleChange.RevokeGrant(Given.Id(1)))));
        Assert.Equal($"9 provider {P}", FeedWriter.Line(new FeedMessage.Delta(9, new RuleChange.AddProvider(Given.Provider))));
        Assert.Equal($"10 unprovider {P}", FeedWriter.Line(new FeedMessage.Delta(10, new RuleChange.RemoveProvider(Given.Provider))));
        var credential = new Credential(Given.Id(2), P);
        Assert.Equal($"12 credential {Given.Id(2)} {P}", FeedWriter.Line(new FeedMessage.Delta(12, new RuleChange.AddCredential(credential))));
        Assert.Equal($"13 uncredential {Given.Id(2)} {P}", FeedWriter.Line(new FeedMessage.Delta(13, new RuleChange.RemoveCredential(credential))));
        Assert.Equal("11 beat 101 1700000002", FeedWriter.Line(new FeedMessage.Delta(11, new RuleChange.Beat(new(101, 1_700_000_002)))));
    }

    [Fact]
    public void Whatever_is_written_is_read_back() =>
        Prop.ForAll(Messages.ToArbitrary(), message => FeedReader.Parse(Encoding.UTF8.GetBytes(FeedWriter.Line(message))) == message)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Messages_come_out_however_the_bytes_are_cut()
    {
        var feed = from messages in Messages.ListOf() from cut in Gen.Choose(1, 300) select (messages, cut);
        Prop.ForAll(feed.ToArbitrary(), f =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(f.messages.Select(m => FeedWriter.Line(m) + "\n")));
            var reader = new FeedReader();
            var read = new List<FeedMessage>();
            foreach (var chunk in bytes.Chunk(f.cut))
            {
                reader.Push(chunk);
                while (reader.TryRead(out var message))
                    read.Add(message);
            }

            return read.SequenceEqual(f.messages);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", "a word")]
    [InlineData("hello", "snapshot, key, operator, provider, credential, grant, end or a sequence number")]
    [InlineData("snapshot 1 2 3", "STALEAFTERMS")]
    [InlineData("snapshot 1 2 3 0", "STALEAFTERMS above 0")]
    [InlineData("snapshot 1 2 3 4 5", "the end of the line")]
    [InlineData("snapshot 1  2 3 4", "BLOCK")]
    [InlineData("snapshot -1 2 3 4", "SEQ")]
    [InlineData("snapshot 01 2 3 4", "SEQ")]
    [InlineData("end 9223372036854775808", "SEQ")]
    [InlineData("end 1 ", "the end of the line")]
    [InlineData("end 1\r", "SEQ")]
    [InlineData("key 00", "HEX32")]
    [InlineData("operator 0xABABABABABABABABABABABABABABABABABABABAB", "ADDR")]
    [InlineData("1 key 0x0001", "grant, revoke, provider, unprovider, credential, uncredential or beat")]
    [InlineData("1 beat 5", "HEADTIME")]
    [InlineData("1", "a word")]
    [InlineData("1 revoke 0x12", "ID")]
    public void A_bad_line_says_which_line_and_what_was_expected(string line, string expected)
    {
        var problem = Assert.Throws<FeedException>(() => FeedReader.Parse(Encoding.UTF8.GetBytes(line), lineNumber: 42));
        Assert.StartsWith($"Line 42: expected {expected}", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ACCOUNT")]
    [InlineData(" ", "ACCOUNT")]
    [InlineData(" 0xABABABABABABABABABABABABABABABABABABABAB", "ACCOUNT as a lower-case address, or that, a slash and a device")]
    [InlineData(" 0xabababababababababababababababababababab/", "ACCOUNT")]
    [InlineData(" 0xabababababababababababababababababababab/a/b", "ACCOUNT")]
    [InlineData(" 0xabababababababababababababababababababab/+", "ACCOUNT")]
    public void A_credential_of_nobody_is_refused(string account, string expected)
    {
        var problem = Assert.Throws<FeedException>(() => FeedReader.Parse(Encoding.UTF8.GetBytes($"credential {Given.Id(1)}{account}"), lineNumber: 42));
        Assert.StartsWith($"Line 42: expected {expected}", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/#/b")]
    [InlineData("a\u0085b")]
    public void A_grant_without_a_valid_filter_is_refused(string filter)
    {
        var line = $"grant {Given.Id(1)} {P} {P} 0 1 {filter}";
        Assert.Contains("FILTER", Assert.Throws<FeedException>(() => FeedReader.Parse(Encoding.UTF8.GetBytes(line))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_never_stands_in_an_error()
    {
        var problem = Assert.Throws<FeedException>(() => FeedReader.Parse("key 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e"u8));
        Assert.DoesNotContain("000102", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        var reader = new FeedReader();
        reader.Push(new byte[FeedReader.MaxLineBytes]);
        Assert.False(reader.TryRead(out _));
        reader.Push(new byte[1]);
        Assert.Throws<FeedException>(() => reader.TryRead(out _));
    }

    [Fact]
    public void Hostile_bytes_give_a_feed_error_or_a_message_and_nothing_else()
    {
        var valid = Encoding.UTF8.GetBytes(string.Concat(FeedWriter.Lines(Given.Snapshot(Given.Grant(1, "a/+"))).Select(l => l + "\n"))
            + "8 beat 101 5\n" + FeedWriter.Line(new FeedMessage.Delta(9, new RuleChange.AddGrant(Given.Grant(2, "ä/#")))) + "\n");
        var changes = from at in Gen.Choose(0, valid.Length - 1)
                      from length in Gen.Choose(0, 40)
                      from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
                      select (at, length, bytes);
        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var end = Math.Min(valid.Length, change.at + change.length);
            byte[] text = [.. valid[..change.at], .. change.bytes, .. valid[end..]];
            try
            {
                var reader = new FeedReader();
                var state = new FeedState(new());
                reader.Push(text);
                while (reader.TryRead(out var message))
                    state.Apply(message, 0);
            }
            catch (FeedException)
            {
                // The one error there is.
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static Gen<FeedMessage> Messages { get; } = CreateMessages();

    private static Gen<FeedMessage> CreateMessages()
    {
        var number = Gen.Elements(0L, 1L, 10L, 1_700_000_000L, long.MaxValue);
        var wallet = Gen.Choose(0, 1000).Select(Given.Wallet);
        var id = Gen.Choose(0, 1000).Select(Given.Id);
        var head = from block in number from time in number select new ChainHead(block, time);
        var filter = Gen.Elements("a", "#", "data/x y/+", " ", "ä/€/𝄞", "+/+/#", new string('a', TopicFilter.MaxBytes))
            .Select(text => new TopicFilter(text));
        var grant = from i in id
                    from provider in wallet
                    from consumer in wallet
                    from f in filter
                    from notBefore in number
                    from expiry in number
                    select new Grant(i, provider, consumer, f, notBefore, expiry);
        var account = Gen.OneOf(wallet.Select(w => w.ToString()), wallet.Select(w => $"{w}/my meter é:1"));
        var credential = from i in id from a in account select new Credential(i, a);
        var change = Gen.OneOf(
            credential.Select(RuleChange (c) => new RuleChange.AddCredential(c)),
            credential.Select(RuleChange (c) => new RuleChange.RemoveCredential(c)),
            grant.Select(RuleChange (g) => new RuleChange.AddGrant(g)),
            id.Select(RuleChange (i) => new RuleChange.RevokeGrant(i)),
            wallet.Select(RuleChange (w) => new RuleChange.AddProvider(w)),
            wallet.Select(RuleChange (w) => new RuleChange.RemoveProvider(w)),
            head.Select(RuleChange (h) => new RuleChange.Beat(h)));
        return Gen.OneOf(
            from sequence in number
            from h in head
            from stale in Gen.Elements(1L, long.MaxValue)
            select (FeedMessage)new FeedMessage.SnapshotBegin(sequence, h, stale),
            Gen.Choose(0, 255).Select(FeedMessage (b) => new FeedMessage.SnapshotKey(new([.. Enumerable.Repeat((byte)b, 32)]))),
            wallet.Select(FeedMessage (w) => new FeedMessage.SnapshotOperator(w)),
            wallet.Select(FeedMessage (w) => new FeedMessage.SnapshotProvider(w)),
            credential.Select(FeedMessage (c) => new FeedMessage.SnapshotCredential(c)),
            grant.Select(FeedMessage (g) => new FeedMessage.SnapshotGrant(g)),
            number.Select(FeedMessage (n) => new FeedMessage.SnapshotEnd(n)),
            from sequence in number from c in change select (FeedMessage)new FeedMessage.Delta(sequence, c));
    }
}

using Platone.Cryptography;

namespace Platone.Certification.Tests;

public sealed class ClosedBatchTests
{
    [Fact]
    public void Leaves_are_ordered_by_provider_then_stream_then_sequence()
    {
        var records = Records(providers: 3, streams: 3, sequences: 4);
        var expected = records
            .OrderBy(record => record.Provider.ToString(), StringComparer.Ordinal)
            .ThenBy(record => record.Stream.ToString(), StringComparer.Ordinal)
            .ThenBy(record => record.Sequence)
            .Select(record => record.Leaf()).ToArray();

        for (var seed = 0; seed < 20; seed++)
        {
            new Random(seed).Shuffle(records);
            Assert.Equal(expected, Given.Batch([.. records]).Leaves);
        }
    }

    [Fact]
    public void Sequences_are_ordered_as_unsigned_numbers()
    {
        var low = new Random(1).NextRecord() with { Sequence = 1 };
        var high = low with { Sequence = ulong.MaxValue };

        Assert.Equal([low.Leaf(), high.Leaf()], Given.Batch([high, low]).Leaves);
    }

    [Fact]
    public void The_index_has_one_entry_a_stream_that_says_where_its_records_lie()
    {
        var records = Records(providers: 2, streams: 3, sequences: 5);
        new Random(2).Shuffle(records);

        var batch = Given.Batch(records);

        Assert.Equal(6, batch.Index.Count);
        Assert.Equal(records.Length, batch.Index.Sum(entry => entry.Count));
        foreach (var entry in batch.Index)
        {
            var own = records.Where(record => record.Provider == entry.Provider && record.Stream == entry.Stream).OrderBy(record => record.Sequence).ToArray();
            Assert.Equal((own[0].Sequence, own[^1].Sequence, (uint)own.Length), (entry.FirstSequence, entry.LastSequence, entry.Count));
            Assert.Equal(own.Select(record => record.Leaf()), batch.Leaves.Skip((int)entry.FirstPosition).Take((int)entry.Count));
        }
    }

    [Fact]
    public void The_same_stream_of_two_providers_has_two_entries()
    {
        var one = new Random(3).NextRecord();
        var other = one with { Provider = new Random(4).NextAddress() };

        Assert.Equal(2, Given.Batch([one, other]).Index.Count);
    }

    [Fact]
    public void Two_records_with_one_number_are_refused_whatever_else_differs()
    {
        var one = new Random(5).NextRecord();
        var other = one with { Content = Hash256.Zero, Salt = Hash256.Zero, Kind = RecordKind.Revision };

        var error = Assert.Throws<ArgumentException>(() => Given.Batch([one, new Random(6).NextRecord(), other]));

        Assert.Contains($"Two records have sequence {one.Sequence} in stream {one.Stream} of {one.Provider}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ClosedBatch.MaxCount + 1)]
    public void Too_few_or_too_many_records_are_refused(int count)
    {
        var error = Assert.Throws<ArgumentException>(() => Given.Batch(new CertifiedRecord[count]));

        Assert.Contains($"1 to 8192 records, not {count}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_batch_proves_each_of_its_leaves()
    {
        var record = new Random(7).NextRecord();
        var batch = Given.Batch([.. Enumerable.Range(0, ClosedBatch.MaxCount).Select(i => record with { Sequence = (ulong)i })]);
        var tree = new MerkleTree([.. batch.Leaves]);

        Assert.Equal((uint)ClosedBatch.MaxCount, batch.Record.Count);
        Assert.Single(batch.Index);
        for (var position = 0; position < batch.Leaves.Count; position++)
            Assert.Equal(batch.Record.Root, MerkleTree.RootFrom(batch.Leaves[position], (uint)position, batch.Record.Count, tree.PathOf(position)));
    }

    private static CertifiedRecord[] Records(int providers, int streams, int sequences)
    {
        var random = new Random(8);
        var owners = Enumerable.Range(0, providers).Select(_ => random.NextAddress()).ToArray();
        var names = Enumerable.Range(0, streams).Select(_ => random.NextHash()).ToArray();
        return [.. from owner in owners from name in names from sequence in Enumerable.Range(1, sequences)
            select random.NextRecord() with { Provider = owner, Stream = name, Sequence = (ulong)sequence * 10 }];
    }
}

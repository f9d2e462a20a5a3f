using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>Whatever store, and whatever set of manipulations of different readings: the audit names exactly what was done.</summary>
public abstract class AuditPropertyTests<TStore>
    where TStore : StoreUnderTest, new()
{
    protected abstract int Stores { get; }

    [Fact]
    public void The_audit_names_exactly_what_was_done() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => NamesExactlyAsync(new Random(seed)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Stores).WithQuietOnSuccess(true));

    // Two exchanges of numbers in two streams that had the same numbers: once told as exchanges between the streams.
    [Theory]
    [InlineData(325099609)]
    public async Task A_store_that_was_once_explained_wrongly_is_explained(int seed) => Assert.True(await NamesExactlyAsync(new Random(seed)));

    private static async Task<bool> NamesExactlyAsync(Random random)
    {
        using var store = new TStore();
        var chain = new StoredChain(store);
        await FillAsync(store, chain, random);
        var certified = store.Rows(
            "SELECT id, stream, sequence FROM reading WHERE batch IS NOT NULL ORDER BY id", row => new Certified(row.GetInt64(0), row.GetInt64(1)));
        var victims = new Stack<Certified>(certified.OrderBy(_ => random.Next()));
        var (expected, done, newId) = (new List<string>(), new List<string>(), 100_000L);
        for (var i = random.Next(8); i > 0 && victims.Count > 3; i--)
        {
            var (what, found) = Manipulate(store, random, victims, ++newId);
            done.Add(what);
            expected.Add(found);
        }

        var audit = new StoreAudit(store.Database, chain.RecordOfAsync, new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Given.CertifyBy - 10)));
        var findings = (await Audited.RunAsync(audit, AuditScope.Everything)).Findings;
        var named = findings.Select(finding => Text(store, finding)).Order(StringComparer.Ordinal);
        Assert.True(
            expected.Order(StringComparer.Ordinal).SequenceEqual(named),
            $"done: {string.Join(", ", done)}\nexpected: {string.Join(", ", expected.Order(StringComparer.Ordinal))}\nfound: {string.Join("\n  ", findings)}");
        return true;
    }

    /// <summary>Some streams of two providers, some revisions, batches of any size; every value is another.</summary>
    private static async Task FillAsync(TStore store, StoredChain chain, Random random)
    {
        var value = 1000;
        for (var second = 0; second < 12; second++)
        {
            foreach (var (provider, device) in new[] { (Given.Anna, "LN-1"), (Given.Bruno, "LN-2"), (Given.Anna, "LN-3") })
            {
                if (random.Next(3) == 0) continue;

                await store.AcceptAsync(Given.Message(provider, device, second, ("activepower", "W", Next()), ("voltmagnitude", "V", Next())));
                if (random.Next(6) == 0) await store.AcceptAsync(Given.Message(provider, device, second, ("activepower", "W", Next())));
            }

            if (random.Next(3) == 0 && store.Batches.CountUncertified() > 0) await chain.CloseBatchAsync();
        }

        string Next() => (++value).ToString(CultureInfo.InvariantCulture);
    }

    /// <returns>What was done, and what the audit is to name.</returns>
    private static (string What, string Found) Manipulate(TStore store, Random random, Stack<Certified> victims, long newId)
    {
        var one = victims.Pop();
        var isRevision = store.Scalar("SELECT replaces FROM reading WHERE id=$1", one.Id) is not (null or DBNull);
        var changed = isRevision ? "Revision" : "Changed";
        switch (random.Next(10))
        {
            case 0:
                var place = store.Rows(
                    $"SELECT batch, stream, sequence FROM reading WHERE id={one.Id}", row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)))[0];
                store.Tamper("DELETE FROM reading WHERE id=$1", one.Id);
                return ($"delete {one.Id}", $"Missing {StreamText(store, place.Item2)} {place.Item3} in {place.Item1}");
            case 1:
                store.Tamper("UPDATE reading SET value='7' WHERE id=$1", one.Id);
                return ($"value of {one.Id}", $"{changed} {one.Id}");
            case 2:
                store.Tamper("UPDATE reading SET time=time+1 WHERE id=$1", one.Id);
                return ($"time of {one.Id}", $"{changed} {one.Id}");
            case 3:
                store.Tamper($"UPDATE reading SET salt=x'{Convert.ToHexString(Bytes(random))}' WHERE id=$1", one.Id);
                return ($"salt of {one.Id}", $"{changed} {one.Id}");
            case 4:
                store.Tamper("UPDATE reading SET sequence=sequence+1000 WHERE id=$1", one.Id);
                return ($"number of {one.Id}", $"{changed} {one.Id}");
            case 5:
                return Exchange(store, one, victims.Pop(), "value");
            case 6:
                return ExchangePlaces(store, one, victims.Pop());
            case 7 when victims.FirstOrDefault(other => other.Stream == one.Stream) is { Id: > 0 } same:
                Remove(victims, same);
                return Exchange(store, one, same, "sequence");
            case 8:
                Insert(store, one.Id, newId, "salt");
                return ($"copy {one.Id}", $"Duplicate {newId} {one.Id}");
            case 9:
                Insert(store, one.Id, newId, $"x'{Convert.ToHexString(Bytes(random))}'");
                return ($"insert {newId}", $"Inserted {newId}");
            default:
                store.Tamper("UPDATE reading SET replaces=coalesce(replaces, 0) + 3 WHERE id=$1", one.Id);
                return ($"replaced number of {one.Id}", $"Revision {one.Id}");
        }
    }

    private static (string What, string Found) Exchange(TStore store, Certified one, Certified other, string column)
    {
        var (own, its) = (
            store.Scalar($"SELECT {column} FROM reading WHERE id=$1", one.Id), store.Scalar($"SELECT {column} FROM reading WHERE id=$1", other.Id));
        if (column == "sequence") store.Tamper("UPDATE reading SET sequence=-sequence WHERE id=$1", other.Id);
        store.Tamper($"UPDATE reading SET {column}=$2 WHERE id=$1", one.Id, its);
        store.Tamper($"UPDATE reading SET {column}=$2 WHERE id=$1", other.Id, own);
        return ($"exchange {column} of {one.Id} and {other.Id}", Swapped(one, other));
    }

    private static (string What, string Found) ExchangePlaces(TStore store, Certified one, Certified other)
    {
        var places = new[] { one, other }.Select(
            row => store.Rows($"SELECT batch, position FROM reading WHERE id={row.Id}", found => (found.GetInt64(0), found.GetInt64(1)))[0]).ToArray();
        store.Tamper("UPDATE reading SET batch=$2, position=$3 WHERE id=$1", one.Id, places[1].Item1, places[1].Item2);
        store.Tamper("UPDATE reading SET batch=$2, position=$3 WHERE id=$1", other.Id, places[0].Item1, places[0].Item2);
        return ($"exchange places of {one.Id} and {other.Id}", Swapped(one, other));
    }

    private static void Insert(TStore store, long like, long newId, string salt) => store.Tamper(
        $"""
        INSERT INTO reading (id, stream, sequence, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by, batch, position)
        SELECT {newId}, stream, {newId}, time, value, unit, quality, raw_part, raw_offset, {salt}, message, certify_by, batch, position
        FROM reading WHERE id={like}
        """);

    private static string Text(TStore store, AuditFinding finding) => finding.Kind switch
    {
        AuditFindingKind.Missing => $"Missing {finding.Stream} {finding.Sequence} in {finding.Batch}",
        AuditFindingKind.Swapped => Swapped(new(finding.Reading!.Value, 0), new(finding.Other!.Value, 0)),
        AuditFindingKind.Duplicate => $"Duplicate {finding.Reading} {finding.Other}",
        _ => $"{finding.Kind} {finding.Reading}",
    };

    private static string Swapped(Certified one, Certified other) => $"Swapped {Math.Min(one.Id, other.Id)} {Math.Max(one.Id, other.Id)}";

    private static string StreamText(TStore store, long id) => store.Rows(
        $"SELECT provider, name FROM stream WHERE id={id}", row => $"0x{Convert.ToHexStringLower(row.GetFieldValue<byte[]>(0))}/{row.GetString(1)}")[0];

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Remove(Stack<Certified> victims, Certified one)
    {
        var rest = victims.Where(other => other != one).Reverse().ToList();
        victims.Clear();
        rest.ForEach(victims.Push);
    }

    private readonly record struct Certified(long Id, long Stream);
}

public sealed class AuditPropertyOnSqliteTests : AuditPropertyTests<SqliteStore>
{
    protected override int Stores => 60;
}

public sealed class AuditPropertyOnPostgresTests : AuditPropertyTests<PostgresStore>
{
    protected override int Stores => 12;
}

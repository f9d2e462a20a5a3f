using Microsoft.Extensions.Time.Testing;
using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>
/// Who has the database and its own client can write anything. Whatever it is, the audit names it, exactly, and blames nothing else.
/// </summary>
public abstract class AuditedStore<TStore> : IAsyncLifetime
    where TStore : StoreUnderTest, new()
{
    private protected AuditedStore() => Chain = new(Store);

    protected TStore Store { get; } = new();

    private protected FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(Given.CertifyBy - 10));

    private protected StoredChain Chain { get; }

    /// <summary>
    /// Readings 1 to 6 in batch 1, 7 to 13 in batch 2 (13 revises 1), 14 to 19 in batch 3, 20 to 22 waiting. Each second Anna's node
    /// brings its power and its voltage, Bruno's its power.
    /// </summary>
    public async ValueTask InitializeAsync()
    {
        await AcceptSecondsAsync(0, 1);
        await Chain.CloseBatchAsync();
        await AcceptSecondsAsync(2, 3);
        await Store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "999")));
        await Chain.CloseBatchAsync();
        await AcceptSecondsAsync(4, 5);
        await Chain.CloseBatchAsync();
        await AcceptSecondsAsync(6);
    }

    public ValueTask DisposeAsync()
    {
        Store.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected async Task AcceptSecondsAsync(params int[] seconds)
    {
        foreach (var second in seconds)
        {
            await Store.AcceptAsync(Given.Message(
                Given.Anna, "LN-1", second, ("activepower", "W", $"{100 + second}"), ("voltmagnitude", "V", $"{230 + second}")));
            await Store.AcceptAsync(Given.Message(Given.Bruno, "LN-2", second, ("activepower", "W", $"{200 + second}")));
        }
    }

    private protected StoreAudit NewAudit() => new(Store.Database, Chain.RecordOfAsync, Time);

    private protected Task<Audited> AuditAsync() => AuditAsync(NewAudit());

    private protected static Task<Audited> AuditAsync(StoreAudit audit) => Audited.RunAsync(audit, AuditScope.Everything);

    private protected async Task<Audited> AssertFoundAsync(params AuditFinding[] expected)
    {
        var report = await AuditAsync();
        Assert.Equal(expected.OrderBy(finding => finding.ToString()), report.Findings.Select(WithoutDetail).OrderBy(finding => finding.ToString()));
        Assert.All(report.Findings, finding => Assert.NotEmpty(finding.Detail));
        return report;
    }

    /// <summary>A finding about a reading as the store has it at this moment.</summary>
    private protected AuditFinding Named(AuditFindingKind kind, long id, ulong? batch)
    {
        // The view's own words for the stream, whatever somebody made of it.
        var (stream, sequence) = Assert.Single(
            Store.Rows($"SELECT stream, sequence FROM readings WHERE id={id}", row => (row.GetString(0), (ulong)row.GetInt64(1))));
        return new(kind, "", batch, id, stream, sequence);
    }

    private protected static AuditFinding WithoutDetail(AuditFinding finding) => finding with { Detail = "", Replaces = null };

    /// <summary>Of Bruno's stream: two in each of the three batches.</summary>
    private protected static IEnumerable<(long Id, ulong Batch)> BrunosCertified() => [(3, 1), (6, 1), (9, 2), (12, 2), (16, 3), (19, 3)];
}

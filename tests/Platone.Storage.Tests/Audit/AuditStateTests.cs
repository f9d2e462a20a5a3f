using Platone.Cryptography;
using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>An audit that keeps its state in a file: it resumes, begins anew, and shares it with nobody.</summary>
public abstract class AuditStateTests<TStore> : AuditedStore<TStore>
    where TStore : StoreUnderTest, new()
{
    [Fact]
    public async Task An_interrupted_audit_goes_on_where_it_stood_with_what_it_had_found()
    {
        for (var second = 10; second < 50; second++)
        {
            await AcceptSecondsAsync(second);
            await Chain.CloseBatchAsync();
        }

        Store.Tamper("UPDATE reading SET value='77' WHERE id IN (8, 80)");
        var expected = (await AuditAsync()).Findings;
        var path = Path.Combine(Directory.CreateTempSubdirectory("platone-audit-").FullName, "audit.state");
        var subject = new AuditSubject("s", Address.Zero, StoredChain.Certifier, AuditScope.Everything);
        var audit = NewAudit();
        using (var state = AuditState.Open(path, subject, fresh: false))
        {
            using var interrupted = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => audit.RunAsync(
                StoredChain.Certifier, AuditScope.Everything, state, new ImmediateProgress(InterruptAtSixteen), interrupted.Token));

            void InterruptAtSixteen((ulong Done, ulong Of) progress)
            {
                if (progress.Done == 16) interrupted.Cancel();
            }
        }

        var seen = new List<(ulong Done, ulong Of)>();
        using (var state = AuditState.Open(path, subject, fresh: false))
        {
            Assert.True(state.IsResumed);
            var report = await audit.RunAsync(StoredChain.Certifier, AuditScope.Everything, state, new ImmediateProgress(seen.Add), CancellationToken.None);

            Assert.Equal(17UL, seen[0].Done);
            Assert.Equal(expected, state.Findings());
            Assert.Equal((AuditFindingKind.Changed, 142, 140L), (expected[0].Kind, report.Readings, report.Certified));
        }

        using (var other = AuditState.Open(path, subject with { Certifier = Address.Zero }, fresh: false)) Assert.False(other.IsResumed);
    }

    [Fact]
    public async Task A_state_whose_batches_the_chain_took_back_is_begun_anew()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("platone-audit-").FullName, "audit.state");
        using var state = AuditState.Open(path, new("s", Address.Zero, StoredChain.Certifier, AuditScope.Everything), fresh: false);
        await NewAudit().RunAsync(StoredChain.Certifier, AuditScope.Everything, state, null, CancellationToken.None);
        var seen = new List<(ulong Done, ulong Of)>();

        await new StoreAudit(Store.Database, OtherRecordAsync, Time).RunAsync(
            StoredChain.Certifier, AuditScope.Everything, state, new ImmediateProgress(seen.Add), CancellationToken.None);

        Assert.Equal(1UL, seen[0].Done);
        Assert.Equal([new AuditFinding(AuditFindingKind.Batch, "", 3)], state.Findings().Select(WithoutDetail));

        Task<Hash256> OtherRecordAsync(Address certifier, ulong number) =>
            number == 3 ? Task.FromResult(Keccak256.Hash([1])) : Chain.RecordOfAsync(certifier, number);
    }

    [Fact]
    public async Task Another_audit_with_the_same_state_is_refused()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("platone-audit-").FullName, "audit.state");
        var subject = new AuditSubject("s", Address.Zero, StoredChain.Certifier, AuditScope.Everything);
        using var state = AuditState.Open(path, subject, fresh: false);

        var inUse = Assert.Throws<IOException>(() => AuditState.Open(path, subject, fresh: false));
        Assert.Contains("another audit uses it", inUse.Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(path + "x", new string('x', 5000));
        var noState = Assert.Throws<IOException>(() => AuditState.Open(path + "x", subject, fresh: false));
        Assert.Contains("found another file", noState.Message, StringComparison.Ordinal);
    }
}

public sealed class AuditStateOnSqliteTests : AuditStateTests<SqliteStore>;

public sealed class AuditStateOnPostgresTests : AuditStateTests<PostgresStore>;

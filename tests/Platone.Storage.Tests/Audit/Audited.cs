using Platone.Cryptography;
using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>A whole audit in memory: what it counted and all that it found.</summary>
sealed record Audited(AuditReport Report, IReadOnlyList<AuditFinding> Findings)
{
    public long Readings => Report.Readings;

    public long Certified => Report.Certified;

    public long Waiting => Report.Waiting;

    public ulong Batches => Report.Batches;

    public static async Task<Audited> RunAsync(StoreAudit audit, AuditScope scope, Address? certifier = null)
    {
        using var state = AuditState.Temporary();
        var report = await audit.RunAsync(certifier ?? StoredChain.Certifier, scope, state, null, CancellationToken.None);
        var findings = state.Findings().ToList();
        Assert.Equal(findings.Count, report.Found);
        return new(report, findings);
    }
}

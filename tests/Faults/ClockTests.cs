using Platone.Faults.Tests.Testing;
using Platone.Testing;

namespace Platone.Faults.Tests;

/// <summary>The wall clock jumps, of host, broker and chain alike.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_hour_forwards_and_two_back_lose_nothing_and_need_nobody()
    {
        var clock = MovableClock.Create(_folder.File("clock"));
        await using var framework = await Framework.StartAsync(Data, clock.Environment);
        var provider = await Party.CreateProviderAsync(Data);
        var inspection = new Inspection(Data, framework.Endpoints.Chain);
        await using var fleet = Fleet.Start(provider, framework.Endpoints.AccessLayer, clock, seed: 1);
        await fleet.AnsweredAsync();

        foreach (var offset in new[] { TimeSpan.FromHours(1), TimeSpan.Zero, TimeSpan.FromHours(-1) })
        {
            clock.Move(offset);
            await fleet.AnsweredAsync();
            inspection.EachIsStoredOnce(fleet.Receipted);
            await inspection.EachIsCertifiedAsync();
        }

        await fleet.FinishAsync();
        inspection.EachIsStoredOnce(fleet.Receipted);
        await inspection.EachIsCertifiedOnceAsync();
        await framework.StopAsync();
        clock.Move(TimeSpan.Zero);
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
    }
}

using Platone.Faults.Tests.Testing;
using Platone.Testing;

namespace Platone.Faults.Tests;

/// <summary>A broker that says nothing for a while, which is worse than one that ends: nobody is told.</summary>
public sealed class BrokerOutageTests : IDisposable
{
    private const int SigStop = 19;
    private const int SigCont = 18;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_broker_that_is_silent_for_a_while_costs_nothing_but_time()
    {
        // Longer than keep-alive and its patience: connections are given up and made again.
        var silence = Environment.GetEnvironmentVariable("PLATONE_LONG") == "1" ? TimeSpan.FromMinutes(2) : TimeSpan.FromSeconds(8);
        await using var framework = await Framework.StartAsync(Data);
        var provider = await Party.CreateProviderAsync(Data);
        var inspection = new Inspection(Data, framework.Endpoints.Chain);
        await using var fleet = Fleet.Start(provider, framework.Endpoints.AccessLayer, TimeProvider.System, seed: 3);
        await fleet.AnsweredAsync();

        var broker = framework.ChildOf("mosquitto");
        Processes.Send(broker, SigStop);
        try
        {
            await Task.Delay(silence, TestContext.Current.CancellationToken);
        }
        finally
        {
            Processes.Send(broker, SigCont);
        }

        await fleet.AnsweredAsync();
        await fleet.FinishAsync();
        inspection.EachIsStoredOnce(fleet.Receipted);
        await inspection.EachIsCertifiedOnceAsync();
        await inspection.AuditIsCleanAsync();
        Assert.Equal(broker, framework.ChildOf("mosquitto"));
        await framework.StopAsync();
    }
}

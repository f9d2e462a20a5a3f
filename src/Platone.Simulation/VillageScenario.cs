using Platone.Cryptography;
using Platone.Messaging;
using Platone.Simulation.Checks;
using Platone.Simulation.Devices;
using Platone.Simulation.Networks;
using Platone.Simulation.Replay;

namespace Platone.Simulation;

/// <summary>
/// What a scenario file describes: PMUs, a meter reading system and light nodes of several providers; consumers with, without and with a
/// revoked grant; broken devices. Everything that the framework promises is claimed at the end.
/// </summary>
public sealed class VillageScenario(ScenarioFile file) : IScenario
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    public string Name => file.Name;

    public async Task<ScenarioReport> RunAsync(Stage stage, IProgress<ScenarioProgress> progress, CancellationToken cancellationToken)
    {
        var started = stage.Time.GetTimestamp();
        var verdict = new Verdict();
        progress.Report(new("providers and consumers come to agreements", 0, 1));
        await stage.AdmitAsync([.. file.Providers.Select(provider => stage.WalletOf(provider.Name).Address)], cancellationToken);
        var grants = await AgreeAsync(stage, cancellationToken);
        progress.Report(new("providers and consumers come to agreements", 1, 1));

        var links = new List<IAsyncDisposable>();
        try
        {
            var providers = new List<ProviderLink>();
            var devices = new List<ActiveDevice>();
            foreach (var provider in file.Providers)
            {
                var link = await stage.ConnectProviderAsync(provider.Name, cancellationToken);
                links.Add(link);
                providers.Add(link);
                devices.AddRange(
                    (await DevicesAsync(stage, provider, cancellationToken)).Select(device => new ActiveDevice(link, device.Device, device.Every)));
            }

            var consumers = await ConnectConsumersAsync(stage, verdict, links, cancellationToken);

            var first = stage.Time.GetUtcNow() - (file.Tick * file.Length);
            var before = await SendAsync(stage, devices, first, 0, file.Length / 2, progress, cancellationToken);
            foreach (var link in providers) await link.AllAnsweredAsync(cancellationToken);
            foreach (var consumer in file.Consumers.Where(consumer => consumer.Reads.Count > 0))
                await HeardEverythingAsync(verdict, stage, consumer, consumers[consumer.Name], before, "", cancellationToken);

            await RevokeAsync(stage, grants, cancellationToken);
            var heardBefore = consumers.ToDictionary(pair => pair.Key, pair => pair.Value.Heard.Count);

            var after = await SendAsync(stage, devices, first, file.Length / 2, file.Length, progress, cancellationToken);
            foreach (var link in providers) await link.AllAnsweredAsync(cancellationToken);
            var sent = before.ToDictionary(pair => pair.Key, pair => pair.Value + after[pair.Key]);
            foreach (var consumer in file.Consumers.Where(consumer => consumer.Reads.Count > 0 && !consumer.Revoked))
                await HeardEverythingAsync(verdict, stage, consumer, consumers[consumer.Name], sent, " to the end", cancellationToken);
            foreach (var consumer in file.Consumers.Where(consumer => consumer.Revoked))
                verdict.Equal(
                    $"{consumer.Name} heard nothing more after the revocation, on the same connection", consumers[consumer.Name].Heard.Count,
                    heardBefore[consumer.Name], "readings");

            await SendBadPayloadsAsync(stage, verdict, providers[0], progress, cancellationToken);
            var signed = devices.Where(device => device.Device is SigningMeasurer).Sum(device => MessagesOf(device.Every));
            return await verdict.CloseAsync(Name, sent.Values.Sum(), signed, providers, stage, started, progress, cancellationToken);
        }
        finally
        {
            foreach (var link in links) await link.DisposeAsync();
        }
    }

    private async Task<List<(ConsumerPart Consumer, string Provider, Hash256 Declaration)>> AgreeAsync(Stage stage, CancellationToken cancellationToken)
    {
        var grants = new List<(ConsumerPart, string, Hash256)>();
        foreach (var consumer in file.Consumers)
        {
            foreach (var provider in consumer.Reads)
                grants.Add((consumer, provider, await stage.AgreeAsync(consumer.Name, provider, cancellationToken)));
        }

        return grants;
    }

    private static async Task RevokeAsync(
        Stage stage, List<(ConsumerPart Consumer, string Provider, Hash256 Declaration)> grants, CancellationToken cancellationToken)
    {
        foreach (var (_, provider, declaration) in grants.Where(grant => grant.Consumer.Revoked))
            await stage.RevokeAsync(provider, declaration, cancellationToken);
    }

    private async Task<Dictionary<string, ConsumerLink>> ConnectConsumersAsync(
        Stage stage, Verdict verdict, List<IAsyncDisposable> links, CancellationToken cancellationToken)
    {
        var consumers = new Dictionary<string, ConsumerLink>();
        foreach (var consumer in file.Consumers)
        {
            if (consumer.Reads.Count == 0)
            {
                await RefusedAsync(stage, verdict, consumer, cancellationToken);
                continue;
            }

            var link = await stage.ConnectGrantedAsync(consumer.Name, [.. consumer.Reads.Select(provider => DataOf(stage, provider))], cancellationToken);
            links.Add(link);
            consumers.Add(consumer.Name, link);
        }

        return consumers;
    }

    private async Task RefusedAsync(Stage stage, Verdict verdict, ConsumerPart consumer, CancellationToken cancellationToken)
    {
        foreach (var filter in file.Providers.Select(provider => DataOf(stage, provider.Name)).Append("data/#").Append("#"))
        {
            try
            {
                await (await stage.ConnectConsumerAsync(consumer.Name, [filter], cancellationToken)).DisposeAsync();
                verdict.Add($"{consumer.Name} has no grant and is refused", false, $"the broker let it subscribe to {filter}");
                return;
            }
            catch (BrokerRefusedException)
            {
                // What it should be.
            }
        }

        verdict.Add($"{consumer.Name} has no grant and is refused", true, "every subscription");
    }

    private static string DataOf(Stage stage, string provider) => $"data/{stage.WalletOf(provider).Address}/#";

    private static async Task HeardEverythingAsync(
        Verdict verdict, Stage stage, ConsumerPart consumer, ConsumerLink link, Dictionary<string, long> sent, string until,
        CancellationToken cancellationToken)
    {
        var expected = consumer.Reads.Sum(provider => sent[provider]);
        await link.HeardAsync(expected, Silence, stage.Time, cancellationToken);
        verdict.Equal($"{consumer.Name} has grants and heard everything{until}", link.Heard.Count, expected, "readings");
    }

    /// <summary>Every device measures at its ticks of the simulated clock, which began so long ago that it ends at the wall clock's now.</summary>
    private async Task<Dictionary<string, long>> SendAsync(
        Stage stage, List<ActiveDevice> devices, DateTimeOffset first, int fromTick, int toTick, IProgress<ScenarioProgress> progress,
        CancellationToken cancellationToken)
    {
        var names = file.Providers.ToDictionary(provider => stage.WalletOf(provider.Name).Address, provider => provider.Name);
        var sent = file.Providers.ToDictionary(provider => provider.Name, _ => 0L);
        for (var i = fromTick; i < toTick; i++)
        {
            foreach (var (link, device, every) in devices)
            {
                if (i % every != 0) continue;

                var message = device.Measure(first + (file.Tick * i));
                await link.SendAsync(message, cancellationToken);
                sent[names[link.Provider]] += message.Readings;
            }

            progress.Report(new("devices measure", i + 1, file.Length));
            await stage.PassAsync(file.Tick, cancellationToken);
        }

        return sent;
    }

    private long MessagesOf(int every) => (file.Length + every - 1) / every;

    private static async Task SendBadPayloadsAsync(
        Stage stage, Verdict verdict, ProviderLink provider, IProgress<ScenarioProgress> progress, CancellationToken cancellationToken)
    {
        var deadBefore = stage.Ledger.DeadLetters;
        foreach (var (bad, i) in BadPayloads.All.Select((bad, i) => (bad, i)))
        {
            await provider.SendAsync(new(bad.Device, bad.Payload, Readings: 0), cancellationToken);
            progress.Report(new("broken devices send", i + 1, BadPayloads.All.Count));
        }

        await provider.AllAnsweredAsync(cancellationToken);
        var wrong = BadPayloads.All.Where(bad => !provider.Errors.TryGetValue(Keccak256.Hash(bad.Payload).ToString(), out var error) || !Blames(error, bad))
            .Select(bad => bad.Name)
            .ToList();
        verdict.Add(
            "every bad payload got its own clear error", wrong.Count == 0,
            wrong.Count == 0 ? $"{BadPayloads.All.Count} errors" : $"not for: {string.Join(", ", wrong)}");
        verdict.Equal("every bad payload is a dead letter", stage.Ledger.DeadLetters - deadBefore, BadPayloads.All.Count, "letters");
    }

    private static bool Blames(Protocol.ErrorMessage error, BadPayload bad) =>
        $"{error.Place} {error.Found} {error.Expected}".Contains(bad.Blames, StringComparison.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<(IDevice Device, int Every)>> DevicesAsync(Stage stage, ProviderPart provider, CancellationToken cancellationToken)
    {
        var wallet = stage.WalletOf(provider.Name).Address;
        var streams = (await stage.ClientOf(provider.Name).StreamsAsync(wallet, cancellationToken)).Streams;
        var keys = Enumerable.Range(1, provider.SigningLightNodes).Select(i => KeyOf(stage, provider, i).Address).ToList();
        await stage.RegisterDevicesAsync(stage.WalletOf(provider.Name), keys, cancellationToken);
        var random = new Random(provider.Name.Length);
        INetwork network = file.Network == ScenarioFile.CigreMv ? new CigreMediumVoltage(random) : new LowVoltageStreet(random);
        List<(IDevice, int)> devices = [];
        for (var i = 1; i <= provider.Pmus; i++) devices.Add((new Pmu($"pmu-{i}", network, i), TicksOf(file.PmuSeconds)));
        if (provider.Meters > 0)
            devices.Add((new AutomaticMeterReader("amr", provider.Meters, network, file.Tick * TicksOf(file.MeterSeconds)), TicksOf(file.MeterSeconds)));
        for (var i = 1; i <= provider.LightNodes; i++)
        {
            var name = $"ln-{i}";
            var last = streams.Where(stream => stream.Stream.StartsWith(name + "/", StringComparison.Ordinal))
                .Select(stream => stream.LastSequence)
                .DefaultIfEmpty()
                .Max();
            IDevice node = new MeasuringLightNode(new LightNode(name, $"POD-{i:D4}").StartingAt(last), network, i);
            devices.Add(
                (i <= provider.SigningLightNodes ? new SigningMeasurer(node, KeyOf(stage, provider, i), wallet) : node, TicksOf(file.LightNodeSeconds)));
        }

        return devices;
    }

    /// <summary>The key of a light node: the same at every start with one data directory, as a device keeps its own.</summary>
    private static PrivateKey KeyOf(Stage stage, ProviderPart provider, int node) => stage.WalletOf($"{provider.Name}-ln-{node}");

    private int TicksOf(double? seconds) => seconds is { } every ? (int)Math.Round(every / file.TickSeconds) : 1;

    /// <param name="Every">How many ticks pass between two messages.</param>
    private sealed record ActiveDevice(ProviderLink Link, IDevice Device, int Every);
}

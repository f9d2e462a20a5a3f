using System.Security.Cryptography;
using Platone.Cryptography;
using Platone.Simulation.Devices;
using Platone.Simulation.Networks;

namespace Platone.Bench.Ingest;

/// <param name="ByProvider">Each provider's messages in the order in which they are sent.</param>
sealed record FleetMessages(IReadOnlyList<IReadOnlyList<SimulatedMessage>> ByProvider)
{
    public int Count => ByProvider.Sum(messages => messages.Count);

    public int Readings => ByProvider.Sum(messages => messages.Sum(message => message.Readings));
}

/// <summary>
/// The PMUs of several providers, fifty messages a second each by their own clocks; made before they are sent, so that making them is
/// not measured.
/// </summary>
sealed class PmuFleet
{
    /// <summary>Magnitude and angle of three voltages and three currents.</summary>
    public const int ReadingsPerMessage = 12;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly (int Provider, Pmu Device)[] _devices;
    private DateTimeOffset _time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public PmuFleet(int providers, int devicesPerProvider)
    {
        Wallets = [.. Enumerable.Range(0, providers).Select(_ => PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length)))];
        var network = new LowVoltageStreet(new Random(1));
        _devices = [.. Enumerable.Range(0, providers * devicesPerProvider).Select(i => (i % providers, new Pmu($"pmu-{i}", network, i)))];
    }

    public IReadOnlyList<PrivateKey> Wallets { get; }

    /// <summary>Messages that were never sent before: every device in its turn.</summary>
    public FleetMessages Next(int count)
    {
        List<SimulatedMessage>[] messages = [.. Wallets.Select(_ => new List<SimulatedMessage>())];
        for (var i = 0; i < count; i++)
        {
            if (i % _devices.Length == 0) _time += Frame;
            var (provider, device) = _devices[i % _devices.Length];
            messages[provider].Add(device.Measure(_time));
        }

        return new(messages);
    }
}

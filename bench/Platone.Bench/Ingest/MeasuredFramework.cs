using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Platone.Cli.Commands;
using Platone.Cli.Hosting;
using Platone.Cli.Hosting.Processes;
using Platone.Cli.Wallets;
using Platone.Client;
using Platone.Contracts.Deployment;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Protocol;
using Platone.Storage;

namespace Platone.Bench.Ingest;

/// <summary>The framework as its users start it, <c>platone up --scenario none</c>: chain, broker and access layer in processes of their own.</summary>
sealed class MeasuredFramework : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ChildProcess _process;
    private readonly DataDirectory _data;
    private readonly AnswerWindow _window = new();
    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _receipts = new();
    private Endpoints _endpoints = null!;
    private Database _store = null!;
    private Publishing _publishing = null!;
    private Arrivals _accepted = new("receipts", 0);
    private Arrivals _certified = new("certified readings", 0);
    private long _lastMessage;

    private MeasuredFramework(ChildProcess process, DataDirectory data)
    {
        _process = process;
        _data = data;
    }

    public static async Task<MeasuredFramework> StartAsync(
        string folder, string store, IReadOnlyList<PrivateKey> providers, bool tls, CancellationToken cancellationToken)
    {
        var data = DataDirectory.Create(folder);
        var program = Path.Combine(AppContext.BaseDirectory, "Platone.Cli.dll");
        string[] arguments =
        [
            program, "up", "--data", data.Root, "--scenario", "none", "--http", "0", "--identity", "0", "--mqtt", "0", "--chain-port", "0", "--store", store,
        ];
        if (tls) arguments = [.. arguments, "--tls", "--mqtt-client-certificates", "0"];
        var process = ChildProcess.Start("platone up", "dotnet", arguments, data.PidFile("platone"), data.LogFile("up"));
        var framework = new MeasuredFramework(process, data);
        try
        {
            await process.WaitUntilAsync(
                () => Task.FromResult(process.LastOutput.Contains("Platone is ready", StringComparison.Ordinal)), Patience, cancellationToken);
            await framework.ConnectAsync(providers, cancellationToken);
            return framework;
        }
        catch
        {
            await framework.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends the messages, and waits until each has its receipt and all of their readings are certified.</summary>
    public async Task<FrameworkResult> MeasureAsync(FleetMessages messages, CancellationToken cancellationToken)
    {
        var queries = new ReadingQueries(_store);
        var before = queries.Count();
        _lastMessage = StoredRows.LastMessage(_store);
        _receipts.Clear();
        (_accepted, _certified) = (new("receipts", messages.Count), new("certified readings", messages.Readings));

        var processorBefore = ProcessorNow();
        var start = Stopwatch.GetTimestamp();
        var sending = _publishing.SendAsync(messages, cancellationToken);
        var accepted = Stopwatch.GetElapsedTime(start, await _accepted.AllAsync(cancellationToken));
        var certified = Stopwatch.GetElapsedTime(start, await _certified.AllAsync(cancellationToken));
        var processor = ProcessorNow() - processorBefore;
        await sending;

        var after = queries.Count();
        return new(
            messages.Readings, Accepted(), after.Stored - before.Stored, after.Certified - before.Certified, accepted, certified, processor, ResidentBytes());
    }

    /// <summary>The rows that the last measured messages became.</summary>
    public StoredRows NewRows() => StoredRows.Load(_store, _lastMessage);

    public async ValueTask DisposeAsync()
    {
        if (_publishing is not null) await _publishing.DisposeAsync();
        _store?.Dispose();
        _window.Dispose();
        await _process.DisposeAsync();
    }

    private async Task ConnectAsync(IReadOnlyList<PrivateKey> providers, CancellationToken cancellationToken)
    {
        _endpoints = Endpoints.Find(_data) ?? throw new InvalidOperationException($"{_data.Root}: the framework left no endpoints.");
        _store = Database.OpenReadOnly(_data.Store);
        await AdmitAsync(providers, cancellationToken);

        using var http = AccessLayerUrl.Connect(_data, _endpoints.AccessLayer);
        var connections = new List<(Address, MqttConnection)>();
        foreach (var wallet in providers)
        {
            var client = new AccessClient(http, wallet, TimeProvider.System, ServedTls.LocalOf(_data));
            string[] filters = [$"receipts/{client.Wallet}/#", $"errors/{client.Wallet}/#", Topics.Certified(client.Wallet)];
            connections.Add((client.Wallet, await Publishing.ConnectAsync(
                () => client.ConnectAsync("bench", filters, HearAsync, NullLogger.Instance, cancellationToken), cancellationToken)));
        }

        _publishing = new(connections, _window);
    }

    private async Task AdmitAsync(IReadOnlyList<PrivateKey> providers, CancellationToken cancellationToken)
    {
        var adminKey = KeyFile.Load(Path.Combine(_data.Wallets, "admin.key"));
        var admin = await ContractAdmin.ConnectAsync(_endpoints.Chain, adminKey, ContractLine.LoadOnly(_data.Deployments));
        foreach (var provider in providers) await admin.AdmitProviderAsync(provider.Address, cancellationToken);
    }

    private Task HearAsync(MqttDelivery delivery)
    {
        switch (delivery.Topic[..delivery.Topic.IndexOf('/', StringComparison.Ordinal)])
        {
            case "receipts":
                // Read after the clock has stopped: a device's arithmetic is not the framework's.
                _receipts.Enqueue(delivery.Payload);
                _window.Leave();
                _accepted.Add(1);
                break;
            case "certified":
                _certified.Add(JsonSerializer.Deserialize(delivery.Payload.Span, ProtocolJson.Default.CertifiedMessage)!.Readings);
                break;
            default:
                _accepted.Fail($"{delivery.Topic}: {System.Text.Encoding.UTF8.GetString(delivery.Payload.Span)}");
                break;
        }

        return delivery.AcknowledgeAsync(CancellationToken.None);
    }

    /// <summary>How many different readings have receipts.</summary>
    private long Accepted() => _receipts
        .SelectMany(payload => JsonSerializer.Deserialize(payload.Span, ProtocolJson.Default.ReceiptMessage)!.Receipts)
        .Select(receipt => receipt.Id).Distinct().LongCount();

    private long ResidentBytes()
    {
        using var process = Process.GetProcessById(_endpoints.Pid);
        return process.WorkingSet64;
    }

    private ProcessorTimes ProcessorNow() => ProcessorTimes.Read(_endpoints.Pid, ChildPid("mosquitto"), ChildPid("anvil"));

    private int ChildPid(string name) => int.Parse(File.ReadAllText(_data.PidFile(name) + ".pid").Split(' ')[0], CultureInfo.InvariantCulture);
}

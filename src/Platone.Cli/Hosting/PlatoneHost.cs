using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;
using Platone.AccessLayer;
using Platone.Cli.Certificates;
using Platone.Cli.Hosting.Processes;
using Platone.Cli.Wallets;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Identity;
using Platone.Messaging;
using Platone.Messaging.Broker;
using Platone.Policies;
using Platone.Protocol;
using Platone.ServiceDefaults;
using Platone.Storage;
using Platone.Tls;

namespace Platone.Cli.Hosting;

/// <summary>
/// All services in one process, chain and broker as its children; the embedded broker is in this process too. Started in the order in which
/// they need each other, ended in the other; what one start leaves behind is what the next goes on with.
/// </summary>
sealed partial class PlatoneHost : IAsyncDisposable
{
    public const int UsualHttpPort = 5080;
    public const int UsualIdentityPort = 5081;
    public const int UsualMqttPort = 1883;
    public const int UsualMqttTlsPort = 8883;
    public const int UsualClientCertificatePort = 8884;
    public const int UsualChainPort = 8545;

    private readonly Stack<IAsyncDisposable> _started = new();
    private readonly List<SupervisedProcess> _children = [];
    private readonly DataDirectory _data;
    private readonly ILoggerFactory _loggers;
    private ChainState? _chainState;
    private WebApplication? _accessLayer;
    private WebApplication? _identity;
    private ServedTls? _tls;
    private SupervisedProcess? _broker;

    private PlatoneHost(DataDirectory data)
    {
        _data = data;
        _loggers = Logs.To(data.LogFile("platone"));
        _started.Push(new AsyncDisposable(_loggers.Dispose));
    }

    public Endpoints Endpoints { get; private set; } = null!;

    /// <summary>How clients on this machine believe the access layer and the broker; null where nothing speaks TLS.</summary>
    public ClientTls? LocalTls => _tls?.Local;

    public ContractLine Contracts { get; private set; } = null!;

    public IServiceProvider Services => _accessLayer!.Services;

    /// <param name="say">Told what is being done.</param>
    public static async Task<PlatoneHost> StartAsync(HostOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        var host = new PlatoneHost(options.Data);
        try
        {
            await host.StartCoreAsync(options, say, cancellationToken);
            return host;
        }
        catch (Exception failure)
        {
            var failures = await host.EndAsync();
            if (failures.Count == 0) throw;

            // Why it does not start comes first, and is not hidden by what then could not be stopped.
            throw new AggregateException("The start failed, and not everything that had started could be stopped in order.", [failure, .. failures]);
        }
    }

    /// <summary>The wallet of a name: its key file is made when it is first asked for.</summary>
    public PrivateKey WalletOf(string name) => KeyFile.LoadOrCreate(Path.Combine(_data.Wallets, name + ".key"));

    /// <summary>Gives wallets the provider role, and waits until the access layer has read it from the chain.</summary>
    public async Task AdmitProvidersAsync(IReadOnlyList<Address> wallets, CancellationToken cancellationToken)
    {
        var known = Services.GetRequiredService<ChainStore>();
        var admin = await ContractAdmin.ConnectAsync(Endpoints.Chain, WalletOf("admin"), Contracts);
        foreach (var wallet in wallets.Where(wallet => !known.IsProvider(wallet))) await admin.AdmitProviderAsync(wallet, cancellationToken);
        while (!wallets.All(known.IsProvider)) await Task.Delay(50, cancellationToken);
    }

    /// <summary>Registers the keys of a provider's devices with its wallet, and waits until the access layer has read them from the chain.</summary>
    public async Task RegisterDevicesAsync(PrivateKey provider, IReadOnlyList<Address> devices, CancellationToken cancellationToken)
    {
        if (devices.Count == 0) return;

        var chain = Services.GetRequiredService<ChainStore>();
        var wallet = await DeviceWallet.ConnectAsync(Endpoints.Chain, provider, Contracts);
        foreach (var device in devices.Except(Known())) await wallet.RegisterAsync(device, cancellationToken);
        while (devices.Except(Known()).Any()) await Task.Delay(50, cancellationToken);

        IEnumerable<Address> Known() => chain.Devices(provider.Address).Select(key => key.Device);
    }

    /// <summary>Ends when a service ends that should not, or a child process that was started again too often; the message says which.</summary>
    public async Task<string> FailedAsync(CancellationToken cancellationToken)
    {
        var (accessLayer, identity) = (StoppedAsync(_accessLayer!), StoppedAsync(_identity!));
        var first = await Task.WhenAny([accessLayer, identity, .. _children.Select(child => child.GivenUp)]).WaitAsync(cancellationToken);
        if (first is Task<string> givenUp) return await givenUp;
        return $"the {(first == identity ? "identity service" : "access layer")} stopped; see {_data.LogFile("platone")}";

        static Task StoppedAsync(WebApplication service) => Task.Delay(Timeout.Infinite, service.Lifetime.ApplicationStopping);
    }

    public async ValueTask DisposeAsync()
    {
        var failures = await EndAsync();
        if (failures.Count > 0) throw new AggregateException("Not everything could be stopped in order.", failures);
    }

    /// <summary>Stops what was started, the last first.</summary>
    /// <returns>What could not be stopped as it should.</returns>
    private async Task<IReadOnlyList<Exception>> EndAsync()
    {
        var failures = new List<Exception>();
        while (_started.TryPop(out var part))
        {
            try
            {
                await part.DisposeAsync();
            }
            catch (Exception e)
            {
                // What fails to end must not keep the children behind it alive.
                failures.Add(e);
            }
        }

        return failures;
    }

    private async Task StartCoreAsync(HostOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        _started.Push(new AsyncDisposable(_data.Lock().Dispose));
        // Before ports are chosen: what a killed run left still has its own.
        foreach (var child in new[] { MosquittoBroker.Name, AnvilNode.Name }) ChildProcess.EndLeftover(_data.PidFile(child));
        AnvilNode.EndOrphans(_data);

        if (options.Tls is { } asked) _tls = ServedTls.Load(_data, asked, options.Bind, TimeProvider.System.GetUtcNow());

        say("store");
        // One that cannot be opened is told before anything is started for it.
        Database.Open(_data.Store).Dispose();

        var nodes = await StartChainAsync(options, say, cancellationToken);
        var chain = nodes[0];
        var (admin, operatorKey) = (WalletOf("admin"), WalletOf("operator"));

        say("contracts");
        Contracts = await FindContractsAsync(chain, options, admin, operatorKey.Address, cancellationToken);
        if (options.Administration is { } administration) await administration.HandOverAsync(chain, admin, Contracts, cancellationToken);
        // From here on a kill of the chain takes blocks, never the contracts.
        if (_chainState is not null) await _chainState.SaveAsync(chain, cancellationToken);

        var broker = await StartBrokerAsync(options, say, cancellationToken);
        var port = Ports.Choose(options.HttpPort, UsualHttpPort, "--http", options.Bind);
        var issuer = BuildIdentity(options, nodes);

        say("access layer");
        _accessLayer = AccessLayerService.Build(
            new(_data.Store, nodes, Contracts, operatorKey, LoadBrokerKey(), _data.FeedSocket, broker, port)
            {
                Bind = options.Bind,
                Tls = _tls?.Server,
                BlockPeriod = options.BlockPeriod,
                CertifyWithin = options.CertifyWithin,
                GrantConfirmations = options.Confirmations,
                Sender = SenderFor(options),
                TokenIssuer = issuer,
            },
            Configure);
        if (options.Broker == HostOptions.Embedded) await StartEmbeddedBrokerAsync(new(options.Bind, broker.Port), say);
        _started.Push(new Stopping(_identity!));
        _started.Push(new Stopping(_accessLayer));
        await Task.WhenAll(_identity!.StartAsync(cancellationToken), _accessLayer.StartAsync(cancellationToken));

        if (_tls is not null)
            _started.Push(new CertificateKeeper(_tls, () => _broker?.Reload(), TimeProvider.System, _loggers.CreateLogger<CertificateKeeper>()));

        Endpoints = new(
            UrlOf(options, port), issuer.Issuer, chain, broker.Host, broker.Port, Environment.ProcessId, broker.Tls is not null, broker.ClientCertificatePort);
        Endpoints.Write(_data);
        _started.Push(new AsyncDisposable(() => File.Delete(_data.Endpoints)));
    }

    /// <summary>By which a web service of this process is reached.</summary>
    private Uri UrlOf(HostOptions options, int port) =>
        HostAddress.Url(_tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, HostAddress.ToReach(options.Bind), port);

    private TokenIssuer BuildIdentity(HostOptions options, IReadOnlyList<Uri> nodes)
    {
        var port = Ports.Choose(options.IdentityPort, UsualIdentityPort, "--identity", options.Bind);
        var issuer = UrlOf(options, port);
        _identity = IdentityService.Build(
            new(_data.IdentityStore, _data.IdentityKeys, nodes, Contracts, port, issuer) { Bind = options.Bind, Tls = _tls?.Server }, Configure);
        return new(issuer) { Tls = _tls?.Local };
    }

    private static SenderOptions SenderFor(HostOptions options) => new()
    {
        InFlight = options.Chain == HostOptions.Anvil ? SenderOptions.EmbeddedInFlight : new SenderOptions().InFlight,
        FinalityDepth = Math.Max(options.Confirmations, new SenderOptions().FinalityDepth),
        // Slow blocks are no lost transactions.
        SendAgainAfter = TimeSpan.FromSeconds(Math.Max(15, 3 * options.BlockPeriod.TotalSeconds)),
        StalledAfter = TimeSpan.FromSeconds(Math.Max(15, 10 * options.BlockPeriod.TotalSeconds)),
    };

    private void Configure(WebApplicationBuilder service)
    {
        service.Services.AddSingleton(_loggers);
        service.Services.AddSingleton<IHostLifetime, CommandLifetime>();
    }

    private async Task<IReadOnlyList<Uri>> StartChainAsync(HostOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        if (options.Chain != HostOptions.Anvil) return await AnsweringFirstAsync([.. options.Chain.Split(',').Select(node => new Uri(node))]);

        say("chain (anvil)");
        var port = Ports.Choose(options.ChainPort, UsualChainPort, "--chain-port");
        var state = _chainState = new ChainState(_data, TimeProvider.System, _loggers.CreateLogger<ChainState>());
        _started.Push(new AsyncDisposable(state.Adopt));
        await SuperviseAsync(again => AnvilNode.StartAsync(_data, state, port, again), cancellationToken);
        _started.Push(new ChainStateKeeper(state, AnvilNode.Url(port), TimeProvider.System, _loggers.CreateLogger<ChainStateKeeper>()));
        return [AnvilNode.Url(port)];
    }

    /// <summary>
    /// The contracts of an earlier start, or new ones. An embedded chain that was lost, with all that it had, is begun anew as long as
    /// nothing in the store stands on it.
    /// </summary>
    private async Task<ContractLine> FindContractsAsync(
        Uri chain, HostOptions options, PrivateKey admin, Address certifier, CancellationToken cancellationToken)
    {
        try
        {
            return await ContractDeployer.FindOrDeployAsync(chain, _data.Deployments, admin, certifier, options.Bond, cancellationToken);
        }
        catch (LostContractsException e) when (options.Chain == HostOptions.Anvil)
        {
            using var store = Database.Open(_data.Store);
            var read = new ChainStore(store);
            if (read.IsStoodOn()) throw;

            LogBegunAnew(_loggers.CreateLogger<PlatoneHost>(), e.Message);
            await read.ForgetAsync(cancellationToken);
            File.Delete(e.File);
            return await ContractDeployer.FindOrDeployAsync(chain, _data.Deployments, admin, certifier, options.Bond, cancellationToken);
        }
    }

    /// <summary>Contracts are looked for, and commands sent, by a node that answers; what is behind it is for when it fails.</summary>
    private static async Task<IReadOnlyList<Uri>> AnsweringFirstAsync(IReadOnlyList<Uri> nodes)
    {
        for (var i = 0; i < nodes.Count - 1; i++)
        {
            try
            {
                await new Web3(nodes[i].ToString()).Eth.ChainId.SendRequestAsync();
                return [.. nodes.Skip(i), .. nodes.Take(i)];
            }
            catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException)
            {
                // The last one's failure is the start's.
            }
        }

        return [nodes[^1], .. nodes.SkipLast(1)];
    }

    private async Task<BrokerAddress> StartBrokerAsync(HostOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        if (options.Broker is not (HostOptions.Mosquitto or HostOptions.Embedded))
        {
            var url = new Uri(options.Broker);
            return new(url.Host, url.Port, url.Scheme == HostOptions.MqttOverTls ? TlsTo(options.BrokerAuthority) : null);
        }

        var port = Ports.Choose(options.MqttPort, _tls is null ? UsualMqttPort : UsualMqttTlsPort, "--mqtt", options.Bind);
        int? certificatePort = null;
        if (options.Broker == HostOptions.Mosquitto)
        {
            if (options.Tls is { } tls)
                certificatePort = Ports.Choose(tls.ClientCertificatePort, UsualClientCertificatePort, "--mqtt-client-certificates", options.Bind);
            var listening = new BrokerListening(options.Bind, port, _tls, certificatePort);
            say("broker (mosquitto)");
            _broker = await SuperviseAsync(again => MosquittoBroker.StartAsync(_data, listening, again), cancellationToken);
        }

        var host = HostAddress.ToReach(options.Bind);
        return new(host, port, LocalTls)
        {
            HostForParties = IPAddress.IsLoopback(options.Bind) ? host : null,
            ClientCertificatePort = certificatePort,
        };
    }

    private static ClientTls TlsTo(string? authority) => authority is null ? ClientTls.Machine : ClientTls.Trusting(CertificateFile.Load(authority));

    /// <summary>It asks the access layer's own rules, so it comes after they are made and before the access layer logs in.</summary>
    private async Task StartEmbeddedBrokerAsync(IPEndPoint endpoint, Action<string> say)
    {
        say("broker (embedded)");
        var usage = new UsageMeter(new(RandomNumberGenerator.GetBytes(Hash256.Length)));
        Services.GetRequiredService<UsageInbox>().Add(usage, Means.Mqtt);
        var broker = new EmbeddedBroker(
            endpoint, _tls?.Server, Services.GetRequiredService<PolicyFeedServer>().Rules, usage,
            Services.GetRequiredService<TimeProvider>(),
            Services.GetRequiredService<ILogger<EmbeddedBroker>>());
        _started.Push(broker);
        try
        {
            await broker.StartAsync();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            // Somebody took it since it was chosen.
            throw new PortInUseException(endpoint.Port, "--mqtt");
        }
    }

    private async Task<SupervisedProcess> SuperviseAsync(Func<CancellationToken, Task<ChildProcess>> start, CancellationToken cancellationToken)
    {
        var child = await SupervisedProcess.StartAsync(start, TimeProvider.System, _loggers.CreateLogger<SupervisedProcess>(), cancellationToken);
        _started.Push(child);
        _children.Add(child);
        return child;
    }

    private BrokerKey LoadBrokerKey()
    {
        if (!File.Exists(_data.BrokerKey)) SecretFile.Write(_data.BrokerKey, Hex.Encode(RandomNumberGenerator.GetBytes(BrokerKey.Length)));
        SecretFile.RefuseOpenToOthers(_data.BrokerKey);

        var key = new byte[BrokerKey.Length];
        return Hex.TryDecode(File.ReadAllText(_data.BrokerKey).Trim(), key)
            ? new(key)
            : throw new InvalidDataException($"{_data.BrokerKey}: found no broker key, expected {BrokerKey.Length} bytes of hexadecimal.");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The embedded chain lost its contracts and nothing stands on them: they are deployed again. {Reason}")]
    private static partial void LogBegunAnew(ILogger logger, string reason);

    /// <summary>Services are stopped in order before what they use is taken away.</summary>
    private sealed class Stopping(WebApplication service) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await service.StopAsync(CancellationToken.None);
            await service.DisposeAsync();
        }
    }

    private sealed class AsyncDisposable(Action dispose) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            dispose();
            return ValueTask.CompletedTask;
        }
    }
}

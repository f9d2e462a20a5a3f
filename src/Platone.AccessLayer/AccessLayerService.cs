using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nethereum.Web3;
using Platone.AccessLayer.Access;
using Platone.AccessLayer.Certification;
using Platone.AccessLayer.Chain;
using Platone.AccessLayer.Ingest;
using Platone.AccessLayer.Sharing;
using Platone.Certification;
using Platone.Contracts.Access;
using Platone.Contracts.Certification;
using Platone.Contracts.Connecting;
using Platone.Contracts.Following;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Policies;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer;

/// <summary>The access layer as one web application: everything between a device's message and a consumer's.</summary>
public static class AccessLayerService
{
    private const long MaxBodyBytes = 64 << 10;

    /// <param name="configure">The host's own settings: logging above all.</param>
    public static WebApplication Build(AccessLayerOptions options, Action<WebApplicationBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.ListenOn(new(options.Bind, options.HttpPort), options.Tls);
        // Signatures are checked over bodies in memory; only ingest takes long ones.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        configure(builder);
        builder.AddPlatoneDefaults("Platone access layer", options.TokenIssuer);
        builder.Services.AddIngestLimits();
        AddServices(builder.Services, options);

        var app = builder.Build();
        // Before the signatures: checking one takes the body into memory.
        app.UseRateLimiter();
        app.UsePlatoneDefaults();
        app.MapGet("/", () => TypedResults.Redirect("/openapi/v1.json")).ExcludeFromDescription();
        app.MapIngest();
        app.MapBrokerLogin();
        app.MapCredentials();
        app.MapDeclarations();
        app.MapUsage();
        app.MapReadings();
        app.MapProofs();
        app.MapErasures();
        return app;
    }

    private static void AddServices(IServiceCollection services, AccessLayerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => Database.Open(options.Store));
        services.AddSingleton<ErasedReadings>()
            .AddSingleton<ReadingStore>()
            .AddSingleton<ReadingQueries>()
            .AddSingleton<BatchStore>()
            .AddSingleton<DeadLetterStore>()
            .AddSingleton<RestorationStore>();
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, AccountHandler>(AccountHandler.Basic, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, AccountHandler>(AccountHandler.Certificate, configureOptions: null);
        services.AddSingleton<DeclarationStore>()
            .AddSingleton<CredentialStore>()
            .AddSingleton<CredentialBook>()
            .AddSingleton<UsageStore>()
            .AddSingleton<UsageInbox>()
            .AddSingleton<ChainStore>()
            .AddSingleton<OutboxStore>()
            .AddSingleton<IOutbox>(all => all.GetRequiredService<OutboxStore>());
        services.AddSingleton<ProofSource>();
        services.AddSingleton(all => new ProofChainReader(all.GetRequiredService<IWeb3>(), options.Contracts.ChainId, options.Contracts.DataCertification));

        services.AddSingleton<IWeb3>(all => ChainConnection.Open(
            options.ChainUrls, options.Contracts.ChainId, options.Contracts.Genesis, all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ILogger<ChainConnection>>()));
        services.AddSingleton(all => new RegistryReader(all.GetRequiredService<IWeb3>(), options.Contracts));
        services.AddSingleton(all => new EventFollower(
            all.GetRequiredService<IWeb3>(), [options.Contracts.AccessManager, options.Contracts.DataCertification, options.Contracts.SubscriptionRegistry],
            options.ChainPoll, all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<EventFollower>>()));
        services.AddSingleton(all => new TransactionSender(
            all.GetRequiredService<IWeb3>(), options.Operator, options.Contracts.ChainId, all.GetRequiredService<IOutbox>(),
            options.Sender with { Forgiving = [options.Contracts.CertificationBond, options.Contracts.SubscriptionRegistry] },
            all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<TransactionSender>>()));
        services.AddSingleton(all => new BondReader(all.GetRequiredService<IWeb3>(), options.Contracts.CertificationBond));
        services.AddSingleton(all => new OpenChallenges(
            all.GetRequiredService<IWeb3>(), all.GetRequiredService<BondReader>(), options.Contracts.Certifier, options.Contracts.FromBlock));
        services.AddSingleton<Relay>();

        services.AddSingleton(all => new PolicyFeedServer(
            options.FeedSocket,
            RuleFeed.Snapshot(
                options, all.GetRequiredService<DeclarationStore>(), all.GetRequiredService<ChainStore>(), all.GetRequiredService<CredentialStore>(),
                all.GetRequiredService<TimeProvider>().GetUtcNow()),
            all.GetRequiredService<UsageInbox>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<PolicyFeedServer>>()));
        services.AddSingleton<RuleFeed>().AddSingleton<ReadingAccess>().AddSingleton<RestUsage>();
        services.AddSingleton(all => new MqttConnection(
            OwnLogin(options), all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<ILogger<MqttConnection>>()));
        services.AddSingleton<Outlet>();
        services.AddSingleton(new ReceiptSigner(options.Operator, Receipt.Domain(options.Contracts.ChainId, options.Contracts.DataCertification)));
        services.AddSingleton(all =>
        {
            var (batches, time) = (all.GetRequiredService<BatchStore>(), all.GetRequiredService<TimeProvider>());
            var gauges = new UncertifiedGauges(new(time), new(time));
            gauges.Live.Add(batches.CountUncertified());
            gauges.Late.Add(batches.CountUncertified(late: true));
            return gauges;
        });

        // Started in this order, ended in the other: the rules before the login that needs them, devices' messages last. When the rules' feed ends,
        // brokers tell what they delivered last, and that is still stored.
        services.AddHostedService<UsageRecorder>();
        services.AddHostedService<RulesService>();
        services.AddHostedService<SenderService>();
        services.AddHostedService<Certifier>();
        services.AddSingleton<IngestPipeline>();
        services.AddHostedService(all => all.GetRequiredService<IngestPipeline>());
        services.AddHostedService<MqttIngest>();
        services.AddSingleton<AccessNotices>().AddHostedService(all => all.GetRequiredService<AccessNotices>());
        services.AddHostedService<ChainReader>();
        services.AddHostedService<ChallengeWatch>();
    }

    private static MqttEndpoint OwnLogin(AccessLayerOptions options) =>
        new(
            options.Broker.Host, options.Broker.Port, $"{options.Operator.Address}-access-layer",
            new MqttLogin.Signature(options.Operator, options.Operator.Address), Persistent: true, options.Broker.Tls);
}

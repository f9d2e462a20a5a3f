using Microsoft.Extensions.Logging.Abstractions;
using Nethereum.Web3;
using Platone.Cli.Hosting.Processes;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;

namespace Platone.Cli.Hosting;

/// <summary>
/// The chain for a command that only reads: a URL that was given, else the running framework's, else a node over the state that the
/// framework left.
/// </summary>
sealed class ChainView : IAsyncDisposable
{
    private readonly ChildProcess? _node;

    private ChainView(Uri url, ContractLine contracts, ChildProcess? node)
    {
        Url = url;
        Contracts = contracts;
        _node = node;
        Batches = new(url, contracts.DataCertification);
        Proofs = new(new Web3(url.ToString()), contracts.ChainId, contracts.DataCertification);
    }

    public Uri Url { get; }

    public ContractLine Contracts { get; }

    public BatchRegistry Batches { get; }

    public ProofChainReader Proofs { get; }

    public static async Task<ChainView> OpenAsync(DataDirectory data, string? url, CancellationToken cancellationToken)
    {
        var contracts = ContractLine.LoadOnly(data.Deployments);
        if (url is not null) return new(new(url), contracts, node: null);
        if (Endpoints.Find(data) is { } running) return new(running.Chain, contracts, node: null);

        var port = Ports.Choose(0, 0, "--chain");
        return new(
            AnvilNode.Url(port), contracts,
            await AnvilNode.StartReadOnlyAsync(data, new(data, TimeProvider.System, NullLogger<ChainState>.Instance), port, cancellationToken));
    }

    /// <summary>Refuses a chain that is not the one of the deployment, before anything is compared with it.</summary>
    /// <exception cref="WrongChainException">It is another.</exception>
    public Task RefuseOtherChainAsync(DataDirectory data) => ContractDeployer.RefuseOtherChainAsync(Url, Contracts, data.Deployments);

    public ValueTask DisposeAsync() => _node?.DisposeAsync() ?? ValueTask.CompletedTask;
}

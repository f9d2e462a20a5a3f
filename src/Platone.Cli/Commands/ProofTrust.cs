using Platone.Certification;
using Platone.Cli.Hosting;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Cli.Commands;

/// <summary>What the command line names as trusted, as it was written.</summary>
/// <param name="Validators">A file.</param>
sealed record NamedTrust(string? BlockHash, string? Validators, string? Contract, string? Certifier)
{
    public bool IsOffline => BlockHash is not null || Validators is not null;
}

/// <summary>
/// What whoever verifies trusts: a block or the validators that seal blocks, or else a node; the contract and the certifier. A file never chooses that
/// itself: anybody can deploy a contract that holds what a forged file wants.
/// </summary>
sealed class ProofTrust : IAsyncDisposable
{
    private readonly Hash256? _block;
    private readonly TrustedValidators? _validators;
    private readonly Uri? _node;
    private readonly ChainView? _view;

    private ProofTrust(Hash256? block, TrustedValidators? validators, Address? contract, Address? certifier, Uri? node, ChainView? view) =>
        (_block, _validators, Contract, Certifier, _node, _view) = (block, validators, contract, certifier, node, view);

    /// <summary>Null where files are not held against one.</summary>
    public Address? Contract { get; }

    /// <summary>Null where files are not held against one.</summary>
    public Address? Certifier { get; }

    public static async Task<ProofTrust> OpenAsync(NamedTrust named, string data, string? url, CancellationToken cancellationToken)
    {
        Address? contract = named.Contract is null ? null : CommonOptions.ParseAddress("--contract", named.Contract);
        Address? certifier = named.Certifier is null ? null : CommonOptions.ParseAddress("--certifier", named.Certifier);
        if (named.IsOffline)
        {
            if (url is not null) throw new BadInputException("--chain: expected it without --block-hash and --validators, with which no node is asked");

            Hash256? block = named.BlockHash is null ? null : CommonOptions.ParseHash("--block-hash", named.BlockHash);
            var validators = named.Validators is null ? null : TrustedValidators.Load(named.Validators);
            var deployment = Deployment(data);
            return new(
                block, validators, contract ?? validators?.DataCertification ?? deployment?.DataCertification,
                certifier ?? validators?.Certifier ?? deployment?.Certifier, node: null, view: null);
        }

        if (url is not null && contract is not null && certifier is not null) return new(null, null, contract, certifier, new(url), view: null);
        if (url is not null && !Directory.Exists(data))
            throw new BadInputException("--chain: expected --contract and --certifier with it, or the --data of a deployment");

        var view = await ChainView.OpenAsync(DataDirectory.Existing(data), url, cancellationToken);
        return new(null, null, contract ?? view.Contracts.DataCertification, certifier ?? view.Contracts.Certifier, view.Url, view);
    }

    /// <summary>Adds to a file's own checks those that need somebody's trust.</summary>
    public async Task<ProofVerdict> CheckAsync(ProofVerdict result)
    {
        if (result is not { Batch: { } batch, Chain: { } chain, Header: { } header }) return result;

        if (Certifier is { } certifier && batch.Certifier != certifier)
            result = result.With(new("certifier", false, $"the batch is by {batch.Certifier}, trusted is {certifier}"));
        if (Contract is { } contract && chain.DataCertification != contract.ToString() && !await IsPredecessorAsync(chain.DataCertification))
            result = result.With(new("contract", false, $"the file names {chain.DataCertification}, trusted is {contract}"));
        if (_validators?.ChainId is { } chainId && chain.ChainId != chainId)
            result = result.With(new("chain", false, $"the file is about chain {chain.ChainId}, the validators are those of {chainId}"));
        if (_block is { } block) result = result.TrustingBlock(block);
        if (_validators is not null) result = result.TrustingValidators(_validators.Validators);
        return _node is null ? result : await AgainstNodeAsync(result, new(_node, Contract!.Value), chain, header.Number);
    }

    public ValueTask DisposeAsync() => _view?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<ProofVerdict> AgainstNodeAsync(ProofVerdict result, BatchRegistry node, ProofChain chain, ulong number)
    {
        if (await node.ChainIdAsync() is var id && id != chain.ChainId)
            return result.With(new("chain", false, $"the file is about chain {chain.ChainId}, this chain has id {id}"));

        return await node.BlockHashAsync(number) is { } hash
            ? result.TrustingBlock(hash)
            : result.With(new(BlockTrust.BlockCheck, false, $"this chain has no block {number}: it is another, or lost it"));
    }

    /// <summary>A contract's predecessors hold what was certified before it; only a node can say which they are.</summary>
    private async Task<bool> IsPredecessorAsync(string named) =>
        _node is not null && Address.TryParse(named, out var address) && await new BatchRegistry(_node, Contract!.Value).HasPredecessorAsync(address);

    private static ContractLine? Deployment(string data) =>
        Directory.Exists(data) && DataDirectory.Existing(data) is var directory && Directory.Exists(directory.Deployments)
            ? ContractLine.LoadOnly(directory.Deployments)
            : null;
}

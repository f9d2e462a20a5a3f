using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Certification;
using Platone.Contracts.Bindings.AccessManager.ContractDefinition;
using Platone.Contracts.Bindings.DataCertification.ContractDefinition;
using Platone.Contracts.Bindings.SubscriptionRegistry;
using Platone.Contracts.Bindings.SubscriptionRegistry.ContractDefinition;
using Platone.Contracts.Deployment;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Contracts.Access;

/// <summary>A declaration as the registry has it. Times are Unix seconds, 0 where they have not come.</summary>
public sealed record RegistryDeclaration(
    Hash256 Id, Address Provider, Address Consumer, Hash256 Topic, byte Means, uint Purpose, long NotBefore, long Expiry, byte Status, long RequestedAt,
    long DecidedAt, long RevokedAt);

/// <summary>A batch as its event tells it.</summary>
/// <param name="Record">The hash of the batch, which the contract keeps.</param>
public sealed record CertifiedBatch(BatchRecord Batch, Hash256 Record, ChainPosition Block, Hash256 Transaction)
{
    public Address Certifier => Batch.Certifier;

    public ulong Number => Batch.Number;
}

/// <param name="May">Whether the wallet got the provider role or lost it.</param>
public readonly record struct ProviderChange(ulong BlockNumber, Address Wallet, bool May);

/// <param name="Time">Unix seconds of the block.</param>
/// <param name="IsRetired">Whether the provider retired the key or registered it.</param>
public readonly record struct DeviceChange(ulong BlockNumber, Address Provider, Address Device, long Time, bool IsRetired);

/// <summary>A provider took back all that it had accepted.</summary>
/// <param name="Consumer">Of one consumer; null for everybody's.</param>
public readonly record struct AllRevoked(Address Provider, Address? Consumer);

/// <summary>What a stretch of logs says, in the project's own words.</summary>
/// <param name="Providers">In the order of the chain.</param>
/// <param name="Devices">In the order of the chain.</param>
/// <param name="Declarations">Declarations that something happened to, each once.</param>
public sealed record ContractEvents(
    IReadOnlyList<CertifiedBatch> Certified, IReadOnlyList<Hash256> Declarations, IReadOnlyList<AllRevoked> RevokedAll, IReadOnlyList<ProviderChange> Providers,
    IReadOnlyList<DeviceChange> Devices);

/// <summary>Reads events of the framework's contracts, and the registry's declarations.</summary>
public sealed class RegistryReader(IWeb3 web3, ContractLine contracts)
{
    private readonly SubscriptionRegistryService _registry = new(web3, contracts.SubscriptionRegistry.ToString());

    public ContractEvents Decode(IReadOnlyList<FilterLog> logs)
    {
        var all = logs.ToArray();
        var certified = Of(all, contracts.DataCertification).DecodeAllEvents<BatchCertifiedEventDTO>().Select(log => new CertifiedBatch(
            BatchOf(log.Event.Batch), new(log.Event.Record), new((ulong)log.Log.BlockNumber.Value, Hash256.Parse(log.Log.BlockHash)),
            Hash256.Parse(log.Log.TransactionHash)));
        var registry = Of(all, contracts.SubscriptionRegistry);
        var declarations = registry.DecodeAllEvents<DeclarationRequestedEventDTO>().Select(log => log.Event.Id)
            .Concat(registry.DecodeAllEvents<DeclarationAcceptedEventDTO>().Select(log => log.Event.Id))
            .Concat(registry.DecodeAllEvents<DeclarationRejectedEventDTO>().Select(log => log.Event.Id))
            .Concat(registry.DecodeAllEvents<DeclarationRevokedEventDTO>().Select(log => log.Event.Id))
            .Concat(registry.DecodeAllEvents<DeclarationRenouncedEventDTO>().Select(log => log.Event.Id))
            .Select(id => new Hash256(id)).Distinct();
        var revokedAll = registry.DecodeAllEvents<AllRevokedEventDTO>()
            .Select(log => (Provider: Address.Parse(log.Event.Provider), Of: Address.Parse(log.Event.Consumer)))
            .Select(all => new AllRevoked(all.Provider, all.Of == Address.Zero ? null : all.Of))
            .Distinct();
        return new([.. certified], [.. declarations], [.. revokedAll], [.. ProviderChanges(Of(all, contracts.AccessManager))],
            [.. DeviceChanges(Of(all, contracts.DataCertification))]);
    }

    /// <returns>Null where the registry has none: a reorganisation can take one back.</returns>
    public async Task<RegistryDeclaration?> DeclarationAsync(Hash256 id)
    {
        var found = (await _registry.DeclarationOfQueryAsync(id.ToArray()).ConfigureAwait(false)).Declaration;
        return found.Status == 0 ? null : new(
            id, Address.Parse(found.Provider), Address.Parse(found.Consumer), new(found.Topic), found.Means, found.Purpose, (long)found.NotBefore,
            (long)found.Expiry, found.Status, (long)found.RequestedAt, (long)found.DecidedAt, (long)found.RevokedAt);
    }

    /// <summary>Until when a wallet may decide for a provider, in Unix seconds; 0 where it never might, or may no more.</summary>
    public async Task<long> DelegateUntilAsync(Address provider, Address wallet) =>
        (long)await _registry.DelegateUntilQueryAsync(provider.ToString(), wallet.ToString()).ConfigureAwait(false);

    private static BatchRecord BatchOf(Batch batch) => new(
        new(batch.Previous), Address.Parse(batch.Certifier), batch.Number, new(batch.Root), batch.Count, new(batch.IndexRoot), batch.From, batch.To,
        batch.Closed, (BatchFlags)batch.Flags);

    private static IEnumerable<ProviderChange> ProviderChanges(FilterLog[] logs)
    {
        var granted = logs.DecodeAllEvents<RoleGrantedEventDTO>()
            .Where(log => log.Event.RoleId == Roles.Provider)
            .Select(log => (log.Log, log.Event.Account, May: true));
        var revoked = logs.DecodeAllEvents<RoleRevokedEventDTO>()
            .Where(log => log.Event.RoleId == Roles.Provider)
            .Select(log => (log.Log, log.Event.Account, May: false));
        return granted.Concat(revoked).OrderBy(change => change.Log.BlockNumber.Value).ThenBy(change => change.Log.LogIndex.Value)
            .Select(change => new ProviderChange((ulong)change.Log.BlockNumber.Value, Address.Parse(change.Account), change.May));
    }

    private static IEnumerable<DeviceChange> DeviceChanges(FilterLog[] logs)
    {
        var registered = logs.DecodeAllEvents<DeviceRegisteredEventDTO>().Select(log => (
            log.Log, log.Event.Provider, log.Event.Device, Time: log.Event.Since, IsRetired: false));
        var retired = logs.DecodeAllEvents<DeviceRetiredEventDTO>().Select(log => (
            log.Log, log.Event.Provider, log.Event.Device, Time: log.Event.Until, IsRetired: true));
        return registered.Concat(retired)
            .OrderBy(change => change.Log.BlockNumber.Value)
            .ThenBy(change => change.Log.LogIndex.Value)
            .Select(change => new DeviceChange(
            (ulong)change.Log.BlockNumber.Value, Address.Parse(change.Provider), Address.Parse(change.Device), (long)change.Time, change.IsRetired));
    }

    private static FilterLog[] Of(FilterLog[] logs, Address contract) => [.. logs.Where(log => Address.Parse(log.Address) == contract)];
}

using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Nethereum.Web3.Accounts;
using Platone.Contracts.Bindings.AccessManager;
using Platone.Contracts.Bindings.AccessManager.ContractDefinition;
using Platone.Contracts.Bindings.DataCertification.ContractDefinition;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Deployment;

/// <summary>What the consortium's administrator does on the chain: roles. Its wallet is not the one that certifies.</summary>
public sealed class ContractAdmin
{
    private const ulong Gas = 300_000;
    private const int SelectorLength = 4;

    private readonly AccessManagerService _manager;
    private readonly Fees _fees;

    internal ContractAdmin(AccessManagerService manager, Fees fees)
    {
        _manager = manager;
        _fees = fees;
    }

    public static async Task<ContractAdmin> ConnectAsync(Uri chain, PrivateKey admin, ContractLine contracts)
    {
        var web3 = new Web3(new Account(Hex.Encode(admin.ToArray()), contracts.ChainId), chain.ToString());
        return new(new(web3, contracts.AccessManager.ToString()), await Fees.OfAsync(web3).ConfigureAwait(false));
    }

    /// <summary>Lets a wallet hand in readings.</summary>
    /// <exception cref="TransactionRefusedException">The caller is not the administrator.</exception>
    public Task AdmitProviderAsync(Address wallet, CancellationToken cancellationToken) =>
        SendAsync(new GrantRoleFunction { RoleId = Roles.Provider, Account = wallet.ToString(), ExecutionDelay = 0 }, cancellationToken);

    /// <summary>Takes that right away; what the wallet handed in before stays.</summary>
    /// <exception cref="TransactionRefusedException">The caller is not the administrator.</exception>
    public Task DismissProviderAsync(Address wallet, CancellationToken cancellationToken) =>
        SendAsync(new RevokeRoleFunction { RoleId = Roles.Provider, Account = wallet.ToString() }, cancellationToken);

    /// <summary>Makes an account administrator, whose acts wait for a delay.</summary>
    internal Task AppointAsync(Address account, uint delaySeconds, CancellationToken cancellationToken) => SendAsync(
        new GrantRoleFunction { RoleId = Roles.Administrator, Account = account.ToString(), ExecutionDelay = delaySeconds }, cancellationToken);

    /// <summary>Is administrator no more.</summary>
    internal Task RenounceAsync(Address self, CancellationToken cancellationToken) =>
        SendAsync(new RenounceRoleFunction { RoleId = Roles.Administrator, CallerConfirmation = self.ToString() }, cancellationToken);

    internal async Task LetCertifyAsync(Address certification, Address certifier, CancellationToken cancellationToken) =>
        await MinedAsync(await SendCertifierAsync(certification, certifier).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Sends what makes a wallet the certifier; <see cref="MinedAsync"/> waits for it.</summary>
    internal async Task<IReadOnlyList<(string Function, string Transaction)>> SendCertifierAsync(Address certification, Address certifier)
    {
        var certify = new CertifyFunction
        {
            Batch = new Batch { Previous = new byte[32], Certifier = certifier.ToString(), Root = new byte[32], IndexRoot = new byte[32] },
        }.GetCallData()[..SelectorLength];
        return
        [
            await SendAsync(new SetTargetFunctionRoleFunction { Target = certification.ToString(), Selectors = [certify], RoleId = Roles.Certifier })
                .ConfigureAwait(false),
            await SendAsync(new GrantRoleFunction { RoleId = Roles.Certifier, Account = certifier.ToString(), ExecutionDelay = 0 }).ConfigureAwait(false),
        ];
    }

    /// <exception cref="TransactionRefusedException">The chain refuses one of the transactions.</exception>
    internal async Task MinedAsync(IEnumerable<(string Function, string Transaction)> sent, CancellationToken cancellationToken)
    {
        foreach (var (function, transaction) in sent)
        {
            var receipt = await _manager.ContractHandler.EthApiContractService.TransactionManager.TransactionReceiptService
                .PollForReceiptAsync(transaction, cancellationToken).ConfigureAwait(false);
            if (receipt.Failed())
                throw new TransactionRefusedException(Hash256.Parse(transaction), $"{function}: the wallet may not, or the arguments are wrong");
        }
    }

    private async Task SendAsync<TFunction>(TFunction message, CancellationToken cancellationToken)
        where TFunction : FunctionMessage, new() =>
        await MinedAsync([await SendAsync(message).ConfigureAwait(false)], cancellationToken).ConfigureAwait(false);

    private async Task<(string Function, string Transaction)> SendAsync<TFunction>(TFunction message)
        where TFunction : FunctionMessage, new()
    {
        (message.MaxFeePerGas, message.MaxPriorityFeePerGas, message.Gas) = (_fees.MaxFeePerGas, _fees.MaxPriorityFeePerGas, Gas);
        return (typeof(TFunction).Name, await _manager.ContractHandler.SendRequestAsync(message).ConfigureAwait(false));
    }
}

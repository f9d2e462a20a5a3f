using Nethereum.Contracts;
using Nethereum.Web3;
using Nethereum.Web3.Accounts;
using Platone.Contracts.Bindings.DataCertification;
using Platone.Contracts.Bindings.DataCertification.ContractDefinition;
using Platone.Contracts.Deployment;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>What a provider's wallet says of its devices' keys. Each call waits until it is mined.</summary>
/// <exception cref="DeviceRefusedException">Thrown by each call that the contract refuses.</exception>
public sealed class DeviceWallet
{
    private readonly MinedCalls _calls;

    private DeviceWallet(DataCertificationService contract, Address address, Fees fees)
    {
        Address = address;
        _calls = new(contract.ContractHandler, fees, "the key", e => new DeviceRefusedException(Describe(e), e));
    }

    public Address Address { get; }

    public static async Task<DeviceWallet> ConnectAsync(Uri chain, PrivateKey wallet, ContractLine contracts)
    {
        var web3 = new Web3(new Account(Hex.Encode(wallet.ToArray()), contracts.ChainId), chain.ToString());
        return new(new(web3, contracts.DataCertification.ToString()), wallet.Address, await Fees.OfAsync(web3).ConfigureAwait(false));
    }

    /// <summary>Puts a device's key in force.</summary>
    public Task RegisterAsync(Address device, CancellationToken cancellationToken) =>
        _calls.SendAsync(new RegisterDeviceFunction { Device = device.ToString() }, cancellationToken);

    /// <summary>Ends it, for ever.</summary>
    public Task RetireAsync(Address device, CancellationToken cancellationToken) =>
        _calls.SendAsync(new RetireDeviceFunction { Device = device.ToString() }, cancellationToken);

    private static string Describe(SmartContractCustomErrorRevertException error)
    {
        if (error.IsCustomErrorFor<NotAProviderError>()) return "the wallet is no provider: the administrator admits providers";
        if (error.IsCustomErrorFor<NoDeviceError>()) return "the zero address is no device";
        if (error.IsCustomErrorFor<AlreadyRegisteredError>()) return "the key is registered already";
        if (error.IsCustomErrorFor<KeyRetiredError>()) return "the key is retired, for ever: a device that signs again needs another one";
        if (error.IsCustomErrorFor<NotRegisteredError>()) return "the wallet never registered this key";
        return $"the contract reverted with {error.ExceptionEncodedData}";
    }
}

/// <summary>The contract refused a call about a device's key, and says why.</summary>
public sealed class DeviceRefusedException(string reason, Exception inner) : Exception(reason, inner);

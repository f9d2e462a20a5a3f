using System.Text.Json;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
using Platone.Contracts.Access;
using Platone.Contracts.Bindings.AccessManager.ContractDefinition;
using Platone.Contracts.Deployment;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

/// <summary>The administrator's role in the hands of a real multi-signature contract: OpenZeppelin's MultiSignerERC7913, two of three owners.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private const uint DelaySeconds = 3600;

    private static readonly Address Newcomer = Address.Parse("0x00000000000000000000000000000000000000aa");

    // The contract wants its signers in the order of their hashes.
    private static readonly PrivateKey[] Owners =
        [.. Enumerable.Range(1, 3).Select(i => PrivateKey.Parse($"0x{i:x64}")).OrderBy(key => Keccak256.Hash(key.Address.ToArray()))];

    private DeployedChain _chain = null!;
    private Address _account;

    public async ValueTask InitializeAsync()
    {
        _chain = await DeployedChain.StartAsync();
        _account = await DeployAsync();
    }

    public ValueTask DisposeAsync() => _chain.DisposeAsync();

    [Fact]
    public async Task The_deployer_can_do_nothing_more_and_the_owners_only_together_and_after_the_delay()
    {
        await HandOverAsync(_account);

        var deployer = await ContractAdmin.ConnectAsync(_chain.Anvil.Url, DeployedChain.Admin, _chain.Contracts);
        await Assert.ThrowsAsync<TransactionRefusedException>(() => deployer.AdmitProviderAsync(Newcomer, CancellationToken.None));

        byte[] admit = new GrantRoleFunction { RoleId = Roles.Provider, Account = Newcomer.ToString(), ExecutionDelay = 0 }.GetCallData();
        byte[] announce = new ScheduleFunction { Target = _chain.Contracts.AccessManager.ToString(), Data = admit, When = 0 }.GetCallData();
        Assert.False(await ActAsync(admit, Owners[..2]), "two owners without an announcement");
        Assert.False(await ActAsync(announce, Owners[..1]), "one owner alone");
        Assert.True(await ActAsync(announce, Owners[1..]), "two owners announce");
        Assert.False(await ActAsync(admit, Owners[..2]), "before the delay");
        await _chain.Anvil.CallAsync<object>("evm_increaseTime", DelaySeconds);
        await _chain.Anvil.MineAsync(1);
        Assert.False(await ActAsync(admit, Owners[..1]), "one owner alone after the delay");
        Assert.Empty(await RolesOfAsync(Newcomer));
        Assert.True(await ActAsync(admit, Owners[..2]), "two owners after the delay");
        Assert.Equal([Roles.Provider], await RolesOfAsync(Newcomer));
    }

    [Fact]
    public async Task A_second_start_finds_it_done()
    {
        await HandOverAsync(_account);
        await HandOverAsync(_account);

        Assert.Equal([Roles.Administrator], await RolesOfAsync(_account));
        Assert.Empty(await RolesOfAsync(DeployedChain.Admin.Address));
        var other = await Assert.ThrowsAsync<AdministrationException>(() => HandOverAsync(_account, DelaySeconds + 1));
        Assert.Contains("administered by somebody else", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_without_code_gets_nothing()
    {
        var refused = await Assert.ThrowsAsync<AdministrationException>(() => HandOverAsync(Newcomer));

        Assert.Contains("has no code", refused.Message, StringComparison.Ordinal);
        Assert.Equal([Roles.Administrator], await RolesOfAsync(DeployedChain.Admin.Address));
        Assert.Empty(await RolesOfAsync(Newcomer));
    }

    private Task HandOverAsync(Address account, uint delaySeconds = DelaySeconds) =>
        new Administration(account, delaySeconds).HandOverAsync(_chain.Anvil.Url, DeployedChain.Admin, _chain.Contracts, CancellationToken.None);

    private Task<IReadOnlyList<ulong>> RolesOfAsync(Address wallet) => new RoleReader(_chain.Anvil.Web3, _chain.Contracts).RolesOfAsync(wallet);

    /// <summary>Lets the contract call the access manager; anybody may hand in what owners signed.</summary>
    private async Task<bool> ActAsync(byte[] data, PrivateKey[] owners)
    {
        var manager = _chain.Contracts.AccessManager.ToString();
        var digest = new Hash256(await _chain.Anvil.Web3.Eth.GetContractHandler(_account.ToString())
            .QueryAsync<DigestOfFunction, byte[]>(new() { Target = manager, Data = data }));
        var signatures = new SignaturesFunction
        {
            Signers = [.. owners.Select(owner => owner.Address.ToArray())], Signatures = [.. owners.Select(owner => owner.Sign(digest).ToArray())],
        };
        var act = new ExecuteFunction { Target = manager, Data = data, Signature = signatures.GetCallData()[4..] };
        return !(await _chain.Provider.SendAsync(_account, act.GetCallData(), 1_000_000)).Failed();
    }

    private async Task<Address> DeployAsync()
    {
        using var artifact = JsonDocument.Parse(await File.ReadAllBytesAsync(Artifact()));
        var arguments = new ConstructorFunction { Owners = [.. Owners.Select(owner => owner.Address.ToArray())], Needed = 2 }.GetCallData()[4..];
        byte[] code = [.. Hex.Decode(artifact.RootElement.GetProperty("bytecode").GetString()!), .. arguments];
        var nonce = await _chain.Anvil.Web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(
            _chain.Consumer.Address.ToString(), BlockParameter.CreateLatest());
        var signed = new Eip1559Transaction(_chain.Contracts.ChainId, (ulong)nonce.Value, 0, 0, 4_000_000, To: null, Value: 0, code).Sign(_chain.Consumer.Key);
        await _chain.Anvil.Web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(signed.Raw.Span));
        var receipt = await _chain.Anvil.Web3.TransactionReceiptPolling.PollForReceiptAsync(signed.Hash.ToString());
        Assert.False(receipt.Failed());
        return Address.Parse(receipt.ContractAddress);
    }

    private static string Artifact([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.Combine(
        Path.GetDirectoryName(here)!, "../../hardhat-artifacts/tests/Platone.Contracts.Tests/MultiSignature.sol/MultiSignature.json");

    [Function("digestOf", "bytes32")]
    private sealed class DigestOfFunction : FunctionMessage
    {
        [Parameter("address", "target", 1)]
        public string Target { get; set; } = "";

        [Parameter("bytes", "data", 2)]
        public byte[] Data { get; set; } = [];
    }

    [Function("execute")]
    private sealed class ExecuteFunction : FunctionMessage
    {
        [Parameter("address", "target", 1)]
        public string Target { get; set; } = "";

        [Parameter("bytes", "data", 2)]
        public byte[] Data { get; set; } = [];

        [Parameter("bytes", "signature", 3)]
        public byte[] Signature { get; set; } = [];
    }

    /// <summary>Of both only the arguments' encoding is used.</summary>
    [Function("signatures")]
    private sealed class SignaturesFunction : FunctionMessage
    {
        [Parameter("bytes[]", "signers", 1)]
        public List<byte[]> Signers { get; set; } = [];

        [Parameter("bytes[]", "signatures", 2)]
        public List<byte[]> Signatures { get; set; } = [];
    }

    [Function("constructor")]
    private sealed class ConstructorFunction : FunctionMessage
    {
        [Parameter("bytes[]", "owners", 1)]
        public List<byte[]> Owners { get; set; } = [];

        [Parameter("uint64", "needed", 2)]
        public ulong Needed { get; set; }
    }
}

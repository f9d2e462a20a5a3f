using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Cryptography;
using Platone.StandIn.Tests.Bindings.AccessManager;
using Platone.StandIn.Tests.Bindings.AccessManager.ContractDefinition;
using Platone.StandIn.Tests.Bindings.DataCertification;
using Platone.StandIn.Tests.Bindings.DataCertification.ContractDefinition;

namespace Platone.StandIn.Tests;

public class AnvilTests(AnvilNode anvil) : IClassFixture<AnvilNode>
{
    const ulong CertifierRole = 1;
    const string Nobody = "0x0000000000000000000000000000000000000000";

    static readonly byte[] CertifySelector = new CertifyFunction { Batch = BatchOf(Nobody, 1, new byte[32]) }.GetCallData()[..4];

    [Fact]
    public async Task A_contract_is_deployed_and_answers()
    {
        var web3 = anvil.Connect(AnvilNode.AdministratorKey);
        var (manager, certification) = await DeployAsync(web3);

        Assert.Equal("1.2.0", await certification.VersionQueryAsync());
        Assert.Equal(manager.ContractAddress, await certification.AuthorityQueryAsync(), ignoreCase: true);
        Assert.Equal(Nobody, await certification.PredecessorQueryAsync());
        Assert.Equal(new byte[32], await certification.RecordOfQueryAsync(Nobody, 1));

        var role = await manager.HasRoleQueryAsync(0, Sender(web3));
        Assert.Equal((true, 0U), (role.IsMember, role.ExecutionDelay));
        Assert.NotEqual("0x", await web3.Eth.GetCode.SendRequestAsync(certification.ContractAddress));
    }

    [Fact]
    public async Task A_batch_is_certified_and_its_event_read_in_every_way()
    {
        var web3 = anvil.Connect(AnvilNode.AdministratorKey);
        var (manager, certification) = await DeployAsync(web3);
        await GrantAsync(manager, certification, Sender(web3));
        var batch = BatchOf(Sender(web3), 1, new byte[32]);

        var receipt = await certification.CertifyRequestAndWaitForReceiptAsync(batch);

        Assert.True(receipt.Succeeded());
        Assert.True(await certification.IsCertifiedQueryAsync(batch));
        var record = Keccak256.Hash(new IsCertifiedFunction { Batch = batch }.GetCallData().AsSpan(4)).ToArray();
        Assert.Equal(record, await certification.RecordOfQueryAsync(Sender(web3), 1));

        var fromReceipt = Assert.Single(receipt.DecodeAllEvents<BatchCertifiedEventDTO>());
        AssertSame(batch, record, fromReceipt.Event);

        var events = certification.ContractHandler.GetEvent<BatchCertifiedEventDTO>();
        AssertSame(batch, record, Assert.Single(await events.GetAllChangesAsync(events.CreateFilterInput(Sender(web3)))).Event);
        Assert.Single(await events.GetAllChangesAsync(events.CreateFilterInput<string, ulong, byte[]>(null!, 1, record)));
        Assert.Empty(await events.GetAllChangesAsync(events.CreateFilterInput<string, ulong>(null!, 2)));

        var logs = await web3.Eth.Filters.GetLogs.SendRequestAsync(
            new NewFilterInput { FromBlock = new(receipt.BlockNumber), ToBlock = BlockParameter.CreateLatest(), Address = [certification.ContractAddress] });
        AssertSame(batch, record, Assert.Single(logs.DecodeAllEvents<BatchCertifiedEventDTO>()).Event);
    }

    [Fact]
    public async Task The_transaction_and_its_block_are_found_again()
    {
        var web3 = anvil.Connect(AnvilNode.AdministratorKey);
        var (manager, certification) = await DeployAsync(web3);
        await GrantAsync(manager, certification, Sender(web3));
        var batch = BatchOf(Sender(web3), 1, new byte[32]);

        var receipt = await certification.CertifyRequestAndWaitForReceiptAsync(batch);
        var transaction = await web3.Eth.Transactions.GetTransactionByHash.SendRequestAsync(receipt.TransactionHash);
        var block = await web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(receipt.BlockNumber);

        var call = transaction.DecodeTransactionToFunctionMessage<CertifyFunction>();
        Assert.Equal(batch.Root, call.Batch.Root);
        Assert.Equal(Sender(web3), call.FromAddress, ignoreCase: true);
        Assert.Equal(receipt.BlockHash, block.BlockHash);
        Assert.Contains(receipt.TransactionHash, block.TransactionHashes);
        Assert.True(block.Timestamp.Value > 0);
        Assert.True((await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync()).Value >= block.Number.Value);
        Assert.Null(await web3.Eth.Transactions.GetTransactionByHash.SendRequestAsync("0x" + new string('9', 64)));
        Assert.Null(await web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(new BlockParameter(1_000_000)));
    }

    [Fact]
    public async Task A_custom_error_arrives_typed_from_calls_estimates_and_sends()
    {
        var web3 = anvil.Connect(AnvilNode.OtherKey);
        var (_, certification) = await DeployAsync(anvil.Connect(AnvilNode.AdministratorKey));
        var stranger = new DataCertificationService(web3, certification.ContractAddress);
        var message = new CertifyFunction { Batch = BatchOf(Sender(web3), 1, new byte[32]) };

        foreach (var attempt in new Func<Task>[]
        {
            () => stranger.CertifyRequestAsync(message),
            () => stranger.CertifyRequestAndWaitForReceiptAsync(message),
            () => stranger.ContractHandler.EstimateGasAsync(message),
            () => stranger.ContractHandler.QueryRawAsync(message),
        })
        {
            var error = await Assert.ThrowsAsync<SmartContractCustomErrorRevertException>(attempt);
            Assert.Equal(Sender(web3), error.DecodeError<AccessManagedUnauthorizedError>().Caller);
            Assert.IsType<SmartContractCustomErrorRevertException<AccessManagedUnauthorizedError>>(stranger.FindCustomErrorException(error));
        }
    }

    [Fact]
    public async Task An_error_with_several_arguments_is_decoded()
    {
        var web3 = anvil.Connect(AnvilNode.AdministratorKey);
        var (manager, certification) = await DeployAsync(web3);
        await GrantAsync(manager, certification, Sender(web3));
        var batch = BatchOf(Sender(web3), 1, new byte[32]);
        (batch.From, batch.To) = (5, -1);

        var error = await Assert.ThrowsAsync<SmartContractCustomErrorRevertException>(() => certification.CertifyRequestAsync(batch));

        Assert.Equal("InvalidInterval(from: 5, to: -1)", certification.FindCustomErrorException(error).DecodedError);
    }

    [Fact]
    public async Task With_gas_preset_a_revert_shows_in_the_receipt()
    {
        var (_, certification) = await DeployAsync(anvil.Connect(AnvilNode.AdministratorKey));
        var web3 = anvil.Connect(AnvilNode.OtherKey);
        var message = new CertifyFunction { Batch = BatchOf(Sender(web3), 1, new byte[32]), Gas = 200_000 };

        var receipt = await new DataCertificationService(web3, certification.ContractAddress).CertifyRequestAndWaitForReceiptAsync(message);

        Assert.True(receipt.HasErrors());
        Assert.Empty(receipt.DecodeAllEvents<BatchCertifiedEventDTO>());
    }

    [Fact]
    public async Task Many_sends_at_once_get_a_nonce_each()
    {
        var web3 = anvil.Connect(AnvilNode.AdministratorKey);
        var (manager, _) = await DeployAsync(web3);

        var receipts = await Task.WhenAll(Enumerable.Range(1, 10).Select(role => manager.GrantRoleRequestAndWaitForReceiptAsync((ulong)role, Nobody, 0)));

        Assert.All(receipts, receipt => Assert.True(receipt.Succeeded()));
        Assert.Equal(10, receipts.Select(receipt => receipt.TransactionHash).Distinct().Count());
    }

    static async Task<(AccessManagerService Manager, DataCertificationService Certification)> DeployAsync(Web3 web3)
    {
        var manager = await AccessManagerService.DeployContractAndGetServiceAsync(web3, new AccessManagerDeployment { InitialAdmin = Sender(web3) });
        var certification = await DataCertificationService.DeployContractAndGetServiceAsync(
            web3, new DataCertificationDeployment { InitialAuthority = manager.ContractAddress, PredecessorDeployment = Nobody });
        return (manager, certification);
    }

    static async Task GrantAsync(AccessManagerService manager, DataCertificationService certification, string certifier)
    {
        await manager.SetTargetFunctionRoleRequestAndWaitForReceiptAsync(certification.ContractAddress, [CertifySelector], CertifierRole);
        await manager.GrantRoleRequestAndWaitForReceiptAsync(CertifierRole, certifier, 0);
    }

    static string Sender(Web3 web3) => web3.TransactionManager.Account.Address;

    static Batch BatchOf(string certifier, ulong number, byte[] previous) => new()
    {
        Previous = previous,
        Certifier = certifier,
        Number = number,
        Root = [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
        Count = 8192,
        IndexRoot = [.. Enumerable.Range(100, 32).Select(i => (byte)i)],
        From = -1_000_000,
        To = 2_000_000,
        Closed = 3_000_000,
        Flags = 1,
    };

    static void AssertSame(Batch batch, byte[] record, BatchCertifiedEventDTO certified)
    {
        Assert.Equal(batch.Certifier, certified.Certifier);
        Assert.Equal(batch.Number, certified.Number);
        Assert.Equal(record, certified.Record);
        Assert.Equal(batch.Root, certified.Batch.Root);
        Assert.Equal((batch.Count, batch.Flags), (certified.Batch.Count, certified.Batch.Flags));
        Assert.Equal((batch.From, batch.To, batch.Closed), (certified.Batch.From, certified.Batch.To, certified.Batch.Closed));
    }
}

using Nethereum.Hex.HexTypes;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Bindings.DataCertification;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>What the chain says of batches.</summary>
public sealed class BatchRegistry
{
    private readonly Web3 _web3;
    private readonly DataCertificationService _contract;

    public BatchRegistry(Uri chain, Address dataCertification)
    {
        _web3 = new(chain.ToString());
        _contract = new(_web3, dataCertification.ToString());
    }

    /// <summary>The chain's newest block: what is read at it can be read there again.</summary>
    public async Task<ChainPosition> HeadAsync()
    {
        var number = await _web3.Eth.Blocks.GetBlockNumber.SendRequestAsync().ConfigureAwait(false);
        return await EventFollower.PositionOfAsync(_web3, (ulong)number.Value).ConfigureAwait(false);
    }

    /// <summary>The hash of a block, null where the chain has none of that number.</summary>
    public async Task<Hash256?> BlockHashAsync(ulong number)
    {
        var block = await _web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(new HexBigInteger(number)).ConfigureAwait(false);
        return block is null ? null : Hash256.Parse(block.BlockHash);
    }

    /// <summary>Whether another contract is in the line of predecessors of this one.</summary>
    public async Task<bool> HasPredecessorAsync(Address other)
    {
        if (!await ExistsAsync().ConfigureAwait(false)) return false;

        var contract = _contract;
        for (var asked = 0; asked < ProofChainReader.MostPredecessors; asked++)
        {
            var predecessor = Address.Parse(await contract.PredecessorQueryAsync().ConfigureAwait(false));
            if (predecessor == other || predecessor == Address.Zero) return predecessor == other && other != Address.Zero;

            contract = new(_web3, predecessor.ToString());
        }

        return false;
    }

    public async Task<ulong> ChainIdAsync() => (ulong)(await _web3.Eth.ChainId.SendRequestAsync().ConfigureAwait(false)).Value;

    /// <summary>Whether there is a contract at all: another chain has none at the address.</summary>
    public async Task<bool> ExistsAsync() =>
        await _web3.Eth.GetCode.SendRequestAsync(_contract.ContractHandler.ContractAddress).ConfigureAwait(false) is not (null or "" or "0x");

    /// <summary>The hash of the batch record, zero where the chain has no such batch.</summary>
    public Task<Hash256> RecordOfAsync(Address certifier, ulong number) => RecordOfAsync(certifier, number, BlockParameter.CreateLatest());

    public Task<Hash256> RecordOfAsync(Address certifier, ulong number, ChainPosition at) => RecordOfAsync(certifier, number, new BlockParameter(at.Number));

    private async Task<Hash256> RecordOfAsync(Address certifier, ulong number, BlockParameter block) =>
        new(await _contract.RecordOfQueryAsync(certifier.ToString(), number, block).ConfigureAwait(false));
}

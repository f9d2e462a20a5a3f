using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.Blocks;

namespace Nethereum.RPC.Eth.Services;

public interface IEthApiBlockService
{
    IEthBlockNumber GetBlockNumber { get; }

    IEthGetBlockWithTransactionsHashesByNumber GetBlockWithTransactionsHashesByNumber { get; }
}

sealed class EthApiBlockService(IClient client) : IEthApiBlockService
{
    public IEthBlockNumber GetBlockNumber { get; } = new EthBlockNumber(client);

    public IEthGetBlockWithTransactionsHashesByNumber GetBlockWithTransactionsHashesByNumber { get; } = new EthGetBlockWithTransactionsHashesByNumber(client);
}

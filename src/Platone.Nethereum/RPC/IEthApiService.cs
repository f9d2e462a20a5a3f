using Nethereum.RPC.Eth;
using Nethereum.RPC.Eth.Services;
using Nethereum.RPC.TransactionManagers;

namespace Nethereum.RPC;

/// <summary>The node's <c>eth_</c> methods.</summary>
public interface IEthApiService
{
    IEthChainId ChainId { get; }

    IEthApiBlockService Blocks { get; }

    IEthApiFilterService Filters { get; }

    IEthGetBalance GetBalance { get; }

    IEthGetCode GetCode { get; }

    ITransactionManager TransactionManager { get; set; }

    IEthApiTransactionsService Transactions { get; }
}

using Nethereum.RPC.NonceServices;
using Nethereum.RPC.TransactionManagers;

namespace Nethereum.RPC.Accounts;

public interface IAccount
{
    string Address { get; }

    ITransactionManager TransactionManager { get; }

    INonceService NonceService { get; set; }
}

using System.Numerics;
using Nethereum.RPC.Accounts;
using Nethereum.RPC.NonceServices;
using Nethereum.RPC.TransactionManagers;
using Nethereum.Signer;
using Platone.Cryptography;

namespace Nethereum.Web3.Accounts;

/// <summary>An account whose key is held here. Belongs to one <see cref="Nethereum.Web3.Web3"/>: the last one takes it.</summary>
public class Account : IAccount
{
    /// <param name="chainId">Without it the node is asked once, before the first transaction.</param>
    public Account(EthECKey key, BigInteger? chainId = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        Key = key.Key;
        ChainId = chainId;
        Address = key.GetPublicAddress();
        TransactionManager = new AccountSignerTransactionManager(null, this);
    }

    public Account(string privateKey, BigInteger? chainId = null) : this(new EthECKey(privateKey), chainId)
    {
    }

    /// <summary>With the checksum of EIP-55.</summary>
    public string Address { get; protected set; }

    public BigInteger? ChainId { get; }

    public ITransactionManager TransactionManager { get; protected set; }

    /// <summary>Null until the first transaction without a nonce; then an <see cref="InMemoryNonceService"/> unless another was set.</summary>
    public INonceService NonceService { get; set; }

    internal PrivateKey Key { get; }
}

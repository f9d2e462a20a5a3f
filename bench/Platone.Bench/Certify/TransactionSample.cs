using System.Numerics;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Cryptography;

namespace Platone.Bench.Certify;

/// <summary>The transaction that certifies a batch, encoded and signed as the sender does it.</summary>
sealed class TransactionSample(BatchRecord batch)
{
    private readonly PrivateKey _key = PrivateKey.FromBytes(Keccak256.Hash("bench"u8).ToArray());
    private ulong _nonce;

    public SignedTransaction Sign() => new Eip1559Transaction(
        ChainId: 31337, _nonce++, MaxPriorityFeePerGas: BigInteger.One, MaxFeePerGas: 2_000_000_000, CertifyCall.GasLimit, To: Address.Zero,
        Value: BigInteger.Zero, CertifyCall.Encode(batch)).Sign(_key);
}

using System.Numerics;
using Nethereum.Web3;

namespace Platone.Contracts.Sending;

/// <summary>What a transaction offers for gas, in wei. A consortium chain with a zero base fee wants zero: then wallets need no balance.</summary>
public sealed record Fees(BigInteger MaxFeePerGas, BigInteger MaxPriorityFeePerGas)
{
    public static Fees Zero { get; } = new(BigInteger.Zero, BigInteger.Zero);

    public bool AreZero => MaxFeePerGas.IsZero;

    /// <summary>What the newest block suggests.</summary>
    public static async Task<Fees> OfAsync(IWeb3 web3)
    {
        var number = await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync().ConfigureAwait(false);
        var block = await web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(number).ConfigureAwait(false);
        return For(block.BaseFeePerGas?.Value ?? BigInteger.Zero);
    }

    /// <summary>Twice the base fee leaves room for six full blocks; on a zero-fee chain that is zero.</summary>
    public static Fees For(BigInteger baseFeePerGas) => baseFeePerGas.IsZero ? Zero : new((2 * baseFeePerGas) + BigInteger.One, BigInteger.One);

    /// <summary>
    /// What replaces a transaction that offered <paramref name="earlier"/>: at least an eighth more of both, which is more than the tenth
    /// that nodes ask for.
    /// </summary>
    public Fees InPlaceOf(Fees earlier) => new(
        BigInteger.Max(MaxFeePerGas, More(earlier.MaxFeePerGas)), BigInteger.Max(MaxPriorityFeePerGas, More(earlier.MaxPriorityFeePerGas)));

    private static BigInteger More(BigInteger wei) => wei + (wei / 8) + BigInteger.One;
}

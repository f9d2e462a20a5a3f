namespace Platone.Cryptography;

/// <summary>What a guess of a password costs with scrypt (RFC 7914): 128 · n · r bytes, and time in proportion to n · r · p.</summary>
/// <param name="N">A power of two greater than 1.</param>
/// <param name="R">The size of a block in units of 128 bytes.</param>
/// <param name="P">How often it is done.</param>
public readonly record struct ScryptCost(int N, int R, int P)
{
    private const long MaxBlocks = 1 << 21;
    private const long MaxWork = 1 << 22;

    /// <summary>128 MiB and about half a second: what wallets write today.</summary>
    public static ScryptCost Default => new(1 << 17, 8, 1);

    /// <summary>Whether the numbers are positive, n a power of two, and the cost at most 256 MiB and a few seconds.</summary>
    internal bool IsBounded =>
        N > 1 && (N & (N - 1)) == 0 && R > 0 && P > 0
        && (long)N * R is <= MaxBlocks and var blocks && blocks * P <= MaxWork;

    public override string ToString() => FormattableString.Invariant($"n={N} r={R} p={P}");
}

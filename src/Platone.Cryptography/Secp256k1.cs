namespace Platone.Cryptography;

/// <summary>
/// The elliptic curve of Ethereum's signatures (SEC 2, section 2.4.1). Bitcoin Core's libsecp256k1 does the work where the machine has it, about
/// ten times as fast as BouncyCastle, which does it elsewhere.
/// </summary>
public static class Secp256k1
{
    private static readonly ISecp256k1Engine Selected = NativeSecp256k1.TryLoad() ?? (ISecp256k1Engine)new ManagedSecp256k1();

    /// <summary>The number of points on the curve, n.</summary>
    internal static readonly Hash256 Order = Hash256.Parse("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    /// <summary>n / 2, the largest s of a signature after EIP-2.</summary>
    internal static readonly Hash256 HalfOrder = Hash256.Parse("0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    /// <summary>True when libsecp256k1 was found on this machine. The results are the same bytes either way.</summary>
    public static bool IsNative => Selected is NativeSecp256k1;

    internal static ISecp256k1Engine Engine => Selected;
}

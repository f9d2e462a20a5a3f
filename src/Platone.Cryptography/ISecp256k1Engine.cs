namespace Platone.Cryptography;

/// <summary>
/// The three operations on secp256k1 that Ethereum needs. Every engine gives the same bytes for the same input: nonces of RFC 6979 with
/// SHA-256 and no extra data, low s.
/// </summary>
internal interface ISecp256k1Engine
{
    /// <param name="key">32 bytes.</param>
    /// <param name="publicKey">64 bytes are written: x and y, big-endian.</param>
    /// <returns>False when the key is 0 or not below the curve's order.</returns>
    bool TryGetPublicKey(ReadOnlySpan<byte> key, Span<byte> publicKey);

    /// <param name="digest">32 bytes.</param>
    /// <param name="key">32 bytes that <see cref="TryGetPublicKey"/> accepts.</param>
    /// <param name="signature">64 bytes are written: r and s, big-endian.</param>
    /// <returns>The recovery id, 0 to 3: bit 0 is the parity of the nonce point's y, bit 1 says that its x is not below the curve's order.</returns>
    byte Sign(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> key, Span<byte> signature);

    /// <param name="digest">32 bytes.</param>
    /// <param name="signature">64 bytes, r and s in 1 .. order - 1.</param>
    /// <param name="recoveryId">0 or 1.</param>
    /// <param name="publicKey">64 bytes are written: x and y, big-endian.</param>
    /// <returns>False when no public key fits.</returns>
    bool TryRecover(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, byte recoveryId, Span<byte> publicKey);
}

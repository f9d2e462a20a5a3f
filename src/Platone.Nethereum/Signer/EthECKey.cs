using System.Security.Cryptography;
using Platone.Cryptography;

namespace Nethereum.Signer;

/// <summary>The private key of an account.</summary>
public class EthECKey
{
    /// <param name="privateKey">32 bytes of hexadecimal, with or without 0x.</param>
    /// <exception cref="ArgumentException">Anything else, zero, or not below the curve's order.</exception>
    public EthECKey(string privateKey) : this(PrivateKey.Parse(privateKey))
    {
    }

    EthECKey(PrivateKey key) => Key = key;

    internal PrivateKey Key { get; }

    public static EthECKey GenerateKey()
    {
        while (true)
        {
            try
            {
                return new(PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length)));
            }
            catch (ArgumentException)
            {
                // One number in 2^128 is not below the curve's order: draw again.
            }
        }
    }

    /// <summary>Hexadecimal with 0x.</summary>
    public string GetPrivateKey() => HexText.Encode(Key.ToArray());

    public byte[] GetPrivateKeyAsBytes() => Key.ToArray();

    /// <summary>The address with the checksum of EIP-55.</summary>
    public string GetPublicAddress() => Key.Address.ToChecksumString();
}

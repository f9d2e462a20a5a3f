using System.Security.Cryptography;
using System.Text;
using Platone.Cryptography;

namespace Platone.Cli.Wallets;

/// <summary>A private key in a <see cref="SecretFile"/>: 32 bytes of hexadecimal, or JSON under a password (Web3 Secret Storage, version 3).</summary>
static class KeyFile
{
    /// <param name="passwordFile">Where the password of an encrypted file is; without it <see cref="Password"/> looks elsewhere.</param>
    /// <exception cref="InvalidDataException">The file holds no key, others may read it, or the password is wrong.</exception>
    public static PrivateKey Load(string path, string? passwordFile = null)
    {
        var content = SecretFile.Read(path).Trim();
        if (content.StartsWith('{')) return Decrypt(path, content, passwordFile);

        try
        {
            return PrivateKey.Parse(content);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: found no private key, expected 32 bytes of hexadecimal, or an encrypted key file in JSON.");
        }
    }

    public static PrivateKey LoadOrCreate(string path)
    {
        if (File.Exists(path)) return Load(path);

        var key = NewKey();
        Write(path, key);
        return key;
    }

    public static PrivateKey NewKey() => PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length));

    /// <exception cref="IOException">The file exists.</exception>
    public static void Write(string path, PrivateKey key) => SecretFile.Write(path, Hex.Encode(key.ToArray()));

    /// <exception cref="IOException">The file exists.</exception>
    public static void WriteEncrypted(string path, PrivateKey key, string password) =>
        SecretFile.Write(path, SecretStorage.Encrypt(key, password, ScryptCost.Default, RandomNumberGenerator.GetBytes(SecretStorage.RandomLength)));

    private static PrivateKey Decrypt(string path, string json, string? passwordFile)
    {
        try
        {
            return SecretStorage.Decrypt(Encoding.UTF8.GetBytes(json), Password.Of(path, passwordFile));
        }
        catch (Exception e) when (e is FormatException or WrongPasswordException)
        {
            throw new InvalidDataException($"{path}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}

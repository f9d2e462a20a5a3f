using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platone.Cryptography;

/// <summary>
/// A private key under a password as JSON: Web3 Secret Storage, version 3, as geth, ethers and most wallets write it. The password's bytes are UTF-8.
/// </summary>
public static class SecretStorage
{
    /// <summary>Random bytes that <see cref="Encrypt"/> needs: salt, counter, identifier.</summary>
    public const int RandomLength = SaltLength + BlockLength + BlockLength;

    /// <summary>Longer files are refused; a usual one has 500 bytes.</summary>
    public const int MaxLength = 16 * 1024;

    private const int SaltLength = 32, BlockLength = 16, DerivedLength = 32, MaxSaltLength = 1024;
    private const int MaxIterations = 10_000_000;

    /// <param name="random"><see cref="RandomLength"/> random bytes, never used before.</param>
    /// <exception cref="ArgumentException">Another number of random bytes, or a cost that decryption would refuse.</exception>
    public static string Encrypt(PrivateKey key, string password, ScryptCost cost, ReadOnlySpan<byte> random)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(password);
        if (random.Length != RandomLength) throw new ArgumentException($"Encryption needs {RandomLength} random bytes, not {random.Length}.", nameof(random));
        if (!cost.IsBounded) throw new ArgumentException($"Scrypt with {cost} is not allowed.", nameof(cost));

        var (salt, iv) = (random[..SaltLength].ToArray(), random.Slice(SaltLength, BlockLength).ToArray());
        var id = new Guid(random[(SaltLength + BlockLength)..]);
        var derived = Scrypt.Derive(Encoding.UTF8.GetBytes(password), salt, cost, DerivedLength);
        var secret = key.ToArray();
        var ciphertext = Apply(derived, iv, secret);
        CryptographicOperations.ZeroMemory(secret);

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("address", Digits(key.Address.ToArray()));
            json.WriteStartObject("crypto");
            json.WriteString("cipher", "aes-128-ctr");
            json.WriteStartObject("cipherparams");
            json.WriteString("iv", Digits(iv));
            json.WriteEndObject();
            json.WriteString("ciphertext", Digits(ciphertext));
            json.WriteString("kdf", "scrypt");
            json.WriteStartObject("kdfparams");
            json.WriteNumber("dklen", DerivedLength);
            json.WriteNumber("n", cost.N);
            json.WriteNumber("p", cost.P);
            json.WriteNumber("r", cost.R);
            json.WriteString("salt", Digits(salt));
            json.WriteEndObject();
            json.WriteString("mac", Digits(Mac(derived, ciphertext)));
            json.WriteEndObject();
            json.WriteString("id", id);
            json.WriteNumber("version", 3);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Costs at most 256 MiB and a few seconds, whatever the file says.</summary>
    /// <exception cref="FormatException">No key file of version 3, or one that would cost more; names the field, what was found, what was expected.</exception>
    /// <exception cref="WrongPasswordException">The authentication code does not fit.</exception>
    public static PrivateKey Decrypt(ReadOnlyMemory<byte> json, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (json.Length > MaxLength) throw new FormatException($"Expected a key file of at most {MaxLength} bytes, found {json.Length}.");

        try
        {
            using var document = JsonDocument.Parse(json);
            return Decrypt(document.RootElement, password);
        }
        catch (JsonException e)
        {
            throw new FormatException($"Expected a key file in JSON: {e.Message}", e);
        }
    }

    private static PrivateKey Decrypt(JsonElement file, string password)
    {
        if (Number(file, "version") is not 3 and var version) throw new FormatException($"Field version: expected 3, found {version}.");

        // ethers writes the name with a capital letter, geth without.
        var crypto = Field(file, file.TryGetProperty("Crypto", out _) ? "Crypto" : "crypto", JsonValueKind.Object);
        Expect(crypto, "cipher", "aes-128-ctr");
        var iv = Bytes(Field(crypto, "cipherparams", JsonValueKind.Object), "iv", BlockLength, BlockLength);
        var ciphertext = Bytes(crypto, "ciphertext", PrivateKey.Length, PrivateKey.Length);
        var mac = Bytes(crypto, "mac", Hash256.Length, Hash256.Length);

        var derived = Derive(crypto, Encoding.UTF8.GetBytes(password));
        if (!CryptographicOperations.FixedTimeEquals(Mac(derived, ciphertext), mac)) throw new WrongPasswordException();

        var secret = Apply(derived, iv, ciphertext);
        try
        {
            var key = PrivateKey.FromBytes(secret);
            RefuseOtherAddress(file, key);
            return key;
        }
        catch (ArgumentException e)
        {
            throw new FormatException("Field ciphertext: what is encrypted is no private key.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static byte[] Derive(JsonElement crypto, byte[] password)
    {
        var parameters = Field(crypto, "kdfparams", JsonValueKind.Object);
        if (Number(parameters, "dklen") is not DerivedLength and var length)
            throw new FormatException($"Field dklen: expected {DerivedLength}, found {length}.");

        var salt = Bytes(parameters, "salt", 0, MaxSaltLength);
        var function = Text(crypto, "kdf");
        if (function == "scrypt")
        {
            var cost = new ScryptCost(Number(parameters, "n"), Number(parameters, "r"), Number(parameters, "p"));
            if (!cost.IsBounded)
                throw new FormatException($"Field kdfparams: expected n a power of two, n*r at most 2097152 and n*r*p at most 4194304, found {cost}.");
            return Scrypt.Derive(password, salt, cost, DerivedLength);
        }

        if (function != "pbkdf2") throw new FormatException($"Field kdf: expected scrypt or pbkdf2, found '{function}'.");

        Expect(parameters, "prf", "hmac-sha256");
        var iterations = Number(parameters, "c");
        return iterations is > 0 and <= MaxIterations
            ? Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, DerivedLength)
            : throw new FormatException($"Field c: expected 1 to {MaxIterations}, found {iterations}.");
    }

    /// <summary>AES-128 in counter mode; the same for both directions. The key is the first half of what was derived.</summary>
    private static byte[] Apply(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> text)
    {
        using var aes = Aes.Create();
        aes.SetKey(derived[..BlockLength]);
        var counter = BinaryPrimitives.ReadUInt128BigEndian(iv);
        var result = text.ToArray();
        Span<byte> block = stackalloc byte[BlockLength];
        for (var i = 0; i < result.Length; i++)
        {
            if (i % BlockLength == 0)
            {
                BinaryPrimitives.WriteUInt128BigEndian(block, counter++);
                aes.EncryptEcb(block, block, PaddingMode.None);
            }

            result[i] ^= block[i % BlockLength];
        }

        return result;
    }

    /// <summary>The second half of what was derived is the code's key.</summary>
    private static byte[] Mac(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> ciphertext) =>
        Keccak256.Hash([.. derived[BlockLength..], .. ciphertext]).ToArray();

    private static void RefuseOtherAddress(JsonElement file, PrivateKey key)
    {
        if (!file.TryGetProperty("address", out var address)) return;

        Span<byte> bytes = stackalloc byte[Address.Length];
        if (address.ValueKind != JsonValueKind.String || !Hex.TryDecode(address.GetString(), bytes) || new Address(bytes) != key.Address)
            throw new FormatException($"Field address: expected {key.Address}, which the key has, found {address.GetRawText()}.");
    }

    private static void Expect(JsonElement parent, string name, string expected)
    {
        if (Text(parent, name) is var found && found != expected) throw new FormatException($"Field {name}: expected {expected}, found '{found}'.");
    }

    private static string Text(JsonElement parent, string name) => Field(parent, name, JsonValueKind.String).GetString()!;

    private static int Number(JsonElement parent, string name)
    {
        var field = Field(parent, name, JsonValueKind.Number);
        return field.TryGetInt32(out var number)
            ? number
            : throw new FormatException($"Field {name}: expected a whole number below 2^31, found {field.GetRawText()}.");
    }

    private static byte[] Bytes(JsonElement parent, string name, int minimum, int maximum)
    {
        var text = Text(parent, name);
        var bytes = new byte[text.Length / 2];
        if (Hex.TryDecode(text, bytes) && bytes.Length >= minimum && bytes.Length <= maximum) return bytes;

        var length = minimum == maximum ? $"{minimum}" : $"{minimum} to {maximum}";
        throw new FormatException($"Field {name}: expected {length} bytes of hexadecimal, found {text.Length} characters.");
    }

    private static JsonElement Field(JsonElement parent, string name, JsonValueKind kind)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var field))
            throw new FormatException($"Field {name}: expected in the key file, found none.");

        return field.ValueKind == kind ? field : throw new FormatException($"Field {name}: expected {kind}, found {field.ValueKind}.");
    }

    private static string Digits(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}

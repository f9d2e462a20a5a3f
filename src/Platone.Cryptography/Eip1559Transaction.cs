using System.Numerics;

namespace Platone.Cryptography;

/// <summary>A transaction of type 2 (EIP-1559) with an empty access list. Fees and value are in wei.</summary>
/// <remarks>Two records with equal data in different memory are not equal; compare hashes of signed transactions instead.</remarks>
public sealed record Eip1559Transaction(
    ulong ChainId,
    ulong Nonce,
    BigInteger MaxPriorityFeePerGas,
    BigInteger MaxFeePerGas,
    ulong GasLimit,
    Address? To, // null deploys the data as a contract
    BigInteger Value,
    ReadOnlyMemory<byte> Data)
{
    /// <summary>The first byte, before the RLP (EIP-2718).</summary>
    public const byte Type = 0x02;

    private const int SignedFieldCount = 12;

    private static readonly byte[] EmptyList = Rlp.EncodeList();

    /// <exception cref="ArgumentOutOfRangeException">A fee or the value is negative or does not fit 256 bits.</exception>
    public SignedTransaction Sign(PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ThrowIfNotUInt256(MaxPriorityFeePerGas, nameof(MaxPriorityFeePerGas));
        ThrowIfNotUInt256(MaxFeePerGas, nameof(MaxFeePerGas));
        ThrowIfNotUInt256(Value, nameof(Value));

        var (r, s, recoveryId) = key.Sign(SigningHash());
        byte[] raw = [Type, .. Rlp.EncodeList([.. Fields(), Rlp.Encode((BigInteger)recoveryId), Rlp.Encode(ToInteger(r)), Rlp.Encode(ToInteger(s))])];
        return new(this, key.Address, Keccak256.Hash(raw), raw);
    }

    /// <summary>Reads a signed transaction and recovers its sender.</summary>
    /// <exception cref="FormatException">Another type, RLP that is not canonical, a field out of range, an access list, or a signature that is
    /// none.</exception>
    public static SignedTransaction Decode(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty || raw[0] != Type)
            throw new FormatException($"Expected a transaction of type 0x02, found {(raw.IsEmpty ? "no bytes" : $"0x{raw[0]:x2}")}.");

        var copy = raw.ToArray();
        var fields = Rlp.Decode(copy.AsMemory(1)).Items;
        if (fields.Count != SignedFieldCount) throw new FormatException($"Expected {SignedFieldCount} fields in the transaction, found {fields.Count}.");
        if (Field(fields[8], "accessList", item => item.Items.Count) != 0) throw new FormatException("Field accessList: expected none, found entries.");

        var transaction = new Eip1559Transaction(
            ChainId: Field(fields[0], "chainId", ToUInt64),
            Nonce: Field(fields[1], "nonce", ToUInt64),
            MaxPriorityFeePerGas: Field(fields[2], "maxPriorityFeePerGas", ToUInt256),
            MaxFeePerGas: Field(fields[3], "maxFeePerGas", ToUInt256),
            GasLimit: Field(fields[4], "gasLimit", ToUInt64),
            To: Field(fields[5], "to", ToAddress),
            Value: Field(fields[6], "value", ToUInt256),
            Data: Field(fields[7], "data", item => item.Bytes));
        var signature = new Signature(
            R: Field(fields[10], "r", ToHash),
            S: Field(fields[11], "s", ToHash),
            RecoveryId: Field(fields[9], "yParity", item => (byte)item.ToInteger(maximumLength: 1)));
        if (!signature.TryRecover(transaction.SigningHash(), out var sender))
            throw new FormatException("The transaction's signature is none: expected yParity 0 or 1, r below the curve's order, s in its lower half.");

        return new(transaction, sender, Keccak256.Hash(copy), copy);
    }

    private Hash256 SigningHash() => Keccak256.Hash([Type, .. Rlp.EncodeList(Fields())]);

    private byte[][] Fields() =>
    [
        Rlp.Encode((BigInteger)ChainId),
        Rlp.Encode((BigInteger)Nonce),
        Rlp.Encode(MaxPriorityFeePerGas),
        Rlp.Encode(MaxFeePerGas),
        Rlp.Encode((BigInteger)GasLimit),
        Rlp.Encode(To is { } to ? to.ToArray() : []),
        Rlp.Encode(Value),
        Rlp.Encode(Data.Span),
        EmptyList,
    ];

    private static void ThrowIfNotUInt256(BigInteger value, string name)
    {
        if (value.Sign < 0 || value.GetByteCount(isUnsigned: true) > 32)
            throw new ArgumentOutOfRangeException(name, value, "Expected a number from 0 to 2^256 - 1.");
    }

    private static T Field<T>(RlpItem item, string name, Func<RlpItem, T> read)
    {
        try
        {
            return read(item);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"Field {name}: {exception.Message}", exception);
        }
    }

    private static ulong ToUInt64(RlpItem item) => (ulong)item.ToInteger(maximumLength: 8);

    private static BigInteger ToUInt256(RlpItem item) => item.ToInteger();

    private static Address? ToAddress(RlpItem item) => item.Bytes.Length switch
    {
        0 => null,
        Address.Length => new Address(item.Bytes.Span),
        var length => throw new FormatException($"Expected an address of 20 bytes or none, found {length} bytes."),
    };

    private static Hash256 ToHash(RlpItem item)
    {
        var number = item.ToInteger();
        Span<byte> bytes = stackalloc byte[Hash256.Length];
        bytes.Clear();
        if (!number.IsZero) number.TryWriteBytes(bytes[(Hash256.Length - number.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
        return new(bytes);
    }

    private static BigInteger ToInteger(Hash256 value) => new(value.ToArray(), isUnsigned: true, isBigEndian: true);
}

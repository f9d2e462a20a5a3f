using System.Numerics;
using Platone.Cryptography;

namespace Platone.Certification.Blocks;

/// <summary>
/// A block's header: the 15 fields of the Yellow Paper, section 4.4, and behind them as many of the later ones as its fork has, in their order:
/// baseFeePerGas (EIP-1559), withdrawalsRoot (EIP-4895), blobGasUsed and excessBlobGas (EIP-4844), parentBeaconBlockRoot (EIP-4788),
/// requestsHash (EIP-7685).
/// </summary>
public sealed class BlockHeader
{
    private const int ExtraDataField = 12;

    /// <summary>What each field is: a number of at most so many bytes, or exactly so many bytes; extraData is free.</summary>
    private static readonly (string Name, int Bytes, bool IsNumber)[] Fields =
    [
        ("parentHash", 32, false), ("ommersHash", 32, false), ("beneficiary", 20, false), ("stateRoot", 32, false), ("transactionsRoot", 32, false),
        ("receiptsRoot", 32, false), ("logsBloom", 256, false), ("difficulty", 32, true), ("number", 8, true), ("gasLimit", 8, true),
        ("gasUsed", 8, true), ("timestamp", 8, true), ("extraData", 0, false), ("mixHash", 32, false), ("nonce", 8, false),
        ("baseFeePerGas", 32, true), ("withdrawalsRoot", 32, false), ("blobGasUsed", 8, true), ("excessBlobGas", 8, true),
        ("parentBeaconBlockRoot", 32, false), ("requestsHash", 32, false),
    ];

    private const int FewestFields = 15;

    private readonly IReadOnlyList<RlpItem> _fields;

    private BlockHeader(ReadOnlyMemory<byte> encoded)
    {
        Encoded = encoded;
        _fields = Rlp.Decode(encoded).Items;
        if (_fields.Count < FewestFields || _fields.Count > Fields.Length)
            throw new FormatException($"A block header has {FewestFields} to {Fields.Length} fields, not {_fields.Count}.");

        for (var i = 0; i < _fields.Count; i++) RefuseOtherForms(_fields[i], i);
    }

    /// <summary>The very bytes that were decoded.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    public Hash256 ParentHash => new(_fields[0].Bytes.Span);

    /// <summary>Who made the block; with QBFT the validator that proposed it.</summary>
    public Address Beneficiary => new(_fields[2].Bytes.Span);

    public Hash256 StateRoot => new(_fields[3].Bytes.Span);

    public BigInteger Difficulty => _fields[7].ToInteger();

    public ulong Number => _fields[8].ToUInt64();

    /// <summary>Unix time.</summary>
    public ulong TimeSeconds => _fields[11].ToUInt64();

    public ReadOnlyMemory<byte> ExtraData => _fields[ExtraDataField].Bytes;

    /// <exception cref="FormatException">A field is missing, surplus, or not in its only form.</exception>
    public static BlockHeader Decode(ReadOnlyMemory<byte> rlp) => new(rlp);

    /// <summary>keccak256 of the bytes: the block's hash, but not on a QBFT chain (<see cref="QbftHeader.BlockHash"/>).</summary>
    public Hash256 Hash() => Keccak256.Hash(Encoded.Span);

    public BlockHeader WithExtraData(ReadOnlySpan<byte> extraData)
    {
        var fields = _fields.Select(RlpFields.Encode).ToArray();
        fields[ExtraDataField] = Rlp.Encode(extraData);
        return new(Rlp.EncodeList(fields));
    }

    private static void RefuseOtherForms(RlpItem item, int field)
    {
        var (name, bytes, isNumber) = Fields[field];
        try
        {
            if (isNumber) item.ToInteger(bytes);
            else if (field == ExtraDataField) _ = item.Bytes;
            else item.ToBytes(bytes, name);
        }
        catch (FormatException problem)
        {
            throw new FormatException($"Block header, {name}: {problem.Message}", problem);
        }
    }
}

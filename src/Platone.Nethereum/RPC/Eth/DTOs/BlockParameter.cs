using System.Numerics;
using System.Text.Json.Serialization;
using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>A block by its number, or by what it is: the latest, the first, the one in the making.</summary>
[JsonConverter(typeof(BlockParameterJsonConverter))]
public class BlockParameter
{
    readonly string _text;

    public BlockParameter() : this("latest")
    {
    }

    public BlockParameter(HexBigInteger blockNumber)
    {
        ArgumentNullException.ThrowIfNull(blockNumber);
        BlockNumber = blockNumber;
        _text = blockNumber.HexValue;
    }

    public BlockParameter(ulong blockNumber) : this(new HexBigInteger(new BigInteger(blockNumber)))
    {
    }

    BlockParameter(string text) => _text = text;

    /// <summary>Null for a block that is named by what it is.</summary>
    public HexBigInteger BlockNumber { get; }

    public static BlockParameter CreateEarliest() => new("earliest");

    public static BlockParameter CreateLatest() => new("latest");

    public static BlockParameter CreatePending() => new("pending");

    public string GetRPCParam() => _text;
}

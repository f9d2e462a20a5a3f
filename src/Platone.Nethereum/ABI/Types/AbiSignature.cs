using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Platone.Cryptography;

namespace Nethereum.ABI.Types;

/// <summary>A function or a custom error: its name, its parameters, and the 4 bytes by which calls and reverts name it.</summary>
sealed class AbiSignature
{
    public const int SelectorLength = 4;

    static readonly ConcurrentDictionary<Type, AbiSignature> Known = new();

    readonly TupleType _parameters;

    AbiSignature(string name, TupleType parameters)
    {
        _parameters = parameters;
        Name = name;
        Text = name + parameters.Name;
        Hash = Keccak256.Hash(Encoding.UTF8.GetBytes(Text));
        Selector = Hash.ToArray()[..SelectorLength];
    }

    public string Name { get; }

    /// <summary>The canonical text that is hashed: <c>transfer(address,uint256)</c>.</summary>
    public string Text { get; }

    public Hash256 Hash { get; }

    public byte[] Selector { get; }

    /// <exception cref="InvalidOperationException">The class carries neither attribute.</exception>
    public static AbiSignature Of(Type @class) => Known.GetOrAdd(@class, static type => new(NameOf(type), TupleType.Of(type)));

    /// <summary>The selector and the encoded parameters.</summary>
    public byte[] Encode(object message)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(Selector);
        _parameters.Encode(message, output);
        return output.WrittenSpan.ToArray();
    }

    public bool Matches(ReadOnlySpan<byte> data) => data.StartsWith(Selector);

    /// <exception cref="FormatException">The data are for another function or error, or not encoded as its parameters are.</exception>
    public void DecodeInto(object message, ReadOnlyMemory<byte> data)
    {
        if (!Matches(data.Span))
        {
            var found = data.Span[..Math.Min(SelectorLength, data.Length)];
            throw new FormatException($"Expected data of {Text}, which start with {HexText.Encode(Selector)}; found {HexText.Encode(found)}.");
        }

        _parameters.DecodeInto(message, new(data[SelectorLength..]));
    }

    /// <summary>Name and values for people: <c>InvalidInterval(from: 2, to: 1)</c>.</summary>
    public string Show(object message)
    {
        var arguments = _parameters.Members.Select(member => $"{member.Parameter.Name}: {Show(member.Property, message)}");
        return $"{Name}({string.Join(", ", arguments)})";
    }

    static string Show(PropertyInfo property, object message) =>
        property.GetValue(message) is byte[] bytes ? HexText.Encode(bytes) : $"{property.GetValue(message)}";

    static string NameOf(Type type) =>
        type.GetCustomAttribute<FunctionAttribute>()?.Name
        ?? type.GetCustomAttribute<ErrorAttribute>()?.Name
        ?? throw new InvalidOperationException($"{type} carries neither FunctionAttribute nor ErrorAttribute.");
}

using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.ABI.Types;
using Nethereum.RPC.Eth.DTOs;
using Platone.Cryptography;

namespace Nethereum.ABI.Model;

/// <summary>An event of a contract: its name in logs, which parameters are topics and which are data.</summary>
public class EventABI
{
    static readonly ConcurrentDictionary<Type, EventABI> Known = new();

    readonly bool _isAnonymous;
    readonly TupleType.Member[] _indexed;
    readonly TupleType _data;

    EventABI(EventAttribute attribute, TupleType parameters)
    {
        _isAnonymous = attribute.IsAnonymous;
        _indexed = [.. parameters.Members.Where(member => member.Parameter.Indexed)];
        _data = parameters.Where(member => !member.Parameter.Indexed);
        Signature = attribute.Name + parameters.Name;
        Sha3Signature = Convert.ToHexStringLower(Keccak256.Hash(Encoding.UTF8.GetBytes(Signature)).ToArray());
    }

    /// <summary>The hash of <see cref="Signature"/>, the first topic of every log: hexadecimal without 0x.</summary>
    public string Sha3Signature { get; }

    public string Signature { get; }

    internal static EventABI Of(Type type) => Known.GetOrAdd(type, static type => new(
        type.GetCustomAttribute<EventAttribute>() ?? throw new InvalidOperationException($"{type} carries no EventAttribute."),
        TupleType.Of(type)));

    /// <summary>Anonymous events have no signature in the log and never match.</summary>
    internal bool IsLogForEvent(FilterLog log) =>
        !_isAnonymous
        && log?.Topics?.Length == _indexed.Length + 1
        && string.Equals(log.Topics[0] as string, "0x" + Sha3Signature, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FormatException">Topics or data are not encoded as the event's parameters are.</exception>
    internal void DecodeInto(object target, FilterLog log)
    {
        for (var i = 0; i < _indexed.Length; i++) _indexed[i].Property.SetValue(target, DecodeTopic(_indexed[i], (string)log.Topics[i + 1]));
        _data.DecodeInto(target, new(HexText.Decode(log.Data ?? "0x")));
    }

    /// <summary>The topics of a filter: the signature, then for every parameter null (anything) or the values that are looked for.</summary>
    internal object[] CreateTopics(params object[][] values)
    {
        var topics = new List<object> { "0x" + Sha3Signature };
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not null && i >= _indexed.Length)
                throw new ArgumentException($"{Signature} has {_indexed.Length} indexed parameters; a filter gave {i + 1}.");
            topics.Add(values[i]?.Select(value => EncodeTopic(_indexed[i].Type, value)).ToArray());
        }

        return [.. topics];
    }

    static object DecodeTopic(TupleType.Member member, string topic)
    {
        var bytes = HexText.Decode(topic);
        if (!IsHashed(member.Type)) return member.Type.Decode(new(bytes), member.Property.PropertyType);
        if (member.Property.PropertyType == typeof(string)) return topic;

        throw new NotSupportedException(
            $"A log holds only the Keccak hash of the indexed {member.Type}: {member.Property.Name} must be a string, not {member.Property.PropertyType}.");
    }

    static string EncodeTopic(AbiType type, object value)
    {
        if (value is string text && type is StringType) return Keccak256.Hash(Encoding.UTF8.GetBytes(text)).ToString();
        if (value is byte[] bytes && type is BytesType) return Keccak256.Hash(bytes).ToString();
        if (IsHashed(type)) throw new NotSupportedException($"A filter cannot look for values of the type {type}.");

        var output = new ArrayBufferWriter<byte>();
        type.Encode(value, output);
        return HexText.Encode(output.WrittenSpan);
    }

    static bool IsHashed(AbiType type) => type.IsDynamic || type is ArrayType or TupleType;
}

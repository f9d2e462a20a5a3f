using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Platone.Cryptography;

namespace Platone.StandIn.Tests;

/// <summary>A type of the contract ABI with a random value of it, both as C# has them and as JSON has them.</summary>
/// <param name="Type">The name in JSON ABI, <c>tuple</c> for a struct.</param>
/// <param name="Components">A struct's members.</param>
sealed record AbiSample(string Type, AbiSample[] Components, Type ClrType, object Value, JsonNode Json)
{
    static readonly string[] Words = ["", "a", "Wärmepumpe", "0x", new('x', 32), new('y', 33), "€ 12,50\n", "漢字"];

    public static AbiSample Next(Random random, int depth = 3) => random.Next(depth > 0 ? 10 : 6) switch
    {
        0 or 1 => NextInteger(random),
        2 => NextAddress(random),
        3 => Elementary("bool", random.Next(2) == 1, value => value),
        4 => NextBytes(random),
        5 => Elementary("string", Words[random.Next(Words.Length)], value => value),
        6 or 7 => NextTuple(random, depth - 1),
        _ => NextArray(random, depth - 1),
    };

    public static AbiSample NextTuple(Random random, int depth)
    {
        var members = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Next(random, depth)).ToArray();
        return OfTuple(EmittedClass.Create(typeof(object), members), members);
    }

    public JsonObject ToJsonAbi(string name)
    {
        var parameter = new JsonObject { ["name"] = name, ["type"] = Type };
        if (Components.Length > 0) parameter["components"] = new JsonArray([.. Components.Select((component, i) => component.ToJsonAbi($"m{i}"))]);
        return parameter;
    }

    /// <summary>A value of <see cref="ClrType"/> as ethers writes it.</summary>
    public static JsonNode ToJson(object value) => value switch
    {
        bool flag => flag,
        string text => text,
        byte[] bytes => Hex.Encode(bytes),
        IList items => new JsonArray([.. items.Cast<object>().Select(ToJson)]),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => new JsonArray([.. EmittedClass.Values(value).Select(ToJson)]),
    };

    static AbiSample Elementary<T>(string type, T value, Func<T, JsonNode> toJson) where T : notnull => new(type, [], typeof(T), value, toJson(value));

    static AbiSample NextInteger(Random random)
    {
        var bits = 8 * random.Next(1, 33);
        var signed = random.Next(2) == 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"{(signed ? "int" : "uint")}{bits}");
        var number = NextInteger(random, bits, signed);
        object value = (signed, bits) switch
        {
            (false, 8) => (byte)number,
            (false, 16) => (ushort)number,
            (false, <= 32) => (uint)number,
            (false, <= 64) => (ulong)number,
            (true, 8) => (sbyte)number,
            (true, 16) => (short)number,
            (true, <= 32) => (int)number,
            (true, <= 64) => (long)number,
            _ => number,
        };
        return new(name, [], value.GetType(), value, number.ToString(CultureInfo.InvariantCulture));
    }

    static BigInteger NextInteger(Random random, int bits, bool signed)
    {
        var modulus = BigInteger.One << bits;
        var bytes = new byte[bits / 8];
        random.NextBytes(bytes);
        var number = random.Next(6) switch { 0 => 0, 1 => modulus - 1, 2 => modulus / 2, 3 => modulus / 2 - 1, _ => new BigInteger(bytes, isUnsigned: true) };
        return signed && number >= modulus / 2 ? number - modulus : number;
    }

    static AbiSample NextAddress(Random random)
    {
        var bytes = new byte[20];
        random.NextBytes(bytes);
        return Elementary("address", new Address(bytes).ToChecksumString(), value => value);
    }

    static AbiSample NextBytes(Random random)
    {
        var isFixed = random.Next(2) == 1;
        var bytes = new byte[isFixed ? random.Next(1, 33) : random.Next(100)];
        random.NextBytes(bytes);
        return Elementary(isFixed ? string.Create(CultureInfo.InvariantCulture, $"bytes{bytes.Length}") : "bytes", bytes, value => Hex.Encode(value));
    }

    static AbiSample OfTuple(Type @class, AbiSample[] members)
    {
        var value = EmittedClass.Instance(@class, members);
        return new("tuple", members, @class, value, new JsonArray([.. members.Select(member => member.Json.DeepClone())]));
    }

    static AbiSample NextArray(Random random, int depth)
    {
        var element = Next(random, depth);
        var count = random.Next(4);
        var isFixed = count > 0 && random.Next(2) == 1;
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element.ClrType))!;
        for (var i = 0; i < count; i++) items.Add(element.Value);

        var name = string.Create(CultureInfo.InvariantCulture, $"{element.Type}[{(isFixed ? count : null)}]");
        return new(name, element.Components, items.GetType(), items, new JsonArray([.. Enumerable.Range(0, count).Select(_ => element.Json.DeepClone())]));
    }
}

using System.Buffers;
using System.Collections;
using System.Globalization;

namespace Nethereum.ABI.Types;

/// <summary><c>T[]</c>, or <c>T[n]</c> where a length is given. Values are lists or arrays of C#.</summary>
sealed class ArrayType(AbiType element, int? length) : AbiType
{
    public override string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{element.Name}[{length}]");

    public override bool IsDynamic => length is null || element.IsDynamic;

    public override int HeadLength => IsDynamic ? WordLength : checked(element.HeadLength * length.Value);

    /// <summary>The C# type of the elements of a list or an array.</summary>
    public static Type ElementOf(Type collection)
    {
        if (collection.IsArray) return collection.GetElementType();
        if (collection.IsGenericType && collection.GetGenericTypeDefinition() == typeof(List<>)) return collection.GetGenericArguments()[0];

        throw new NotSupportedException($"Expected a List<T> or an array for an array of the contract ABI, found {collection}.");
    }

    public override void Encode(object value, IBufferWriter<byte> output)
    {
        if (value is not IList items || (length is { } expected && items.Count != expected)) throw NotAValue(value);

        if (length is null) AbiSequence.WriteLength(items.Count, output);
        AbiSequence.Encode(items.Cast<object>().Select(item => (element, item)), checked(items.Count * element.HeadLength), output);
    }

    public override object Decode(AbiReader reader, Type target)
    {
        var elementTarget = ElementOf(target);
        var count = length ?? ReadCount(ref reader);
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(elementTarget));
        for (var i = 0; i < count; i++) items.Add(AbiSequence.DecodeItem(element, reader, i * element.HeadLength, elementTarget));
        if (!target.IsArray) return items;

        var array = Array.CreateInstance(elementTarget, count);
        items.CopyTo(array, 0);
        return array;
    }

    // The elements' offsets count from behind the word with their number.
    static int ReadCount(ref AbiReader reader)
    {
        var count = reader.ReadLength(0);
        reader = reader.From(WordLength);
        return count;
    }
}

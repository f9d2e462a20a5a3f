using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using Nethereum.ABI.FunctionEncoding.Attributes;

namespace Nethereum.ABI.Types;

/// <summary>A struct, or the parameters of a function, event, error or constructor: the properties of a class that carry <see
/// cref="ParameterAttribute"/>.</summary>
sealed class TupleType : AbiType
{
    static readonly ConcurrentDictionary<Type, TupleType> Known = new();

    readonly Type _class;

    TupleType(Type @class, Member[] members)
    {
        _class = @class;
        Members = members;
        Name = $"({string.Join(',', members.Select(member => member.Type.Name))})";
        IsDynamic = members.Any(member => member.Type.IsDynamic);
        MembersLength = members.Sum(member => member.Type.HeadLength);
    }

    public IReadOnlyList<Member> Members { get; }

    public override string Name { get; }

    public override bool IsDynamic { get; }

    public override int HeadLength => IsDynamic ? WordLength : MembersLength;

    int MembersLength { get; }

    public static TupleType Of(Type @class) => Known.GetOrAdd(@class, Create);

    /// <summary>The same struct without the members that are refused.</summary>
    public TupleType Where(Func<Member, bool> isKept) => new(_class, [.. Members.Where(isKept)]);

    public override void Encode(object value, IBufferWriter<byte> output)
    {
        if (!_class.IsInstanceOfType(value)) throw NotAValue(value);

        AbiSequence.Encode(Members.Select(member => (member.Type, member.Property.GetValue(value))), MembersLength, output);
    }

    public override object Decode(AbiReader reader, Type target)
    {
        var value = Activator.CreateInstance(target);
        DecodeInto(value, reader);
        return value;
    }

    public void DecodeInto(object value, AbiReader reader)
    {
        var position = 0;
        foreach (var member in Members)
        {
            member.Property.SetValue(value, AbiSequence.DecodeItem(member.Type, reader, position, member.Property.PropertyType));
            position += member.Type.HeadLength;
        }
    }

    static TupleType Create(Type @class)
    {
        var members =
            from property in @class.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            let parameter = property.GetCustomAttribute<ParameterAttribute>()
            where parameter is not null
            orderby parameter.Order
            select new Member(property, parameter, AbiTypeParser.Parse(parameter.Type, property.PropertyType));
        return new(@class, [.. members]);
    }

    public sealed record Member(PropertyInfo Property, ParameterAttribute Parameter, AbiType Type);
}

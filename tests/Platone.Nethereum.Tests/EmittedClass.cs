using System.Reflection;
using System.Reflection.Emit;
using Nethereum.ABI.FunctionEncoding.Attributes;

namespace Platone.StandIn.Tests;

/// <summary>Classes as the bindings generator writes them, for parameters that are only known while the tests run.</summary>
static class EmittedClass
{
    static readonly ModuleBuilder Module =
        AssemblyBuilder.DefineDynamicAssembly(new("Platone.StandIn.Tests.Emitted"), AssemblyBuilderAccess.Run).DefineDynamicModule("Emitted");

    static readonly Lock Gate = new();
    static int _count;

    /// <summary>A class with the properties P1, P2, ... tied to parameters of the members' types.</summary>
    /// <param name="function">Where given, the class is a message to this function.</param>
    public static Type Create(Type parent, AbiSample[] members, string? function = null)
    {
        lock (Gate)
        {
            var type = Module.DefineType($"Emitted{++_count}", TypeAttributes.Public | TypeAttributes.Class, parent);
            if (function is not null) type.SetCustomAttribute(new(typeof(FunctionAttribute).GetConstructor([typeof(string)])!, [function]));
            for (var i = 0; i < members.Length; i++) AddProperty(type, $"P{i + 1}", members[i], order: i + 1);
            return type.CreateType();
        }
    }

    public static object Instance(Type @class, AbiSample[] members)
    {
        var instance = Activator.CreateInstance(@class)!;
        for (var i = 0; i < members.Length; i++) @class.GetProperty($"P{i + 1}")!.SetValue(instance, members[i].Value);
        return instance;
    }

    public static IEnumerable<object> Values(object instance) =>
        instance.GetType().GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute)))
            .OrderBy(property => property.GetCustomAttribute<ParameterAttribute>()!.Order).Select(property => property.GetValue(instance)!);

    static void AddProperty(TypeBuilder type, string name, AbiSample sample, int order)
    {
        const MethodAttributes Accessor = MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.HideBySig;

        var field = type.DefineField("_" + name, sample.ClrType, FieldAttributes.Private);
        var getter = type.DefineMethod("get_" + name, Accessor, sample.ClrType, []);
        var code = getter.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, field);
        code.Emit(OpCodes.Ret);

        var setter = type.DefineMethod("set_" + name, Accessor, null, [sample.ClrType]);
        code = setter.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Stfld, field);
        code.Emit(OpCodes.Ret);

        var property = type.DefineProperty(name, PropertyAttributes.None, sample.ClrType, null);
        property.SetGetMethod(getter);
        property.SetSetMethod(setter);
        property.SetCustomAttribute(new(
            typeof(ParameterAttribute).GetConstructor([typeof(string), typeof(string), typeof(int)])!, [sample.Type, name, order]));
    }
}

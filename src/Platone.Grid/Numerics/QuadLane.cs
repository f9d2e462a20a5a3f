using System.Runtime.Intrinsics;

namespace Platone.Grid.Numerics;

/// <summary>Four scenarios in one vector register (AVX2; two registers, or plain code, where the machine has none).</summary>
readonly struct QuadLane(Vector256<double> values) : ILane<QuadLane>
{
    private readonly Vector256<double> _values = values;

    public static int Width => Vector256<double>.Count;

    public double this[int scenario] => _values.GetElement(scenario);

    public static QuadLane Of(double value) => new(Vector256.Create(value));

    public static QuadLane Of(ReadOnlySpan<double> values) => new(Vector256.Create(values));

    public static QuadLane operator +(QuadLane left, QuadLane right) => new(left._values + right._values);

    public static QuadLane operator -(QuadLane left, QuadLane right) => new(left._values - right._values);

    public static QuadLane operator -(QuadLane value) => new(-value._values);

    public static QuadLane operator *(QuadLane left, QuadLane right) => new(left._values * right._values);

    public static QuadLane operator /(QuadLane left, QuadLane right) => new(left._values / right._values);

    public static QuadLane Sqrt(QuadLane value) => new(Vector256.Sqrt(value._values));

    public static QuadLane Max(QuadLane left, QuadLane right) => new(Vector256.Max(left._values, right._values));
}

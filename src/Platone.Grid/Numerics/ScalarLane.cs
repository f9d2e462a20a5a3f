namespace Platone.Grid.Numerics;

/// <summary>A single scenario.</summary>
readonly struct ScalarLane(double value) : ILane<ScalarLane>
{
    private readonly double _value = value;

    public static int Width => 1;

    public double this[int scenario] => _value;

    public static ScalarLane Of(double value) => new(value);

    public static ScalarLane Of(ReadOnlySpan<double> values) => new(values[0]);

    public static ScalarLane operator +(ScalarLane left, ScalarLane right) => new(left._value + right._value);

    public static ScalarLane operator -(ScalarLane left, ScalarLane right) => new(left._value - right._value);

    public static ScalarLane operator -(ScalarLane value) => new(-value._value);

    public static ScalarLane operator *(ScalarLane left, ScalarLane right) => new(left._value * right._value);

    public static ScalarLane operator /(ScalarLane left, ScalarLane right) => new(left._value / right._value);

    public static ScalarLane Sqrt(ScalarLane value) => new(Math.Sqrt(value._value));

    public static ScalarLane Max(ScalarLane left, ScalarLane right) => new(Math.Max(left._value, right._value));
}

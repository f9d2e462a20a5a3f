namespace Platone.Grid.Numerics;

/// <summary>
/// One number, or the same number of several scenarios side by side: a solver written once for a lane runs a single case on <see cref="ScalarLane"/> and
/// four scenarios at once on <see cref="QuadLane"/>. The compiler makes a version of its own for each, without calls.
/// </summary>
interface ILane<TSelf> where TSelf : struct, ILane<TSelf>
{
    /// <summary>Scenarios side by side.</summary>
    static abstract int Width { get; }

    /// <summary>The same value in every scenario.</summary>
    static abstract TSelf Of(double value);

    /// <summary>A value for every scenario.</summary>
    static abstract TSelf Of(ReadOnlySpan<double> values);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The greater, and what is not a number where either is none.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    double this[int scenario] { get; }
}

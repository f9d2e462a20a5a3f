namespace Platone.Grid.Numerics;

/// <summary>One equation in one unknown.</summary>
readonly struct Block1<T>(T value) : IBlock<Block1<T>, T> where T : struct, ILane<T>
{
    public readonly T Value = value;

    public static Block1<T> Identity => new(T.Of(1));

    public static Block1<T> Inverse(in Block1<T> block) => new(T.Of(1) / block.Value);

    public static Block1<T> Transpose(in Block1<T> block) => block;

    public static Block1<T> Multiply(in Block1<T> left, in Block1<T> right) => new(left.Value * right.Value);

    public static T Multiply(in Block1<T> left, in T right) => left.Value * right;

    public static void SubtractProduct(ref Block1<T> target, in Block1<T> left, in Block1<T> right) => target = new(target.Value - left.Value * right.Value);

    public static void SubtractProduct(ref T target, in Block1<T> left, in T right) => target -= left.Value * right;
}

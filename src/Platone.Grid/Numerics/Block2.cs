namespace Platone.Grid.Numerics;

/// <summary>Two equations in two unknowns: a bus in the positive sequence.</summary>
struct Block2<T>(T a, T b, T c, T d) : IBlock<Block2<T>, Pair<T>> where T : struct, ILane<T>
{
    /// <summary>Row by row.</summary>
    public T A = a, B = b, C = c, D = d;

    public static Block2<T> Identity => new(T.Of(1), T.Of(0), T.Of(0), T.Of(1));

    public static Block2<T> Inverse(in Block2<T> block)
    {
        var scale = T.Of(1) / (block.A * block.D - block.B * block.C);
        return new(block.D * scale, -(block.B * scale), -(block.C * scale), block.A * scale);
    }

    public static Block2<T> Transpose(in Block2<T> block) => new(block.A, block.C, block.B, block.D);

    public static Block2<T> Multiply(in Block2<T> left, in Block2<T> right) => new(
        left.A * right.A + left.B * right.C, left.A * right.B + left.B * right.D,
        left.C * right.A + left.D * right.C, left.C * right.B + left.D * right.D);

    public static Pair<T> Multiply(in Block2<T> left, in Pair<T> right) => new(left.A * right.X + left.B * right.Y, left.C * right.X + left.D * right.Y);

    public static void SubtractProduct(ref Block2<T> target, in Block2<T> left, in Block2<T> right)
    {
        target.A -= left.A * right.A + left.B * right.C;
        target.B -= left.A * right.B + left.B * right.D;
        target.C -= left.C * right.A + left.D * right.C;
        target.D -= left.C * right.B + left.D * right.D;
    }

    public static void SubtractProduct(ref Pair<T> target, in Block2<T> left, in Pair<T> right)
    {
        target.X -= left.A * right.X + left.B * right.Y;
        target.Y -= left.C * right.X + left.D * right.Y;
    }
}

struct Pair<T>(T x, T y) where T : struct, ILane<T>
{
    public T X = x, Y = y;
}

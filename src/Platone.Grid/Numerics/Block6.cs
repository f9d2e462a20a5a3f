using System.Runtime.CompilerServices;

namespace Platone.Grid.Numerics;

/// <summary>Six equations in six unknowns: a bus with three phases. Row by row.</summary>
[InlineArray(Size * Size)]
struct Block6 : IBlock<Block6, Block6.Column>
{
    public const int Size = 6;

    private double _first;

    public static Block6 Identity
    {
        get
        {
            var identity = default(Block6);
            for (var i = 0; i < Size; i++) identity[i * Size + i] = 1;
            return identity;
        }
    }

    /// <summary>Gauss and Jordan with partial pivoting inside the block.</summary>
    public static Block6 Inverse(in Block6 block)
    {
        var work = block;
        var inverse = Identity;
        for (var column = 0; column < Size; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < Size; row++)
                if (Math.Abs(work[row * Size + column]) > Math.Abs(work[pivot * Size + column])) pivot = row;

            if (pivot != column)
            {
                SwapRows(ref work, pivot, column);
                SwapRows(ref inverse, pivot, column);
            }

            var scale = 1 / work[column * Size + column];
            ScaleRow(ref work, column, scale);
            ScaleRow(ref inverse, column, scale);
            for (var row = 0; row < Size; row++)
            {
                var factor = work[row * Size + column];
                if (row == column || factor == 0) continue;

                SubtractRow(ref work, row, column, factor);
                SubtractRow(ref inverse, row, column, factor);
            }
        }

        return inverse;
    }

    public static Block6 Transpose(in Block6 block)
    {
        var transposed = default(Block6);
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++) transposed[j * Size + i] = block[i * Size + j];

        return transposed;
    }

    public static Block6 Multiply(in Block6 left, in Block6 right)
    {
        var product = default(Block6);
        for (var i = 0; i < Size; i++)
            for (var k = 0; k < Size; k++)
            {
                var factor = left[i * Size + k];
                if (factor == 0) continue;

                for (var j = 0; j < Size; j++) product[i * Size + j] += factor * right[k * Size + j];
            }

        return product;
    }

    public static Column Multiply(in Block6 left, in Column right)
    {
        var product = default(Column);
        for (var i = 0; i < Size; i++)
        {
            double sum = 0;
            for (var k = 0; k < Size; k++) sum += left[i * Size + k] * right[k];
            product[i] = sum;
        }

        return product;
    }

    public static void SubtractProduct(ref Block6 target, in Block6 left, in Block6 right)
    {
        for (var i = 0; i < Size; i++)
            for (var k = 0; k < Size; k++)
            {
                var factor = left[i * Size + k];
                if (factor == 0) continue;

                for (var j = 0; j < Size; j++) target[i * Size + j] -= factor * right[k * Size + j];
            }
    }

    public static void SubtractProduct(ref Column target, in Block6 left, in Column right)
    {
        for (var i = 0; i < Size; i++)
        {
            double sum = 0;
            for (var k = 0; k < Size; k++) sum += left[i * Size + k] * right[k];
            target[i] -= sum;
        }
    }

    private static void SwapRows(ref Block6 block, int first, int second)
    {
        for (var j = 0; j < Size; j++) (block[first * Size + j], block[second * Size + j]) = (block[second * Size + j], block[first * Size + j]);
    }

    private static void ScaleRow(ref Block6 block, int row, double scale)
    {
        for (var j = 0; j < Size; j++) block[row * Size + j] *= scale;
    }

    private static void SubtractRow(ref Block6 block, int row, int other, double factor)
    {
        for (var j = 0; j < Size; j++) block[row * Size + j] -= factor * block[other * Size + j];
    }

    [InlineArray(Size)]
    public struct Column
    {
        private double _first;
    }
}

namespace Platone.Grid.Numerics;

/// <summary>A small dense square matrix: what stands for one pair of buses in the matrix of a network.</summary>
interface IBlock<TSelf, TVector>
    where TSelf : struct, IBlock<TSelf, TVector>
    where TVector : struct
{
    static abstract TSelf Identity { get; }

    /// <summary>What is singular inverts to what is not a number, and so does all that is computed from it.</summary>
    static abstract TSelf Inverse(in TSelf block);

    static abstract TSelf Transpose(in TSelf block);

    static abstract TSelf Multiply(in TSelf left, in TSelf right);

    static abstract TVector Multiply(in TSelf left, in TVector right);

    /// <summary><c>target -= left · right</c></summary>
    static abstract void SubtractProduct(ref TSelf target, in TSelf left, in TSelf right);

    /// <summary><c>target -= left · right</c></summary>
    static abstract void SubtractProduct(ref TVector target, in TSelf left, in TVector right);
}

namespace Platone.Storage;

/// <summary>Puts rows into one table. They are there for other statements of the transaction after <see cref="Flush"/>.</summary>
abstract class TableWriter : IDisposable
{
    /// <param name="values">One a column: <see cref="long"/>, <see cref="string"/>, bytes, or null.</param>
    public abstract void Add(params ReadOnlySpan<object?> values);

    public abstract void Flush();

    public abstract void Dispose();
}

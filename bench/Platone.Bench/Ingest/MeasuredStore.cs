namespace Platone.Bench.Ingest;

/// <summary>The framework over one kind of store, and how the same rows go into a bare one of that kind.</summary>
/// <param name="NewBare">Makes an empty store, and gives its name and what takes it away.</param>
sealed record MeasuredStore(string Name, MeasuredFramework Framework, Func<(string Store, Action Remove)> NewBare)
{
    public const string Sqlite = "sqlite";

    public const string Postgres = "postgres";

    public async Task<BareResult> InsertBareAsync(CancellationToken cancellationToken)
    {
        var (store, remove) = NewBare();
        try
        {
            return await BareInsert.MeasureAsync(store, Framework.NewRows(), cancellationToken);
        }
        finally
        {
            remove();
        }
    }
}

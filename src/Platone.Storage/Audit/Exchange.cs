using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>What two changed readings exchanged: given back, both are what was certified.</summary>
static class Exchange
{
    /// <summary>Fewest columns first: where two columns are exchanged of which one is equal, the other is named.</summary>
    private static readonly (string What, Func<StoredReading, StoredReading, StoredReading> Take)[] Columns =
    [
        ("value", (own, other) => own with { Value = other.Value }),
        ("time", (own, other) => own with { TimeMicros = other.TimeMicros }),
        ("unit", (own, other) => own with { Unit = other.Unit }),
        ("quality", (own, other) => own with { Quality = other.Quality }),
        ("raw part", (own, other) => own with { RawPart = other.RawPart }),
        ("salt", (own, other) => own with { Salt = other.Salt }),
        ("replaced number", (own, other) => own with { Replaces = other.Replaces }),
        ("number", (own, other) => own with { Sequence = other.Sequence }),
        ("stream", (own, other) => own with { Provider = other.Provider, Stream = other.Stream }),
        ("stream and number", (own, other) => own with { Provider = other.Provider, Stream = other.Stream, Sequence = other.Sequence }),
        ("value and raw part", (own, other) => own with { Value = other.Value, RawPart = other.RawPart }),
        ("value and unit", (own, other) => own with { Value = other.Value, Unit = other.Unit }),
        ("value, unit and raw part", (own, other) => own with { Value = other.Value, Unit = other.Unit, RawPart = other.RawPart }),
        ("content", (own, other) => own with
        {
            TimeMicros = other.TimeMicros, Value = other.Value, Unit = other.Unit, Quality = other.Quality, RawPart = other.RawPart,
        }),
        ("content and salt", (own, other) => other with { Provider = own.Provider, Stream = own.Stream, Sequence = own.Sequence }),
    ];

    /// <returns>Null where nothing that they could have exchanged makes both right.</returns>
    public static string? Between(StoredReading one, Hash256 oneLeaf, StoredReading other, Hash256 otherLeaf)
    {
        foreach (var (what, take) in Columns)
            if (take(one, other).ToRecord().Leaf() == oneLeaf && take(other, one).ToRecord().Leaf() == otherLeaf) return what;

        return null;
    }
}

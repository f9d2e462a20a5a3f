using System.Globalization;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Audit;

/// <summary>
/// The part of a store that an audit looks at. Waiting readings and a stream's gaps belong to no batch: they are left out where only
/// some batches are looked at.
/// </summary>
/// <param name="From">The first batch; null from the first on.</param>
/// <param name="To">The last batch; null up to the last.</param>
/// <param name="Stream">Only this stream's records.</param>
public sealed record AuditScope(ulong? From = null, ulong? To = null, (Address Provider, StreamName Name)? Stream = null)
{
    public static AuditScope Everything { get; } = new();

    public bool IsOfAllBatches => From is null && To is null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From}-{To} {Stream?.Provider}/{Stream?.Name}");
}

using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Readings;
using Platone.ServiceDefaults;
using Platone.Storage;

namespace Platone.AccessLayer.Sharing;

/// <summary><c>/providers/{provider}/streams</c>: history by stream and time range, to whom a declaration gives it.</summary>
static class ReadingEndpoints
{
    private const int DefaultLimit = 1000;
    private const int MaxLimit = 10_000;

    public static void MapReadings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/providers/{provider}").RequireAuthorization().WithTags("Readings");
        group.MapGet("/streams", Streams)
            .WithSummary("The provider's streams, as far as the caller may read them, and which of its declarations give them.")
            .Produces<StreamList>();
        group.MapGet("/readings", Readings)
            .WithSummary("Readings of one stream with from <= time < to, oldest first; `after` continues an earlier page.")
            .Produces<ReadingPage>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static IResult Streams(string provider, ClaimsPrincipal user, ReadingQueries queries, ReadingAccess access)
    {
        if (!Address.TryParse(provider, out var wallet)) return PlatoneDefaults.BadRequest($"provider: found '{provider}', expected an address");

        var may = access.Of(user.Wallet(), wallet);
        var streams = queries.Streams(wallet)
            .Where(stream => may.MayReadAny(stream.Device))
            .Select(stream => new StreamView(wallet.ToString(), stream.Name.ToString(), stream.LastSequence));
        return TypedResults.Ok(new StreamList([.. streams], [.. may.Own.Select(UseOf)]));
    }

    private static DeclarationUse UseOf(ReadingGrant grant) => new(
        grant.Declaration.Id.ToString(), grant.Declaration.Filter, ReadingGrant.Text(grant.FromMicros), ReadingGrant.Text(grant.ToMicros),
        grant.Gives, grant.Reason?.ToString());

    private static IResult Readings(
        string provider, string stream, string? from, string? to, string? after, int? limit, ClaimsPrincipal user, ReadingQueries queries,
        ReadingAccess access, RestUsage usage)
    {
        if (!Address.TryParse(provider, out var wallet)) return PlatoneDefaults.BadRequest($"provider: found '{provider}', expected an address");
        if (!StreamName.TryParse(stream, out var name))
            return PlatoneDefaults.BadRequest($"stream: found '{stream}', expected device/component/measurand/phase");
        if (!TryTime(from, long.MinValue, out var fromMicros))
            return PlatoneDefaults.BadRequest($"from: found '{from}', expected a time with zone, as in 2026-01-31T12:00:00Z");
        if (!TryTime(to, long.MaxValue, out var toMicros))
            return PlatoneDefaults.BadRequest($"to: found '{to}', expected a time with zone, as in 2026-01-31T12:00:00Z");
        if (!TryCursor(after, out var cursor)) return PlatoneDefaults.BadRequest($"after: found '{after}', expected the `next` of an earlier page");
        if (limit is < 1 or > MaxLimit) return PlatoneDefaults.BadRequest($"limit: found {limit}, expected 1 to {MaxLimit}");

        var may = access.Of(user.Wallet(), wallet);
        if (!may.Any)
            return TypedResults.Problem(
                $"{user.Wallet()} has no accepted declaration of {wallet} that gives history.", statusCode: StatusCodes.Status403Forbidden);

        var page = Allowed(queries, may, wallet, name, fromMicros, toMicros, cursor).Take(limit ?? DefaultLimit).ToList();
        var next = page.Count == (limit ?? DefaultLimit)
            ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].Reading.TimeMicros}-{page[^1].Reading.Id}")
            : null;
        // A gateway's readings come under its own topic: of devices, those count whose readings the caller sees.
        var withheld = may.Withheld(page.Select(row => row.Device).Append(name.Device).ToHashSet(), fromMicros, toMicros);
        var readings = page.ConvertAll(row => Shared.Of(row.Reading));
        for (var i = 0; i < page.Count; i++)
        {
            if (may.GivenBy(page[i].Device, page[i].Reading.TimeMicros) is { } declaration)
                usage.Count(declaration, JsonSerializer.SerializeToUtf8Bytes(readings[i], ProtocolJson.Default.SharedReading).Length);
        }

        return TypedResults.Ok(new ReadingPage(readings, next, withheld));
    }

    /// <summary>Only what the caller may read, cursors included: not even the time of another reading shows.</summary>
    private static IEnumerable<(StoredReading Reading, string Device)> Allowed(
        ReadingQueries queries, ReadingRights may, Address provider, StreamName stream, long fromMicros, long toMicros, (long Time, long Id)? after)
    {
        while (true)
        {
            var rows = queries.InRange(provider, stream, Math.Max(fromMicros, may.FromMicros), Math.Min(toMicros, may.ToMicros), after, MaxLimit);
            foreach (var (reading, device) in rows)
            {
                after = (reading.TimeMicros, reading.Id);
                if (may.MayRead(device, reading.TimeMicros)) yield return (reading, device);
            }

            if (rows.Count < MaxLimit) yield break;
        }
    }

    private static bool TryTime(string? text, long absent, out long micros)
    {
        micros = absent;
        return text is null || IsoTime.TryParse(text, out micros, out _);
    }

    private static bool TryCursor(string? text, out (long Time, long Id)? cursor)
    {
        cursor = null;
        if (text is null) return true;

        var parts = text.Split('-');
        if (parts is not [var time, var id]
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var micros)
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;

        cursor = (micros, number);
        return true;
    }
}

using Platone.Cryptography;
using Platone.Policies;
using Platone.Protocol;
using Platone.Readings;
using Platone.Storage;

namespace Platone.AccessLayer.Sharing;

/// <summary>Who may read whose history by REST: the provider everything of its own, a consumer what its accepted declarations give.</summary>
public sealed class ReadingAccess(DeclarationStore declarations, TimeProvider time)
{
    public ReadingRights Of(Address reader, Address provider)
    {
        if (reader == provider) return ReadingRights.Everything(provider);

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return new(provider, isProvider: false, [.. declarations.List(reader)
            .Where(declaration => declaration.Consumer == reader && declaration.Provider == provider)
            .Select(declaration => new ReadingGrant(declaration, now))]);
    }
}

/// <summary>One reader's rights on one provider's readings, at one moment.</summary>
public sealed class ReadingRights
{
    private readonly Address _provider;
    private readonly bool _isProvider;
    private readonly IReadOnlyList<ReadingGrant> _giving;

    internal ReadingRights(Address provider, bool isProvider, IReadOnlyList<ReadingGrant> own)
    {
        _provider = provider;
        _isProvider = isProvider;
        Own = own;
        _giving = [.. own.Where(grant => grant.Gives)];
    }

    public bool Any => _isProvider || _giving.Count > 0;

    /// <summary>The reader's declarations of this provider, newest first, whether or not they give something.</summary>
    internal IReadOnlyList<ReadingGrant> Own { get; }

    /// <summary>No right reaches before this measurement time, ...</summary>
    public long FromMicros => _isProvider ? long.MinValue : _giving.Select(grant => grant.FromMicros).DefaultIfEmpty().Min();

    /// <summary>... nor to this one.</summary>
    public long ToMicros => _isProvider ? long.MaxValue : _giving.Select(grant => grant.ToMicros).DefaultIfEmpty().Max();

    internal static ReadingRights Everything(Address provider) => new(provider, isProvider: true, []);

    /// <summary>A declaration gives the measurements of its own time, whenever they are asked for.</summary>
    public bool MayRead(string device, long timeMicros) => _isProvider || Giving(device, timeMicros) is not null;

    /// <summary>The declaration that gives a reading; null where none is needed, or none does.</summary>
    public Hash256? GivenBy(string device, long timeMicros) => _isProvider ? null : Giving(device, timeMicros)?.Declaration.Id;

    public bool MayReadAny(string device) => _isProvider || _giving.Any(grant => grant.IsAbout(Topic(device)));

    /// <summary>The parts of a time range that are not given, of what comes under these devices' topics; nothing for the provider.</summary>
    internal IReadOnlyList<WithheldTime> Withheld(IReadOnlySet<string> devices, long fromMicros, long toMicros) =>
        _isProvider ? [] : WithheldTimes.Of([.. Own.Where(grant => devices.Any(device => grant.IsAbout(Topic(device))))], fromMicros, toMicros);

    private ReadingGrant? Giving(string device, long timeMicros) =>
        _giving.FirstOrDefault(grant => timeMicros >= grant.FromMicros && timeMicros < grant.ToMicros && grant.IsAbout(Topic(device)));

    private string Topic(string device) => Topics.Data(_provider, device, Topics.Raw);
}

/// <summary>A declaration, and whether it gives history at one moment.</summary>
sealed class ReadingGrant
{
    private readonly TopicFilter? _filter;

    public ReadingGrant(Declaration declaration, long nowUnixSeconds)
    {
        Declaration = declaration;
        if (declaration.Filter is { } text && Access.DataTopic.IsOf(declaration.Provider, text)) _filter = new(text);
        Reason = ReasonAt(nowUnixSeconds);
    }

    public Declaration Declaration { get; }

    /// <summary>Why it gives nothing; null where it gives.</summary>
    public WithheldReason? Reason { get; }

    public bool Gives => Reason is null;

    public long FromMicros => Micros(Declaration.NotBefore);

    public long ToMicros => Micros(Declaration.Expiry);

    /// <summary>One whose text is not known may be about anything: it is about nothing.</summary>
    public bool IsAbout(string topic) => _filter?.Matches(topic) ?? false;

    /// <summary>ISO 8601; the chain's times reach further than it.</summary>
    public static string Text(long micros) => IsoTime.Format(Math.Min(micros, IsoTime.MaxMicros));

    private WithheldReason? ReasonAt(long nowUnixSeconds) => Declaration.StatusAt(nowUnixSeconds) switch
    {
        DeclarationStatus.Rejected => WithheldReason.Rejected,
        DeclarationStatus.Revoked => WithheldReason.Revoked,
        DeclarationStatus.Expired => WithheldReason.Expired,
        DeclarationStatus.Renounced => WithheldReason.Renounced,
        DeclarationStatus.Accepted when !Declaration.Means.HasFlag(Means.Rest) => WithheldReason.Means,
        DeclarationStatus.Accepted when _filter is null => WithheldReason.TextUnknown,
        DeclarationStatus.Accepted => null,
        // Requested; or the chain's clock is ahead of ours.
        _ => WithheldReason.Requested,
    };

    private static long Micros(long unixSeconds) => unixSeconds > long.MaxValue / 1_000_000 ? long.MaxValue : unixSeconds * 1_000_000;
}

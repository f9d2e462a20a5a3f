using Platone.Cryptography;
using Platone.Policies;
using Platone.Protocol;
using Platone.Storage;

namespace Platone.AccessLayer.Sharing;

/// <summary>Who may read whose history by REST: the provider everything of its own, a consumer what its accepted declarations give.</summary>
public sealed class ReadingAccess(DeclarationStore declarations, TimeProvider time)
{
    public ReadingRights Of(Address reader, Address provider)
    {
        if (reader == provider) return ReadingRights.Everything(provider);

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return new(provider, isProvider: false, [.. declarations.List(reader).Where(declaration =>
            declaration.Consumer == reader && declaration.Provider == provider && declaration.Means.HasFlag(Means.Rest)
            && declaration.StatusAt(now) == DeclarationStatus.Accepted
            && declaration.Filter is { } text && Access.DataTopic.IsOf(provider, text))]);
    }
}

/// <summary>One reader's rights on one provider's readings, at one moment.</summary>
public sealed class ReadingRights
{
    private readonly Address _provider;
    private readonly bool _isProvider;
    private readonly IReadOnlyList<(TopicFilter Filter, long FromMicros, long ToMicros)> _grants;

    internal ReadingRights(Address provider, bool isProvider, IReadOnlyList<Declaration> declarations)
    {
        _provider = provider;
        _isProvider = isProvider;
        _grants = [.. declarations.Select(declaration => (new TopicFilter(declaration.Filter!), Micros(declaration.NotBefore), Micros(declaration.Expiry)))];
    }

    public bool Any => _isProvider || _grants.Count > 0;

    /// <summary>No right reaches before this measurement time, ...</summary>
    public long FromMicros => _isProvider ? long.MinValue : _grants.Select(grant => grant.FromMicros).DefaultIfEmpty().Min();

    /// <summary>... nor to this one.</summary>
    public long ToMicros => _isProvider ? long.MaxValue : _grants.Select(grant => grant.ToMicros).DefaultIfEmpty().Max();

    internal static ReadingRights Everything(Address provider) => new(provider, isProvider: true, []);

    /// <summary>A declaration gives the measurements of its own time, whenever they are asked for.</summary>
    public bool MayRead(string device, long timeMicros) =>
        _isProvider || _grants.Any(grant =>
            timeMicros >= grant.FromMicros && timeMicros < grant.ToMicros && grant.Filter.Matches(Topics.Data(_provider, device, Topics.Raw)));

    public bool MayReadAny(string device) => _isProvider || _grants.Any(grant => grant.Filter.Matches(Topics.Data(_provider, device, Topics.Raw)));

    private static long Micros(long unixSeconds) => unixSeconds > long.MaxValue / 1_000_000 ? long.MaxValue : unixSeconds * 1_000_000;
}

using System.Security.Cryptography;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Policies;
using Platone.Protocol;

namespace Platone.AccessLayer.Sharing;

/// <summary>Counts what is given by REST, as the brokers count what they deliver: each reading, and each proof of one, is a message.</summary>
public sealed class RestUsage
{
    private readonly UsageMeter _meter = new(new(RandomNumberGenerator.GetBytes(Hash256.Length)));
    private readonly TimeProvider _time;

    public RestUsage(UsageInbox inbox, TimeProvider time)
    {
        _time = time;
        inbox.Add(_meter, Means.Rest);
    }

    /// <param name="declaration">By which it is given; null where none is needed, which is nobody's usage.</param>
    public void Count(Hash256? declaration, int bytes)
    {
        if (declaration is { } by) _meter.Count(by, bytes, (_time.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
    }
}

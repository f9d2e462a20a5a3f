using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.ServiceDefaults;

/// <summary>
/// The nonces of the last two minutes: a captured request cannot be sent again. After a restart of the service a request of the
/// last minute could be, once.
/// </summary>
public sealed class NonceWindow
{
    private readonly Lock _lock = new();
    private readonly HashSet<(Address, Hash256)> _used = [];
    private readonly Queue<(long Until, (Address, Hash256) Nonce)> _byAge = new();

    /// <summary>False where the wallet used the nonce before.</summary>
    public bool TryUse(Address wallet, Hash256 nonce, long nowUnixSeconds)
    {
        lock (_lock)
        {
            while (_byAge.TryPeek(out var oldest) && oldest.Until < nowUnixSeconds) _used.Remove(_byAge.Dequeue().Nonce);
            if (!_used.Add((wallet, nonce))) return false;

            _byAge.Enqueue((nowUnixSeconds + (2 * SignedRequest.ToleranceSeconds), (wallet, nonce)));
            return true;
        }
    }
}

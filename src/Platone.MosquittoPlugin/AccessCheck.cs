using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>
/// ACL_CHECK: may this client do this to this topic? Asked for every subscription, publication and delivery; deliveries by a grant are counted. On the
/// broker's thread only.
/// </summary>
sealed unsafe class AccessCheck(BrokerGate gate)
{
    private const int Unsubscribe = 8;

    private nint _resuming;

    /// <summary>
    /// A client was let in. The broker now asks again about what waits in its session, which was counted when it was put there. Nothing else
    /// can be delivered to it before another client does something, or the broker's loop begins anew.
    /// </summary>
    public void BeginsSession(nint client) => _resuming = client;

    /// <summary>The broker's loop begins anew.</summary>
    public void Tick() => _resuming = 0;

    public bool IsAllowed(AclCheckEvent* request)
    {
        if (request->Access == Unsubscribe) return true;

        var (client, access) = ((nint)request->Client, (Access)request->Access);
        if (access != Access.Read && client != _resuming) _resuming = 0;
        var now = gate.Now;
        var decision = gate.Decide(access, BrokerFunctions.ClientUsername(request->Client), BrokerFunctions.Text(request->Topic), now);
        if (access == Access.Read && client != _resuming) gate.Delivered(decision, request->PayloadLength, now);
        return decision.Allowed;
    }
}

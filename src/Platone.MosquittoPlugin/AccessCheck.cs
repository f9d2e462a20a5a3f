using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>ACL_CHECK: may this client do this to this topic? Asked for every subscription, publication and delivery.</summary>
static class AccessCheck
{
    private const int Unsubscribe = 8;

    /// <param name="plugin">Holds the rules.</param>
    /// <param name="access"><c>MOSQ_ACL_*</c>.</param>
    /// <param name="username">Empty for a client that gave none: such a one may do nothing.</param>
    /// <param name="topic">Topic or filter.</param>
    public static bool IsAllowed(PolicyPlugin plugin, int access, ReadOnlySpan<byte> username, ReadOnlySpan<byte> topic)
    {
        if (access == Unsubscribe) return true;
        return plugin.Gate.Decide((Access)access, username, topic).Allowed;
    }
}

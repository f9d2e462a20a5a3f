namespace Platone.Policies;

/// <summary>What a client asks of the broker. The numbers are Mosquitto's <c>MOSQ_ACL_*</c>, so that a plugin hands them on as they are.</summary>
public enum Access
{
    /// <summary>One message is about to be delivered to the client.</summary>
    Read = 1,

    /// <summary>The client publishes one message.</summary>
    Write = 2,

    /// <summary>The client subscribes to a filter.</summary>
    Subscribe = 4,
}

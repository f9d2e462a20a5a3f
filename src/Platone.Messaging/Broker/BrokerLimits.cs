namespace Platone.Messaging.Broker;

/// <summary>What one client can cost the embedded broker. The same figures as in the configuration that Mosquitto gets.</summary>
static class BrokerLimits
{
    /// <summary>Of one packet; above the decoder's limit, so that a payload that is too long gets its error.</summary>
    public const int MaxPacketBytes = 16 << 20;

    /// <summary>Of a connection's first packet, CONNECT: whoever is not logged in yet gets no more memory. Its longest fields have 64 KiB each.</summary>
    public const int MaxFirstPacketBytes = 512 << 10;

    /// <summary>Messages that wait for one client, those it has not acknowledged included.</summary>
    public const int MaxWaitingMessages = 100_000;

    /// <summary>Their bytes.</summary>
    public const long MaxWaitingBytes = 256L << 20;

    /// <summary>Messages that one session may not hear any more and MQTTnet still keeps for it; above this the session ends.</summary>
    public const int MaxWithheldMessages = 1_000;

    public const int MaxRetainedMessages = 1_000;

    public const long MaxRetainedBytes = 64L << 20;

    public const int MaxConnections = 1_024;

    /// <summary>How long a connection may take to its CONNECT.</summary>
    public static readonly TimeSpan LoginTime = TimeSpan.FromSeconds(10);
}

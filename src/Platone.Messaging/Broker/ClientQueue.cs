using MQTTnet.Server;

namespace Platone.Messaging.Broker;

/// <summary>
/// Counts what waits for one session, in its queue and for its acknowledgement, because MQTTnet bounds neither the bytes nor what a client
/// never acknowledges. Where the count can be wrong it is too high, and an empty queue puts it right.
/// </summary>
sealed class ClientQueue
{
    private readonly Lock _counting = new();
    private readonly HashSet<ushort> _withheld = [];
    private MqttSessionStatus? _session;
    private Load _queued;
    private Load _unacknowledged;

    /// <summary>The session's connection is made, or made again: what was not acknowledged is in the queue once more.</summary>
    public void Connected(MqttSessionStatus session)
    {
        lock (_counting)
        {
            _session = session;
            _queued = _queued.Plus(_unacknowledged);
            _unacknowledged = default;
            _withheld.Clear();
        }
    }

    /// <summary>Counts one more message; false where there is no room for it.</summary>
    public bool TryAdd(long bytes)
    {
        lock (_counting)
        {
            // Of a session that is away, MQTTnet drops QoS 0 silently.
            if (_session?.PendingApplicationMessagesCount == 0) _queued = default;

            var all = _queued.Plus(_unacknowledged).Plus(new(1, bytes));
            if (all.Messages > BrokerLimits.MaxWaitingMessages || all.Bytes > BrokerLimits.MaxWaitingBytes) return false;

            _queued = _queued.Plus(new(1, bytes));
            return true;
        }
    }

    /// <summary>A message left the queue.</summary>
    /// <param name="staysWithSession">Until the client acknowledges it: QoS 1 and 2.</param>
    public void Left(long bytes, bool staysWithSession)
    {
        lock (_counting)
        {
            _queued = _queued.Minus(new(1, bytes));
            if (staysWithSession) _unacknowledged = _unacknowledged.Plus(new(1, bytes));
        }
    }

    /// <summary>A message left the queue and was not sent. MQTTnet keeps it with the session all the same.</summary>
    /// <returns>Whether the session keeps more of these than it may.</returns>
    public bool Withheld(ushort packetIdentifier)
    {
        lock (_counting)
        {
            _withheld.Add(packetIdentifier);
            return _withheld.Count > BrokerLimits.MaxWithheldMessages;
        }
    }

    public void Acknowledged(ushort packetIdentifier, long bytes)
    {
        lock (_counting)
        {
            _unacknowledged = _unacknowledged.Minus(new(1, bytes));
            _withheld.Remove(packetIdentifier);
        }
    }

    private readonly record struct Load(long Messages, long Bytes)
    {
        public Load Plus(Load other) => new(Messages + other.Messages, Bytes + other.Bytes);

        // Retained messages come into the queue past the count.
        public Load Minus(Load other) => new(Math.Max(0, Messages - other.Messages), Math.Max(0, Bytes - other.Bytes));
    }
}

using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.Contracts;

/// <summary>A decoded event, and where it stands in the chain.</summary>
public class EventLog<T>(T eventObject, FilterLog log) : IEventLog
{
    public T Event { get; } = eventObject;

    public FilterLog Log { get; } = log;
}

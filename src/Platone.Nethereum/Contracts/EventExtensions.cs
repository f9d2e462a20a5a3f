using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.ABI.Model;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.Contracts;

public static class EventExtensions
{
    public static EventABI GetEventABI<TEv>() where TEv : IEventDTO => EventABI.Of(typeof(TEv));

    public static bool IsLogForEvent<TEv>(this FilterLog log) => EventABI.Of(typeof(TEv)).IsLogForEvent(log);

    /// <returns>Null for a log of another event.</returns>
    /// <exception cref="FormatException">The log is of this event and not encoded as its parameters are.</exception>
    public static EventLog<TEv> DecodeEvent<TEv>(this FilterLog log) where TEv : new()
    {
        var eventABI = EventABI.Of(typeof(TEv));
        if (!eventABI.IsLogForEvent(log)) return null;

        var decoded = new TEv();
        eventABI.DecodeInto(decoded, log);
        return new(decoded, log);
    }

    /// <summary>Leaves out the logs of other events.</summary>
    public static List<EventLog<TEv>> DecodeAllEvents<TEv>(this FilterLog[] logs) where TEv : new() =>
        [.. (logs ?? []).Select(log => log.DecodeEvent<TEv>()).Where(decoded => decoded is not null)];

    /// <inheritdoc cref="DecodeAllEvents{TEv}(FilterLog[])"/>
    public static List<EventLog<TEv>> DecodeAllEvents<TEv>(this TransactionReceipt transactionReceipt) where TEv : new() =>
        transactionReceipt.Logs.DecodeAllEvents<TEv>();
}

using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.ABI.Model;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.Eth.Filters;

namespace Nethereum.Contracts;

/// <inheritdoc/>
public class Event<TEv> : EventBase where TEv : IEventDTO, new()
{
    readonly IClient _client;

    internal Event(IClient client, string contractAddress) : base(GetEventABI(), contractAddress) => _client = client;

    public static EventABI GetEventABI() => EventABI.Of(typeof(TEv));

    /// <returns>Null for a log of another event.</returns>
    public static EventLog<TEv> DecodeEvent(FilterLog log) => log.DecodeEvent<TEv>();

    /// <summary>Leaves out the logs of other events.</summary>
    public static List<EventLog<TEv>> DecodeAllEvents(FilterLog[] logs) => logs.DecodeAllEvents<TEv>();

    /// <inheritdoc cref="DecodeAllEvents"/>
    public List<EventLog<TEv>> DecodeAllEventsForEvent(FilterLog[] logs) => DecodeAllEvents(logs);

    /// <summary>Asks the node for the logs that fit, and decodes them.</summary>
    public async Task<List<EventLog<TEv>>> GetAllChangesAsync(NewFilterInput filterInput) =>
        DecodeAllEvents(await new EthGetLogs(_client).SendRequestAsync(filterInput).ConfigureAwait(false));
}

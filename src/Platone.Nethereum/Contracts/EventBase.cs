using Nethereum.ABI.Model;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.Contracts;

/// <summary>
/// An event of one contract, or of all where no address is given. A filter's value of null means anything. A <c>bytes32</c> needs its type argument,
/// <c>CreateFilterInput&lt;byte[]&gt;(hash)</c>: without it the compiler takes the array for 32 values of one byte.
/// </summary>
public class EventBase
{
    readonly string _contractAddress;

    private protected EventBase(EventABI eventABI, string contractAddress)
    {
        EventABI = eventABI;
        _contractAddress = contractAddress;
    }

    private protected EventABI EventABI { get; }

    public bool IsLogForEvent(FilterLog log) => EventABI.IsLogForEvent(log);

    public NewFilterInput CreateFilterInput(BlockParameter fromBlock = null, BlockParameter toBlock = null) => Create(fromBlock, toBlock);

    public NewFilterInput CreateFilterInput<T>(T firstIndexedParameterValue, BlockParameter fromBlock = null, BlockParameter toBlock = null) =>
        Create(fromBlock, toBlock, One(firstIndexedParameterValue));

    public NewFilterInput CreateFilterInput<T1, T2>(
        T1 firstIndexedParameterValue,
        T2 secondIndexedParameterValue,
        BlockParameter fromBlock = null,
        BlockParameter toBlock = null) =>
        Create(fromBlock, toBlock, One(firstIndexedParameterValue), One(secondIndexedParameterValue));

    public NewFilterInput CreateFilterInput<T1, T2, T3>(
        T1 firstIndexedParameterValue,
        T2 secondIndexedParameterValue,
        T3 thirdIndexedParameterValue,
        BlockParameter fromBlock = null,
        BlockParameter toBlock = null) =>
        Create(fromBlock, toBlock, One(firstIndexedParameterValue), One(secondIndexedParameterValue), One(thirdIndexedParameterValue));

    public NewFilterInput CreateFilterInput<T>(T[] firstIndexedParameterValues, BlockParameter fromBlock = null, BlockParameter toBlock = null) =>
        Create(fromBlock, toBlock, Many(firstIndexedParameterValues));

    public NewFilterInput CreateFilterInput<T1, T2>(
        T1[] firstIndexedParameterValues,
        T2[] secondIndexedParameterValues,
        BlockParameter fromBlock = null,
        BlockParameter toBlock = null) =>
        Create(fromBlock, toBlock, Many(firstIndexedParameterValues), Many(secondIndexedParameterValues));

    public NewFilterInput CreateFilterInput<T1, T2, T3>(
        T1[] firstIndexedParameterValues,
        T2[] secondIndexedParameterValues,
        T3[] thirdIndexedParameterValues,
        BlockParameter fromBlock = null,
        BlockParameter toBlock = null) =>
        Create(fromBlock, toBlock, Many(firstIndexedParameterValues), Many(secondIndexedParameterValues), Many(thirdIndexedParameterValues));

    static object[] One(object value) => value is null ? null : [value];

    static object[] Many<T>(T[] values) => values?.Cast<object>().ToArray();

    NewFilterInput Create(BlockParameter fromBlock, BlockParameter toBlock, params object[][] values) => new()
    {
        FromBlock = fromBlock,
        ToBlock = toBlock,
        Address = _contractAddress is null ? null : [_contractAddress],
        Topics = EventABI.CreateTopics(values),
    };
}

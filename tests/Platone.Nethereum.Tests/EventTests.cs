using System.Numerics;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Cryptography;

namespace Platone.StandIn.Tests;

public class EventTests
{
    // keccak256("Transfer(address,address,uint256)"), known from every ERC-20.
    const string TransferTopic = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
    const string Alice = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    const string Bob = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";
    const string Contract = "0x00000000000000000000000000000000000000aa";

    static readonly Event<TransferEvent> Transfers = new Web3(new FakeNode().Client).Eth.GetEvent<TransferEvent>(Contract);

    [Fact]
    public void The_signature_is_hashed_as_everywhere()
    {
        Assert.Equal(TransferTopic, "0x" + Event<TransferEvent>.GetEventABI().Sha3Signature);
        Assert.Equal("Transfer(address,address,uint256)", EventExtensions.GetEventABI<TransferEvent>().Signature);
    }

    [Fact]
    public void A_log_is_decoded_from_topics_and_data()
    {
        var log = TransferLog(Alice, Bob, 7);

        var decoded = Assert.Single(new[] { log, Log("0x" + new string('0', 64)), new FilterLog { Topics = [] } }.DecodeAllEvents<TransferEvent>());

        Assert.Same(log, decoded.Log);
        Assert.Equal((Alice, Bob, 7), (decoded.Event.From, decoded.Event.To, decoded.Event.Value));
        Assert.Single(Transfers.DecodeAllEventsForEvent([log]));
        Assert.Single(new TransactionReceipt { Logs = [log] }.DecodeAllEvents<TransferEvent>());
    }

    [Fact]
    public void A_log_of_another_event_is_no_event()
    {
        Assert.Null(Log("0x" + new string('0', 64)).DecodeEvent<TransferEvent>());
        Assert.False(new FilterLog { Topics = null }.IsLogForEvent<TransferEvent>());
    }

    [Fact]
    public void The_same_signature_with_other_indexed_parameters_is_another_event() =>
        Assert.Null(Log(TransferTopic, Topic(Alice), Topic(Bob), "0x" + new string('0', 64)).DecodeEvent<TransferEvent>());

    [Fact]
    public void A_log_that_is_not_encoded_as_its_event_is_refused()
    {
        var log = TransferLog(Alice, Bob, 7);
        log.Data = "0x07";

        Assert.Throws<FormatException>(() => log.DecodeEvent<TransferEvent>());
    }

    [Fact]
    public void An_anonymous_event_never_matches() => Assert.False(Log().IsLogForEvent<NamelessEvent>());

    [Fact]
    public void A_filter_holds_the_values_that_are_looked_for()
    {
        Assert.Equal([TransferTopic], Transfers.CreateFilterInput().Topics);
        Assert.Equal([Contract], Transfers.CreateFilterInput().Address);

        var from = Transfers.CreateFilterInput(Alice, new BlockParameter(1), new BlockParameter(2));
        Assert.Equal([Topic(Alice)], Assert.IsType<object[]>(from.Topics[1], exactMatch: false));
        Assert.Equal(("0x1", "0x2"), (from.FromBlock.GetRPCParam(), from.ToBlock.GetRPCParam()));

        var to = Transfers.CreateFilterInput<string, string>(null!, Bob);
        Assert.Null(to.Topics[1]);
        Assert.Equal([Topic(Bob)], Assert.IsType<object[]>(to.Topics[2], exactMatch: false));

        var either = Transfers.CreateFilterInput([Alice, Bob]);
        Assert.Equal([Topic(Alice), Topic(Bob)], Assert.IsType<object[]>(either.Topics[1], exactMatch: false));
    }

    [Fact]
    public void A_hash_needs_its_type_argument_or_is_refused()
    {
        var hash = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var hashed = new Web3(new FakeNode().Client).Eth.GetEvent<HashedEvent>();

        Assert.Equal([Hex.Encode(hash)], Assert.IsType<object[]>(hashed.CreateFilterInput<byte[]>(hash).Topics[1], exactMatch: false));
        Assert.Throws<ArgumentException>(() => hashed.CreateFilterInput(hash));
    }

    [Fact]
    public void Texts_are_looked_for_by_their_hash_and_arrive_as_it()
    {
        var topic = Keccak256.Hash("meter"u8).ToString();
        var named = new Web3(new FakeNode().Client).Eth.GetEvent<NamedEvent>();

        Assert.Equal([topic], Assert.IsType<object[]>(named.CreateFilterInput("meter").Topics[1], exactMatch: false));
        Assert.Equal(topic, Log("0x" + Event<NamedEvent>.GetEventABI().Sha3Signature, topic).DecodeEvent<NamedEvent>().Event.Name);
    }

    [Fact]
    public void An_indexed_array_cannot_be_read_into_an_array()
    {
        var log = Log("0x" + Event<ListedEvent>.GetEventABI().Sha3Signature, "0x" + new string('0', 64));

        Assert.Contains("Keccak", Assert.Throws<NotSupportedException>(() => log.DecodeEvent<ListedEvent>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_for_more_parameters_than_are_indexed_is_refused() =>
        Assert.Throws<ArgumentException>(() => Transfers.CreateFilterInput(Alice, Bob, BigInteger.One));

    static FilterLog TransferLog(string from, string to, int value)
    {
        var log = Log(TransferTopic, Topic(from), Topic(to));
        log.Data = "0x" + value.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
        return log;
    }

    static FilterLog Log(params object[] topics) => new() { Topics = topics, Data = "0x" };

    static string Topic(string address) => "0x" + new string('0', 24) + address[2..].ToLowerInvariant();

    [Event("Transfer")]
    sealed class TransferEvent : IEventDTO
    {
        [Parameter("address", "from", 1, true)]
        public string? From { get; set; }

        [Parameter("address", "to", 2, true)]
        public string? To { get; set; }

        [Parameter("uint256", "value", 3, false)]
        public BigInteger Value { get; set; }
    }

    [Event("Nameless", isAnonymous: true)]
    sealed class NamelessEvent : IEventDTO;

    [Event("Hashed")]
    sealed class HashedEvent : IEventDTO
    {
        [Parameter("bytes32", "hash", 1, true)]
        public byte[]? Hash { get; set; }
    }

    [Event("Named")]
    sealed class NamedEvent : IEventDTO
    {
        [Parameter("string", "name", 1, true)]
        public string? Name { get; set; }
    }

    [Event("Listed")]
    sealed class ListedEvent : IEventDTO
    {
        [Parameter("uint256[]", "list", 1, true)]
        public List<BigInteger>? List { get; set; }
    }
}

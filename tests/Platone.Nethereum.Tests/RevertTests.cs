using System.Numerics;
using Nethereum.ABI.FunctionEncoding;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;
using Platone.Cryptography;
using Platone.StandIn.Tests.Bindings.DataCertification;
using Platone.StandIn.Tests.Bindings.DataCertification.ContractDefinition;

namespace Platone.StandIn.Tests;

public class RevertTests
{
    const string Contract = "0x00000000000000000000000000000000000000aa";

    // Error(string) with "no".
    const string TextRevert =
        "0x08c379a000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000000000000000000000000000000000000002" +
        "6e6f000000000000000000000000000000000000000000000000000000000000";

    // Panic(uint256) with 0x11, an overflow.
    const string PanicRevert = "0x4e487b710000000000000000000000000000000000000000000000000000000000000011";

    // InvalidInterval(int64,int64) with 5 and -1.
    static readonly string CustomRevert = "0x" + Selector("InvalidInterval(int64,int64)") + new string('0', 63) + "5" + new string('f', 64);

    public static TheoryData<string> Placements => ["\"DATA\"", "{\"message\":\"reverted\",\"data\":\"DATA\"}", "{\"result\":\"DATA\"}"];

    [Theory]
    [MemberData(nameof(Placements))]
    public async Task A_text_is_read_from_wherever_the_node_puts_it(string placement)
    {
        var error = await Assert.ThrowsAsync<SmartContractRevertException>(() => QueryAsync(placement.Replace("DATA", TextRevert, StringComparison.Ordinal)));

        Assert.Equal("no", error.RevertMessage);
        Assert.Equal("Smart contract error: no", error.Message);
        Assert.Equal(TextRevert, error.EncodedData);
    }

    [Theory]
    [MemberData(nameof(Placements))]
    public async Task A_custom_error_is_found_by_the_contracts_service(string placement)
    {
        var error = await Assert.ThrowsAsync<SmartContractCustomErrorRevertException>(() =>
            QueryAsync(placement.Replace("DATA", CustomRevert, StringComparison.Ordinal)));

        Assert.Equal(CustomRevert, error.ExceptionEncodedData);
        Assert.True(error.IsCustomErrorFor<InvalidIntervalError>());
        Assert.False(error.IsCustomErrorFor<EmptyBatchError>());
        Assert.Equal((5, -1), (error.DecodeError<InvalidIntervalError>().From, error.DecodeError<InvalidIntervalError>().To));
        Assert.Throws<FormatException>(() => error.DecodeError<EmptyBatchError>());

        var found = Assert.IsType<SmartContractCustomErrorRevertException<InvalidIntervalError>>(Service(new FakeNode()).FindCustomErrorException(error));
        Assert.Equal(5, found.CustomError.From);
        Assert.Equal("InvalidInterval(from: 5, to: -1)", found.DecodedError);
        Assert.Throws<SmartContractCustomErrorRevertException<InvalidIntervalError>>(() => Service(new FakeNode()).HandleCustomErrorException(error));
    }

    [Fact]
    public async Task A_panic_arrives_raw_and_is_no_error_of_the_contract()
    {
        var error = await Assert.ThrowsAsync<SmartContractCustomErrorRevertException>(() => QueryAsync($"\"{PanicRevert}\""));

        Assert.Equal(PanicRevert, error.ExceptionEncodedData);
        Assert.Null(Service(new FakeNode()).FindCustomErrorException(error));
        Service(new FakeNode()).HandleCustomErrorException(error);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"0x\"")]
    [InlineData("\"0x1234\"")]
    [InlineData("\"out of gas\"")]
    [InlineData("\"0xnothex!!!\"")]
    [InlineData("{\"data\":7}")]
    [InlineData("[]")]
    public async Task Without_a_contracts_data_the_nodes_error_stays(string data) =>
        Assert.Equal("reverted", (await Assert.ThrowsAsync<RpcResponseException>(() => QueryAsync(data))).RpcError.Message);

    [Fact]
    public async Task A_text_that_is_not_encoded_as_one_stays_raw()
    {
        var data = TextRevert[..^2].Replace("0020", "ffff", StringComparison.Ordinal) + "00";

        var error = await Assert.ThrowsAsync<SmartContractCustomErrorRevertException>(() => QueryAsync($"\"{data}\""));

        Assert.Equal(data, error.ExceptionEncodedData);
    }

    [Fact]
    public async Task A_query_that_returns_nothing_says_that_there_may_be_no_contract()
    {
        var service = Service(new FakeNode().Answers("eth_call", "\"0x\""));

        var error = await Assert.ThrowsAsync<FormatException>(() => service.RecordOfQueryAsync(Contract, 1));

        Assert.Equal($"recordOf(address,uint64) returned nothing: is there a contract at {Contract}?", error.Message);
    }

    static Task<byte[]> QueryAsync(string errorData) =>
        Service(new FakeNode().Fails("eth_call", $$"""{"code":3,"message":"reverted","data":{{errorData}}}""")).RecordOfQueryAsync(Contract, 1);

    static DataCertificationService Service(FakeNode node) => new(new Web3(node.Client), Contract);

    static string Selector(string signature) => Convert.ToHexStringLower(Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(signature)).ToArray()[..4]);
}

using System.Text.Json.Nodes;
using Nethereum.ABI.Types;
using Nethereum.Contracts;
using Platone.Cryptography;

namespace Platone.StandIn.Tests;

public class AbiDifferentialTests
{
    static readonly int Cases = FuzzCases.Count(1_000, most: 10_000);

    static readonly AbiSample[][] Samples = CreateSamples();

    [Fact]
    public async Task Calls_with_random_parameters_are_encoded_and_decoded_as_ethers_does()
    {
        var answers = await NodeScript.RunAsync("abi.mjs", new JsonArray([.. Samples.Select(ToQuestion)]));

        for (var i = 0; i < Samples.Length; i++)
        {
            var message = ToMessage(Samples[i]);
            var answer = answers[i]!;
            var data = answer["data"]!.GetValue<string>();

            Assert.Equal(answer["signature"]!.GetValue<string>(), AbiSignature.Of(message.GetType()).Text);
            Assert.Equal(data, Hex.Encode(message.GetCallData()));

            var decoded = ((FunctionMessage)Activator.CreateInstance(message.GetType())!).DecodeInput(data);
            Assert.Equal(answer["decoded"]!.ToJsonString(), AbiSample.ToJson(decoded).ToJsonString());
        }
    }

    [Fact]
    public void Changed_and_cut_data_are_refused_or_read_but_never_crash()
    {
        var random = new Random(22);
        foreach (var sample in Samples)
        {
            var message = ToMessage(sample);
            var data = message.GetCallData();
            for (var i = 0; i < 20; i++) AssertRefusedOrRead(message.GetType(), Spoil(data, random));
        }
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        foreach (var sample in Samples.Take(100))
        {
            var message = ToMessage(sample);
            var data = message.GetCallData();
            for (var length = 4; length < data.Length; length += 32) Assert.Throws<FormatException>(() => Decode(message.GetType(), data[..length]));
        }
    }

    static AbiSample[][] CreateSamples()
    {
        var random = new Random(21);
        return [.. Enumerable.Range(0, Cases).Select(_ => Enumerable.Range(0, random.Next(5)).Select(_ => AbiSample.Next(random)).ToArray())];
    }

    static FunctionMessage ToMessage(AbiSample[] parameters) =>
        (FunctionMessage)EmittedClass.Instance(EmittedClass.Create(typeof(FunctionMessage), parameters, function: "f"), parameters);

    static JsonNode ToQuestion(AbiSample[] parameters) => new JsonObject
    {
        ["inputs"] = new JsonArray([.. parameters.Select((parameter, i) => parameter.ToJsonAbi($"p{i}"))]),
        ["values"] = new JsonArray([.. parameters.Select(parameter => parameter.Json.DeepClone())]),
    };

    static byte[] Spoil(byte[] data, Random random)
    {
        var spoiled = data[..random.Next(4, data.Length + 1)];
        for (var i = random.Next(4); i > 0 && spoiled.Length > 4; i--)
        {
            var position = random.Next(4, spoiled.Length);
            spoiled[position] = random.Next(3) == 0 ? (byte)0xff : (byte)(spoiled[position] + 0x20);
        }

        return spoiled;
    }

    static void AssertRefusedOrRead(Type type, byte[] data)
    {
        try
        {
            Decode(type, data);
        }
        catch (FormatException)
        {
            // Refused, which is the other allowed outcome.
        }
    }

    static FunctionMessage Decode(Type type, byte[] data) => ((FunctionMessage)Activator.CreateInstance(type)!).DecodeInput(Hex.Encode(data));
}

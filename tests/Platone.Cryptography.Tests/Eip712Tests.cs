using System.Globalization;
using System.Text.Json.Nodes;

namespace Platone.Cryptography.Tests;

public class Eip712Tests
{
    static readonly Hash256 PersonType = Keccak256.Hash("Person(string name,address wallet)"u8);
    static readonly Hash256 MailType = Keccak256.Hash("Mail(Person from,Person to,string contents)Person(string name,address wallet)"u8);
    static readonly Hash256 ReceiptType =
        Keccak256.Hash("Receipt(address provider,bytes32 stream,uint64 sequence,bytes32 leaf,int64 certifyBy,int128 value)"u8);

    /// <summary>The example of the EIP itself.</summary>
    [Fact]
    public void The_mail_of_the_EIP_has_its_published_hashes()
    {
        var domain = Eip712.DomainSeparator("Ether Mail", "1", 1, Address.Parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"));
        var mail = Hash(writer =>
        {
            writer.Write(MailType);
            writer.Write(Person("Cow"u8, "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"));
            writer.Write(Person("Bob"u8, "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"));
            writer.Write(Keccak256.Hash("Hello, Bob!"u8));
            return writer;
        });

        Assert.Equal("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f", domain.ToString());
        Assert.Equal("0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e", mail.ToString());
        Assert.Equal("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2", Eip712.Digest(domain, mail).ToString());
    }

    [Fact]
    public async Task Signed_structs_agree_with_ethers()
    {
        var random = new Random(10);
        var cases = Enumerable.Range(0, FuzzCases.Count(500, most: 20_000)).Select(_ => new Receipt(random)).ToArray();

        var answers = await EthersOracle.AskAsync(cases.Select(receipt => receipt.Question()));

        for (var i = 0; i < cases.Length; i++)
        {
            Assert.Equal(answers[i]["domainSeparator"]!.GetValue<string>(), cases[i].DomainSeparator.ToString());
            Assert.Equal(answers[i]["digest"]!.GetValue<string>(), cases[i].Digest.ToString());
            Assert.Equal(answers[i]["signature"]!.GetValue<string>(), cases[i].Key.Sign(cases[i].Digest).ToString());
        }
    }

    static Hash256 Person(ReadOnlySpan<byte> name, string wallet)
    {
        var writer = new AbiWriter(stackalloc byte[3 * AbiWriter.WordLength]);
        writer.Write(PersonType);
        writer.Write(Keccak256.Hash(name));
        writer.Write(Address.Parse(wallet));
        return Keccak256.Hash(writer.Written);
    }

    static Hash256 Hash(Func<AbiWriter, AbiWriter> write) => Keccak256.Hash(write(new AbiWriter(new byte[8 * AbiWriter.WordLength])).Written);

    sealed class Receipt(Random random)
    {
        readonly ulong _chainId = random.NextUInt64();
        readonly Address _contract = random.NextAddress();
        readonly string _name = $"Näme {random.Next()}";
        readonly Address _provider = random.NextAddress();
        readonly Hash256 _stream = random.NextHash();
        readonly ulong _sequence = random.NextUInt64();
        readonly Hash256 _leaf = random.NextHash();
        readonly long _certifyBy = random.NextInt64(long.MinValue, long.MaxValue);
        readonly Int128 _value = new((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64());

        public PrivateKey Key { get; } = random.NextKey();

        public Hash256 DomainSeparator => Eip712.DomainSeparator(_name, "2", _chainId, _contract);

        public Hash256 Digest => Eip712.Digest(DomainSeparator, Hash(writer =>
        {
            writer.Write(ReceiptType);
            writer.Write(_provider);
            writer.Write(_stream);
            writer.Write(_sequence);
            writer.Write(_leaf);
            writer.Write(_certifyBy);
            writer.Write(_value);
            return writer;
        }));

        public JsonObject Question() => Tests.Question.Of(
            "typedData",
            ("key", Hex.Encode(Key.ToArray())),
            ("domain", new JsonObject { ["name"] = _name, ["version"] = "2", ["chainId"] = Text(_chainId), ["verifyingContract"] = _contract.ToString() }),
            ("types", new JsonObject
            {
                ["Receipt"] = new JsonArray(
                    Member("address", "provider"), Member("bytes32", "stream"), Member("uint64", "sequence"),
                    Member("bytes32", "leaf"), Member("int64", "certifyBy"), Member("int128", "value")),
            }),
            ("value", new JsonObject
            {
                ["provider"] = _provider.ToString(),
                ["stream"] = _stream.ToString(),
                ["sequence"] = Text(_sequence),
                ["leaf"] = _leaf.ToString(),
                ["certifyBy"] = Text(_certifyBy),
                ["value"] = Text(_value),
            }));

        static JsonObject Member(string type, string name) => new() { ["name"] = name, ["type"] = type };

        static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
    }
}

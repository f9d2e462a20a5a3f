using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Platone.Cryptography.Tests;

public class Eip1559TransactionTests
{
    static readonly PrivateKey Key = PrivateKey.FromBytes([.. new byte[31], 7]);

    static readonly Eip1559Transaction Transfer = new(
        ChainId: 31337,
        Nonce: 5,
        MaxPriorityFeePerGas: 1,
        MaxFeePerGas: 2_000_000_000,
        GasLimit: 21_000,
        To: Address.Zero,
        Value: 1,
        Data: default);

    [Fact]
    public async Task Signed_transactions_agree_with_ethers_and_are_read_back()
    {
        var random = new Random(14);
        var cases = Enumerable.Range(0, FuzzCases.Count(500, most: 50_000))
            .Select(_ => (Key: random.NextKey(), Transaction: NextTransaction(random))).ToArray();

        var answers = await EthersOracle.AskAsync(cases.Select(x => ToQuestion(x.Key, x.Transaction)));

        for (var i = 0; i < cases.Length; i++)
        {
            var signed = cases[i].Transaction.Sign(cases[i].Key);
            Assert.Equal(answers[i]["raw"]!.GetValue<string>(), Hex.Encode(signed.Raw.Span));
            Assert.Equal(answers[i]["hash"]!.GetValue<string>(), signed.Hash.ToString());
            Assert.Equal(answers[i]["sender"]!.GetValue<string>(), signed.Sender.ToChecksumString());

            var decoded = Eip1559Transaction.Decode(signed.Raw.Span);
            Assert.Equal(signed.Hash, decoded.Hash);
            Assert.Equal(signed.Sender, decoded.Sender);
            Assert.Equal(Hex.Encode(signed.Transaction.Data.Span), Hex.Encode(decoded.Transaction.Data.Span));
            Assert.Equal(signed.Transaction with { Data = default }, decoded.Transaction with { Data = default });
        }
    }

    [Fact]
    public void A_flipped_bit_never_keeps_the_sender()
    {
        var signed = Transfer.Sign(Key);
        for (var bit = 0; bit < signed.Raw.Length * 8; bit++)
        {
            var changed = signed.Raw.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.NotEqual(Key.Address, Eip1559Transaction.Decode(changed).Sender);
            }
            catch (FormatException)
            {
                // Refused, which is the other allowed outcome.
            }
        }
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var raw = Transfer.Sign(Key).Raw.ToArray();
        for (var length = 0; length < raw.Length; length++) Assert.Throws<FormatException>(() => Eip1559Transaction.Decode(raw.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(0, "89ffffffffffffffffff", "Field chainId: Expected an integer of at most 8 bytes")]
    [InlineData(1, "8200ff", "Field nonce: An integer in the RLP starts with a zero byte")]
    [InlineData(5, "821234", "Field to: Expected an address of 20 bytes or none, found 2 bytes")]
    [InlineData(7, "c0", "Field data: Expected bytes in the RLP, found a list")]
    [InlineData(8, "c1c0", "Field accessList: expected none")]
    [InlineData(8, "80", "Field accessList: Expected a list")]
    [InlineData(9, "02", "signature is none")]
    [InlineData(11, "a07fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1", "signature is none")]
    public void A_bad_field_is_named(int index, string encoded, string reason)
    {
        var fields = Rlp.Decode(Transfer.Sign(Key).Raw[1..]).Items.Select(item => item.IsList ? Rlp.EncodeList() : Rlp.Encode(item.Bytes.Span)).ToArray();
        fields[index] = Hex.Decode(encoded);

        var error = Assert.Throws<FormatException>(() => Eip1559Transaction.Decode([0x02, .. Rlp.EncodeList(fields)]));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "found no bytes")]
    [InlineData("01c0", "found 0x01")]
    [InlineData("f8", "found 0xf8")]
    [InlineData("02c0", "Expected 12 fields in the transaction, found 0")]
    [InlineData("0280", "Expected a list")]
    public void Another_kind_of_transaction_is_refused(string hex, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Eip1559Transaction.Decode(Hex.Decode(hex))).Message, StringComparison.Ordinal);

    [Fact]
    public void Numbers_out_of_range_are_not_signed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => (Transfer with { Value = -1 }).Sign(Key));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Transfer with { MaxFeePerGas = BigInteger.One << 256 }).Sign(Key));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Transfer with { MaxPriorityFeePerGas = -1 }).Sign(Key));
    }

    static Eip1559Transaction NextTransaction(Random random)
    {
        var fees = new[] { random.NextUnsigned(16), random.NextUnsigned(16) }.Order().ToArray();
        return new(
            ChainId: (ulong)random.NextInt64(1, int.MaxValue),
            Nonce: (ulong)random.NextInt64(0, int.MaxValue),
            MaxPriorityFeePerGas: fees[0],
            MaxFeePerGas: fees[1],
            GasLimit: random.NextUInt64(),
            To: random.Next(4) == 0 ? null : random.NextAddress(),
            Value: random.NextUnsigned(32),
            Data: random.NextBytes(random.Next(300)));
    }

    static JsonObject ToQuestion(PrivateKey key, Eip1559Transaction transaction) => Question.Of(
        "transaction",
        ("key", Hex.Encode(key.ToArray())),
        ("fields", new JsonObject
        {
            ["chainId"] = transaction.ChainId,
            ["nonce"] = transaction.Nonce,
            ["maxPriorityFeePerGas"] = Text(transaction.MaxPriorityFeePerGas),
            ["maxFeePerGas"] = Text(transaction.MaxFeePerGas),
            ["gasLimit"] = Text(transaction.GasLimit),
            ["to"] = transaction.To?.ToString(),
            ["value"] = Text(transaction.Value),
            ["data"] = Hex.Encode(transaction.Data.Span),
        }));

    static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

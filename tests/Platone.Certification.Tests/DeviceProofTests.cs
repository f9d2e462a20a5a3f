using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Platone.Certification.Blocks;
using Platone.Certification.Tests.Blocks;
using Platone.Cryptography;

namespace Platone.Certification.Tests;

public sealed class DeviceProofTests
{
    private static readonly ProvenBatch Signed = new(signed: true), Unsigned = new();

    [Fact]
    public void A_signed_readings_proof_names_the_device_and_its_keys_times()
    {
        for (var position = 0; position < Signed.Count; position++)
        {
            var result = (ProofResult)Signed.Verify(Signed.Proof(position).ToJson());

            Assert.True(result.Valid, string.Join(", ", result.Checks.Where(check => !check.Ok)));
            Assert.Equal(
                ["format", "provider", "stream", "sequence", "kind", "content", "path", "account", "storage", "device", "block"],
                result.Checks.Select(check => check.Name));
            var key = (position + 1) % 2;
            Assert.Equal(new DeviceKey(ProvenBatch.Keys[key].Address, ProvenBatch.Registered, key == 1 ? ProvenBatch.Retired : null), result.Device);
        }
    }

    [Fact]
    public void An_unsigned_readings_proof_names_no_device() => Assert.Null(((ProofResult)Unsigned.Verify(Unsigned.Proof(0).ToJson())).Device);

    [Fact]
    public void A_retirement_is_told_and_refuses_nothing_because_the_batchs_time_is_the_certifiers_word()
    {
        var key = ((ProofResult)Signed.Verify(Signed.Proof(0).ToJson())).Device!;
        var batch = ((ProofResult)Signed.Verify(Signed.Proof(0).ToJson())).Batch!.Value;

        Assert.True(key.IsRetiredBefore(batch with { Closed = (long)ProvenBatch.Retired * 1_000_000 }));
        Assert.False(key.IsRetiredBefore(batch with { Closed = ((long)ProvenBatch.Retired * 1_000_000) - 1 }));
        Assert.False((key with { Retired = null }).IsRetiredBefore(batch with { Closed = long.MaxValue }));
        Assert.False((key with { Retired = ulong.MaxValue }).IsRetiredBefore(batch with { Closed = long.MaxValue }));
    }

    [Fact]
    public void What_is_signed_is_an_EIP191_message_over_four_words()
    {
        var record = Signed.Reading(1).ToRecord();
        byte[] words =
        [
            .. new byte[12], .. record.Provider.ToArray(), .. record.Stream.ToArray(), .. new byte[31], 2, .. record.Content.ToArray(),
        ];
        byte[] message = [0x19, .. "Ethereum Signed Message:\n32"u8, .. Keccak256.Hash(words).ToArray()];

        Assert.Equal(Keccak256.Hash(message), DeviceSignature.Digest(record));
        Assert.Equal(ProvenBatch.Keys[0].Address, DeviceSignature.Recover(Signed.Reading(1).Signature!.Value, record));
        Assert.Equal(Keccak256.Hash(Signed.Reading(1).Signature!.Value.ToArray()), record.Origin);
    }

    [Fact]
    public void Signature_and_origin_are_there_together_or_not_at_all()
    {
        var (signed, unsigned) = (Signed.Proof(1), Unsigned.Proof(1));

        AssertInvalid(signed with { Reading = signed.Reading with { Signature = null } }, "device");
        AssertInvalid(signed with { Reading = signed.Reading with { Signature = null }, Chain = signed.Chain with { Devices = null } }, "device");
        AssertInvalid(signed with { Chain = signed.Chain with { Devices = null } }, "device");
        AssertInvalid(signed with { Reading = signed.Reading with { Signature = Signed.Proof(3).Reading.Signature } }, "device");
        AssertInvalid(unsigned with { Reading = unsigned.Reading with { Signature = signed.Reading.Signature } }, "device");
        AssertInvalid(unsigned with { Chain = unsigned.Chain with { Devices = signed.Chain.Devices } }, "device");
    }

    [Fact]
    public void Another_keys_proof_proves_nothing()
    {
        var (one, other) = (Signed.Proof(1), Signed.Proof(2));

        AssertInvalid(one with { Chain = one.Chain with { Devices = other.Chain.Devices } }, "device");
        AssertInvalid(one with { Chain = one.Chain with { Devices = [.. one.Chain.Devices!, .. other.Chain.Devices!] } }, "device");
    }

    /// <summary>The certifier makes the leaf: only the chain's slot keeps it from signing with a key of its own.</summary>
    [Fact]
    public void A_key_that_the_provider_did_not_register_is_no_device()
    {
        var (reading, stranger) = (Unsigned.Reading(0), PrivateKey.FromBytes([.. Enumerable.Repeat((byte)9, 32)]));
        var own = new SigningDevice(reading.Provider, stranger.Address);
        var elsewhere = own with { Provider = ProvenChain.Contract };

        AssertDevice(false, own);
        AssertDevice(false, own, RegisteredKey.Of(elsewhere, 5));
        AssertDevice(false, own, RegisteredKey.Of(own with { Device = reading.Provider }, 5));
        AssertDevice(false, own, new RegisteredKey(own, (BigInteger)7 << 64));
        AssertDevice(false, own, new RegisteredKey(own, BigInteger.One << 128));
        AssertDevice(true, own, RegisteredKey.Of(own, 1));
        AssertDevice(true, own, RegisteredKey.Of(own, ulong.MaxValue, ulong.MaxValue));

        void AssertDevice(bool expected, SigningDevice signer, params RegisteredKey[] registered)
        {
            var signed = reading with { Signature = stranger.Sign(DeviceSignature.Digest(reading.ToRecord())) };
            var batch = ClosedBatch.Close([signed.ToRecord()], Hash256.Zero, ProvenChain.Contract, 1, 1, 2, 3, BatchFlags.None);
            var chain = new ProvenChain(batch.Record, keys: registered);
            var file = ProofFile.Create(signed, batch.Record, new MerkleTree([.. batch.Leaves]), 0, chain.ProofOf(signer));

            var result = ProofVerifier.Verify(Encoding.UTF8.GetBytes(file.ToJson())).TrustingBlock(chain.BlockHash);
            Assert.Equal(expected, result.Valid);
            Assert.Equal(expected ? [] : ["device"], result.Checks.Where(check => !check.Ok).Select(check => check.Name));
        }
    }

    [Fact]
    public void Nodes_that_the_batchs_proof_has_are_not_repeated_and_no_other_is_left_out()
    {
        var random = new Random(3);
        var keys = Enumerable.Range(0, 300).Select(_ => random.NextHash()).ToList();
        var trie = new ReferenceTrie(keys.Select(key => (key.ToArray(), Rlp.Encode(key.ToArray()))));
        var lengths = new HashSet<int>();
        foreach (var (one, other) in keys.Zip(keys.Skip(1)))
        {
            var (first, whole) = (trie.Prove(one.ToArray()), trie.Prove(other.ToArray()));
            var common = first.Zip(whole).TakeWhile(pair => pair.First.Span.SequenceEqual(pair.Second.Span)).Count();
            lengths.Add(common);

            Assert.Equal(Rlp.Encode(other.ToArray()), LookUp(whole[common..])!.Value.ToArray());
            for (var from = 0; from <= whole.Length; from++)
            {
                if (from != common) Assert.Throws<FormatException>(() => LookUp(whole[from..]));
            }

            Assert.Throws<FormatException>(() => LookUp([.. whole[common..], whole[^1]]));

            ReadOnlyMemory<byte>? LookUp(ReadOnlyMemory<byte>[] nodes) => TrieProof.LookupBeside(trie.Root, other, first, nodes);
        }

        Assert.True(lengths.Count > 1, $"always {string.Join(", ", lengths)} in common");
    }

    [Theory]
    [InlineData("signature", "null")]
    [InlineData("signature", "7")]
    [InlineData("devices", "null")]
    [InlineData("devices", "[]")]
    [InlineData("devices", "{}")]
    [InlineData("devices", "[null]")]
    [InlineData("devices", "[[null]]")]
    [InlineData("devices", "[\"0x\"]")]
    [InlineData("devices", "[[[]]]")]
    public void What_has_not_the_form_of_these_members_is_refused(string member, string value)
    {
        var json = JsonNode.Parse(Signed.Proof(0).ToJson())!;
        json[member == "devices" ? "chain" : "reading"]![member] = JsonNode.Parse(value);

        Assert.Equal(
            ["format"], ProofVerifier.Verify(Encoding.UTF8.GetBytes(json.ToJsonString())).Checks.Where(check => !check.Ok).Select(check => check.Name));
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(64, 0)]
    public void Another_form_of_the_same_signature_is_refused(int place, byte v)
    {
        var file = Signed.Proof(0);
        var bytes = Hex.Decode(file.Reading.Signature!);
        bytes[place] = v;

        AssertInvalid(file with { Reading = file.Reading with { Signature = Hex.Encode(bytes) } }, "device");
    }

    [Fact]
    public void A_range_tells_how_many_of_its_readings_are_signed_and_by_which_keys()
    {
        var range = new ProvenRange(
            signed: number => number % 3 != 0, new Dictionary<int, ulong[]> { [1] = [1, 2, 3] }, new Dictionary<int, ulong[]> { [1] = [4, 5] });

        var whole = range.Verify(range.Proof(1, 1, 5));
        Assert.True(whole.Valid, string.Join(", ", whole.Checks.Where(check => !check.Ok)));
        Assert.Equal(["format", "batches", "index", "path", "range", "account", "storage", "device", "block"], whole.Checks.Select(check => check.Name));
        Assert.Equal(4, whole.Signed);
        Assert.Equal(ProvenBatch.Keys.Select(key => key.Address).Order(), whole.Devices.Select(key => key.Device));

        var unsigned = range.Verify(range.Proof(1, 3, 3));
        Assert.True(unsigned.Valid);
        Assert.Equal(0, unsigned.Signed);
        Assert.DoesNotContain(unsigned.Checks, check => check.Name == "device");
    }

    [Fact]
    public void Every_flipped_bit_of_a_signed_range_is_rejected()
    {
        var range = new ProvenRange(signed: _ => true, new Dictionary<int, ulong[]> { [1] = [1, 2] });
        var whole = range.Proof(1, 1, 2).ToJson();
        var signatures = JsonNode.Parse(whole)!["batches"]![0]!["segment"]!["readings"]!.AsArray().Select(reading => reading!["signature"]!.GetValue<string>());
        var nodes = JsonNode.Parse(whole)!["chain"]!["devices"]!.AsArray().SelectMany(list => list!.AsArray().Select(node => node!.GetValue<string>()));

        Parallel.ForEach(signatures.Concat(nodes), text =>
        {
            for (var bit = 0; bit < 4 * (text.Length - 2); bit++)
            {
                var place = 2 + (bit / 4);
                var digit = "0123456789abcdef"[Convert.ToInt32(text[place..(place + 1)], 16) ^ (1 << (bit % 4))];
                var changed = whole.Replace(text, text[..place] + digit + text[(place + 1)..], StringComparison.Ordinal);
                Assert.False(RangeVerifier.Verify(Encoding.UTF8.GetBytes(changed)).TrustingBlock(range.Chain.BlockHash).Valid, $"bit {bit} of {text}");
            }
        });
    }

    [Fact]
    public void A_signature_that_a_range_leaves_out_or_moves_is_missed()
    {
        var range = new ProvenRange(signed: number => number != 3, new Dictionary<int, ulong[]> { [1] = [1, 2, 3] });
        var file = range.Proof(1, 1, 3);
        var readings = file.Batches[0].Segment!.Readings;

        AssertDeviceFails([readings[0] with { Signature = null }, .. readings.Skip(1)]);
        AssertDeviceFails([readings[0], readings[1] with { Signature = readings[0].Signature }, readings[2]]);
        AssertDeviceFails([.. readings.Take(2), readings[2] with { Signature = readings[0].Signature }]);
        Assert.False(range.Verify(file with { Chain = file.Chain with { Devices = [.. file.Chain.Devices!.Reverse()] } }).Valid);
        Assert.False(range.Verify(file with { Chain = file.Chain with { Devices = [file.Chain.Devices![0]] } }).Valid);

        void AssertDeviceFails(IReadOnlyList<RangeReading> changed)
        {
            var batch = file.Batches[0] with { Segment = file.Batches[0].Segment! with { Readings = changed } };
            Assert.Equal(["device"], range.Verify(file with { Batches = [batch] }).Checks.Where(check => !check.Ok).Select(check => check.Name));
        }
    }

    private static void AssertInvalid(ProofFile file, params string[] failing)
    {
        var batch = file.Record == Signed.Proof((int)file.Position).Record ? Signed : Unsigned;
        var result = batch.Verify(file.ToJson());

        Assert.False(result.Valid);
        Assert.Null(((ProofResult)result).Device);
        Assert.Equal(failing, result.Checks.Where(check => !check.Ok).Select(check => check.Name));
    }
}

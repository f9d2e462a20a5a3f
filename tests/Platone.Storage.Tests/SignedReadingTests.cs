using System.Globalization;
using System.Text;
using Platone.Certification;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Tests;

/// <summary>What devices sign is taken from keys that their provider registered, and kept.</summary>
public abstract class SignedReadingTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private static readonly PrivateKey Key = PrivateKey.FromBytes([.. Enumerable.Repeat((byte)1, 32)]);
    private static readonly PrivateKey Stranger = PrivateKey.FromBytes([.. Enumerable.Repeat((byte)2, 32)]);

    private readonly TStore _store = new();

    private ulong _block;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_reading_of_a_registered_key_is_kept_with_its_signature_and_origin()
    {
        await SayAsync(Registered(Key));
        var message = Signed(Key, 1, 0, "10");

        var stored = Assert.Single((await _store.AcceptAsync(message)).Readings).Reading;

        var signature = message.Decoded.Readings[0].Signature!.Value;
        var found = _store.Queries.Find(stored.Id)!;
        Assert.Equal(signature.Signature, found.Signature);
        Assert.Equal(stored.ToRecord(), found.ToRecord());
        Assert.Equal(Keccak256.Hash(signature.Signature.ToArray()), found.ToRecord().Origin);
        Assert.Equal([new SigningDevice(Given.Anna, Key.Address)], SigningDevice.Of([found]));
        Assert.Equal((long)signature.Offset, _store.Scalar("SELECT signature_offset FROM reading WHERE id=$1", stored.Id));
        var skeleton = Encoding.UTF8.GetString((byte[])_store.Scalar("SELECT skeleton FROM message")!);
        Assert.DoesNotContain(signature.Signature.ToString()[2..], skeleton, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_keys_keys_of_another_provider_and_retired_keys_are_refused()
    {
        await AssertRefusedAsync(Signed(Key, 1, 0, "10"), Key.Address);
        await SayAsync(Registered(Key), Registered(Stranger) with { Provider = Given.Bruno });
        await AssertRefusedAsync(Signed(Stranger, 1, 0, "10"), Stranger.Address);
        Assert.Null((await _store.AcceptAsync(Signed(Key, 1, 0, "10"))).Refusal);

        await SayAsync(Registered(Key) with { IsRetired = true, Time = 20 });

        await AssertRefusedAsync(Signed(Key, 2, 1, "11"), Key.Address);
        Assert.Equal(new DeviceRegistration(Given.Anna, Key.Address, 10, 20), Assert.Single(new ChainStore(_store.Database).Devices(Given.Anna)));
        Assert.Equal(1, _store.Count("reading"));
    }

    [Fact]
    public async Task A_signature_over_anything_else_is_of_a_key_that_nobody_registered()
    {
        await SayAsync(Registered(Key));
        var (one, other) = (Signed(Key, 1, 0, "10"), Signed(Key, 1, 0, "11"));
        var moved = Encoding.UTF8.GetString(other.Payload.Span).Replace(
            other.Decoded.Readings[0].Signature!.Value.Signature.ToString(), one.Decoded.Readings[0].Signature!.Value.Signature.ToString(),
            StringComparison.Ordinal);

        var refusal = (await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", moved))).Refusal!;

        Assert.Equal(("signature", "a device key that the provider registered"), (refusal.Place, refusal.Expected));
        Assert.NotEqual(Key.Address.ToString(), refusal.Found);
        // As another provider's it is signed for nobody either.
        await SayAsync(Registered(Key) with { Provider = Given.Bruno });
        Assert.Equal("signature", (await _store.AcceptAsync(Given.Message(Given.Bruno, "LN-1", Encoding.UTF8.GetString(one.Payload.Span)))).Refusal!.Place);
    }

    [Fact]
    public async Task A_reorganisation_takes_a_registration_and_a_retirement_back()
    {
        var chain = new ChainStore(_store.Database);
        await SayAsync(Registered(Key));
        await SayAsync(Registered(Key) with { IsRetired = true });
        await AssertRefusedAsync(Signed(Key, 1, 0, "10"), Key.Address);

        await chain.RollBackAsync(new(new(1, Hash256.Zero), [], [], 1), CancellationToken.None);
        Assert.Null((await _store.AcceptAsync(Signed(Key, 1, 0, "10"))).Refusal);

        await chain.RollBackAsync(new(new(0, Hash256.Zero), [], [], 0), CancellationToken.None);
        await AssertRefusedAsync(Signed(Key, 2, 1, "10"), Key.Address);
    }

    [Fact]
    public async Task A_known_reading_keeps_what_was_stored_first()
    {
        await SayAsync(Registered(Key));
        var signed = (await _store.AcceptAsync(Signed(Key, 1, 0, "10"))).Readings[0].Reading;
        var unsigned = (await _store.AcceptAsync(Unsigned(2, 1, "20"))).Readings[0].Reading;

        Assert.Equal(signed.ToRecord(), (await _store.AcceptAsync(Unsigned(1, 0, "10"))).Readings[0].Reading.ToRecord());
        Assert.Equal(unsigned.ToRecord(), (await _store.AcceptAsync(Signed(Key, 2, 1, "20"))).Readings[0].Reading.ToRecord());
        await SayAsync(Registered(Key) with { IsRetired = true });
        Assert.Equal(signed.ToRecord(), (await _store.AcceptAsync(Signed(Key, 1, 0, "10"))).Readings[0].Reading.ToRecord());
    }

    [Fact]
    public async Task A_correction_says_what_it_replaces()
    {
        await SayAsync(Registered(Key));
        Assert.Null((await _store.AcceptAsync(Signed(Key, 5, 0, "10"))).Refusal);

        Assert.Equal(("replaces", "nothing"), Blame((await _store.AcceptAsync(Signed(Key, 6, 0, "11"))).Refusal!));
        Assert.Equal(("replaces", "4"), Blame((await _store.AcceptAsync(Signed(Key, 6, 0, "11", replaces: 4))).Refusal!));
        Assert.Equal(("replaces", "5"), Blame((await _store.AcceptAsync(Signed(Key, 6, 1, "11", replaces: 5))).Refusal!));
        var revision = (await _store.AcceptAsync(Signed(Key, 6, 0, "11", replaces: 5))).Readings[0].Reading;
        Assert.Equal((RecordKind.Revision, 5UL), (revision.Kind, revision.Replaces));
        Assert.Equal(Key.Address, DeviceSignature.Recover(revision.Signature!.Value, revision.ToRecord()));
        Assert.Null((await _store.AcceptAsync(Unsigned(7, 0, "12"))).Refusal);
        Assert.Equal(("replaces", "6"), Blame((await _store.AcceptAsync(Unsigned(8, 0, "13", replaces: 6))).Refusal!));

        static (string, string) Blame(PayloadException refusal) => (refusal.Place, refusal.Found);
    }

    private async Task AssertRefusedAsync(IncomingMessage message, Address signer)
    {
        var refusal = (await _store.AcceptAsync(message)).Refusal!;
        Assert.Equal(("signature", signer.ToString(), "a device key that the provider registered"), (refusal.Place, refusal.Found, refusal.Expected));
    }

    private Task SayAsync(params DeviceChange[] changes) => new ChainStore(_store.Database).ApplyAsync(
        new(new(++_block, Hash256.Zero), [], [], [], [.. changes.Select(change => change with { BlockNumber = _block })], _block), CancellationToken.None);

    private static DeviceChange Registered(PrivateKey key) => new(0, Given.Anna, key.Address, Time: 10, IsRetired: false);

    private static IncomingMessage Unsigned(ulong sequence, int second, string value, ulong? replaces = null) =>
        Given.Message(Given.Anna, "LN-1", Payload(sequence, second, value, replaces));

    private static IncomingMessage Signed(PrivateKey key, ulong sequence, int second, string value, ulong? replaces = null) => Given.Message(
        Given.Anna, "LN-1", Encoding.UTF8.GetString(DeviceSignature.Sign(key, Given.Anna, Encoding.UTF8.GetBytes(Payload(sequence, second, value, replaces)))));

    private static string Payload(ulong sequence, int second, string value, ulong? replaces)
    {
        var correction = replaces is { } number ? string.Create(CultureInfo.InvariantCulture, $",\"replaces\":{number}") : "";
        var time = IsoTime.Format(Given.Received + (second * 1_000_000L));
        var reading = $$"""{"measurand":"activepower","unit":"W","value":"{{value}}"{{correction}}}""";
        return $$"""{"lightNode":"LN-1","sequence":{{sequence}},"timestamp":"{{time}}","readings":[{{reading}}]}""";
    }
}

public sealed class SignedReadingOnSqliteTests : SignedReadingTests<SqliteStore>;

public sealed class SignedReadingOnPostgresTests : SignedReadingTests<PostgresStore>;

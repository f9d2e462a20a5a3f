using Platone.Certification;
using Platone.Cli.Commands;
using Platone.Cryptography;

namespace Platone.Cli.Tests;

/// <summary>A chain that answers otherwise than before.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("platone-watch-").FullName;
    private readonly PrivateKey _key = PrivateKey.FromBytes([.. Enumerable.Repeat((byte)7, 32)]);
    private readonly Dictionary<ulong, Hash256> _chain = new() { [1] = Keccak256.Hash([1]), [2] = Keccak256.Hash([2]) };
    private readonly List<string> _told = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_head_that_the_chain_contradicts_later_is_an_equivocation_at_once_and_at_the_next_start()
    {
        var watch = NewWatch();
        await watch.CheckEarlierAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal((2UL, 2L, 0L), (watch.Last, watch.CoSigned, watch.Alarms));

        _chain[2] = Keccak256.Hash([3]);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(1, watch.Alarms);
        Assert.Contains("ALARM: batch 2", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Contains("EQUIVOCATION", _told[0], StringComparison.Ordinal);

        _chain.Remove(1);
        var next = NewWatch();
        await next.CheckEarlierAsync(CancellationToken.None);
        Assert.Equal((2UL, 2L), (next.Last, next.Alarms));
    }

    [Fact]
    public void A_head_is_signed_as_typed_data()
    {
        var line = File().Sign(5, Keccak256.Hash([5]), "head only", "now");

        Assert.True(Signature.TryParse(line.Signature, out var signature));
        Assert.True(signature.TryRecover(new WatchedHead(Address.Zero, 5, Keccak256.Hash([5])).Digest(31337, Address.Zero), out var signer));
        Assert.Equal(_key.Address, signer);
    }

    private Watch NewWatch() =>
        new((_, number) => Task.FromResult(_chain.GetValueOrDefault(number)), store: null, File(), Address.Zero, TimeProvider.System, _told.Add);

    private HeadFile File() => new(Path.Combine(_folder, "heads.jsonl"), _key, 31337, Address.Zero, Address.Zero);
}

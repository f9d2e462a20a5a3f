using Nethereum.Web3;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>
/// The receipts that were presented against one certifier and are still open. The contract's count says how many there must be: after a
/// fresh start, a long pause or a reorganisation events are read from the head backwards until there are so many.
/// </summary>
/// <param name="fromBlock">The block before the first of the deployments: nothing is looked for before it.</param>
public sealed class OpenChallenges(IWeb3 web3, BondReader reader, Address certifier, ulong fromBlock)
{
    /// <summary>How many blocks one request may span: nodes limit what they answer.</summary>
    private const ulong MaxBlocks = 1000;

    private readonly Dictionary<Hash256, OpenChallenge> _open = [];
    private ChainPosition? _readTo;

    /// <summary>The open challenges as of the chain's head, the most urgent first.</summary>
    public async Task<IReadOnlyList<OpenChallenge>> FindAsync(CancellationToken cancellationToken)
    {
        var newest = await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync().ConfigureAwait(false);
        var head = await EventFollower.PositionOfAsync(web3, (ulong)newest.Value).ConfigureAwait(false);
        var count = await reader.OpenAsync(certifier, head.Number).ConfigureAwait(false);
        if (count > 0 && await FollowsAsync(head).ConfigureAwait(false)) await ReadAsync(_readTo!.Value.Number + 1, head.Number).ConfigureAwait(false);
        else _open.Clear();

        if ((ulong)_open.Count != count) await ReadBackwardsAsync(head.Number, count, cancellationToken).ConfigureAwait(false);
        _readTo = head;
        return [.. _open.Values.OrderBy(challenge => challenge.Deadline)];
    }

    /// <summary>Whether the head is a step from the block that was read last, which the chain still has.</summary>
    private async Task<bool> FollowsAsync(ChainPosition head) =>
        _readTo is { } last && head.Number >= last.Number && head.Number - last.Number <= MaxBlocks
        && (await EventFollower.PositionOfAsync(web3, last.Number).ConfigureAwait(false)).Hash == last.Hash;

    private async Task ReadAsync(ulong from, ulong to)
    {
        if (from > to) return;

        var (presented, settled) = await reader.EventsAsync(certifier, from, to).ConfigureAwait(false);
        foreach (var challenge in presented) _open[challenge.Id] = challenge;
        foreach (var id in settled) _open.Remove(id);
    }

    private async Task ReadBackwardsAsync(ulong head, ulong count, CancellationToken cancellationToken)
    {
        _open.Clear();
        var settled = new HashSet<Hash256>();
        for (var to = head; (ulong)_open.Count < count && to >= fromBlock; to -= MaxBlocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = to - fromBlock < MaxBlocks ? fromBlock : to - MaxBlocks + 1;
            var (presented, settledHere) = await reader.EventsAsync(certifier, from, to).ConfigureAwait(false);
            settled.UnionWith(settledHere);
            foreach (var challenge in presented.Where(challenge => !settled.Contains(challenge.Id))) _open[challenge.Id] = challenge;
            if (from == fromBlock) return;
        }
    }
}

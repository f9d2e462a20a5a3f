using Nethereum.Web3;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>
/// The receipts that were presented against one certifier and are still open. The contract's count says how many there must be: where
/// what was read does not add up (a fresh start, a reorganisation), events are read again from the head backwards until it does.
/// </summary>
/// <param name="fromBlock">The block before the first of the deployments: nothing is looked for before it.</param>
public sealed class OpenChallenges(IWeb3 web3, BondReader reader, Address certifier, ulong fromBlock)
{
    /// <summary>How many blocks one request may span: nodes limit what they answer.</summary>
    private const ulong MaxBlocks = 1000;

    private readonly Dictionary<Hash256, OpenChallenge> _open = [];
    private ulong _readTo;

    /// <summary>The open challenges as of the chain's head, the most urgent first.</summary>
    public async Task<IReadOnlyList<OpenChallenge>> FindAsync(CancellationToken cancellationToken)
    {
        var head = (ulong)(await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync().ConfigureAwait(false)).Value;
        var count = await reader.OpenAsync(certifier, head).ConfigureAwait(false);
        if (count == 0) _open.Clear();
        else if (head > _readTo && head - _readTo <= MaxBlocks) await ReadAsync(_readTo + 1, head).ConfigureAwait(false);

        if ((ulong)_open.Count != count) await ReadBackwardsAsync(head, count, cancellationToken).ConfigureAwait(false);
        _readTo = head;
        return [.. _open.Values.OrderBy(challenge => challenge.Deadline)];
    }

    private async Task ReadAsync(ulong from, ulong to)
    {
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

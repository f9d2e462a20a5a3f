using System.Diagnostics;
using System.Text;
using Platone.Bench.Certify;
using Platone.Bench.Report;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Cryptography;

namespace Platone.Bench.Verify;

/// <summary>
/// Proof files a second, from their bytes to a verdict, in one process on all cores; beside the hashes alone of everything that they hold. The files are
/// of one full batch, on a real chain.
/// </summary>
static class VerifyBench
{
    private const int Files = 1000;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    /// <param name="say">Told what is being done.</param>
    public static async Task<VerifyReport> RunAsync(int rounds, Action<string> say, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var machine = MachineFacts.Read(folder.Root);
        say("certifying a batch");
        var (files, block) = await MakeAsync(folder.Of("chain"), cancellationToken);
        var parts = files.ConvertAll(HashedParts);

        say("verifying");
        PerSecond(() => VerifyAll(files, block), cancellationToken);
        var results = new List<(double Files, double Hashes)>();
        for (var round = 0; round < rounds; round++)
            results.Add((PerSecond(() => VerifyAll(files, block), cancellationToken), PerSecond(() => HashAll(parts), cancellationToken)));
        return VerifyReport.Of(machine, files.Average(file => file.Length), results);
    }

    private static async Task<(List<byte[]> Files, Hash256 Block)> MakeAsync(string folder, CancellationToken cancellationToken)
    {
        await using var chain = await BenchChain.StartAsync(folder, cancellationToken);
        var sample = new BatchSample(ClosedBatch.MaxCount);
        var batch = sample.Close(chain.Certifier, 1, Hash256.Zero);
        await chain.CertifyAsync(batch.Record);

        var proofs = new ProofChainReader(chain.Web3, chain.Contracts.ChainId, chain.Contracts.DataCertification);
        ProvenBlock? proven;
        while ((proven = await proofs.FindAsync(batch.Record, [], cancellationToken)) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        return ([.. sample.Proofs(batch, proven.Chain, Files).Select(file => Encoding.UTF8.GetBytes(file.ToJson()))], proven.Block.Hash);
    }

    private static void VerifyAll(List<byte[]> files, Hash256 block) => Parallel.ForEach(files, file =>
    {
        if (!ProofVerifier.Verify(file).TrustingBlock(block).Valid) throw new InvalidDataException("A proof that was just made does not hold.");
    });

    private static void HashAll(List<List<byte[]>> parts) => Parallel.ForEach(parts, own => own.ForEach(part => Keccak256.Hash(part)));

    /// <summary>What a verifier hashes of a file: raw part, content, record, leaf, inner nodes, batch record, trie nodes, header.</summary>
    private static List<byte[]> HashedParts(byte[] json)
    {
        var file = ProofFile.Parse(json);
        return
        [
            Hex.Decode(file.Reading.Raw), new byte[RecordContent.ReadingLength], Hex.Decode(file.Record), new byte[33], .. file.Path.Select(_ => new byte[65]),
            Hex.Decode(file.Batch), Hex.Decode(file.Chain.Header), .. file.Chain.Account.Concat(file.Chain.Storage).Select(Hex.Decode),
        ];
    }

    /// <returns>Files a second.</returns>
    private static double PerSecond(Action all, CancellationToken cancellationToken)
    {
        var (start, times) = (Stopwatch.GetTimestamp(), 0);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            all();
            times++;
        }
        while (Stopwatch.GetElapsedTime(start) < Slice);

        return times * Files / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

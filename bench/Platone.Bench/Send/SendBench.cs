using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Bench.Report;
using Platone.Cli.Hosting;
using Platone.Cli.Hosting.Processes;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Storage;

namespace Platone.Bench.Send;

/// <summary>
/// Transactions a second through outbox and sender (signed, durable, sent, settled), beside the same number that are signed beforehand and
/// only handed to the node. In turns, on one chain with a block a second.
/// </summary>
static class SendBench
{
    private const ulong Gas = 21_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly Address Receiver = Address.Parse("0x00000000000000000000000000000000000000ff");

    /// <param name="say">Told what is being done.</param>
    public static async Task<SendReport> RunAsync(int transactions, int rounds, Action<string> say, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var machine = MachineFacts.Read(folder.Root);
        var data = DataDirectory.Create(folder.Of("chain"));
        var port = Ports.Choose(0, 0, "--chain-port");
        await using var node = await AnvilNode.StartAsync(data, new(data, TimeProvider.System, NullLogger<ChainState>.Instance), port, cancellationToken);
        var web3 = new Web3(AnvilNode.Url(port).ToString());
        var chainId = (ulong)(await web3.Eth.ChainId.SendRequestAsync()).Value;

        var results = new List<SendRound>();
        for (var round = 1; round <= rounds; round++)
        {
            var sent = await ThroughSenderAsync(web3, chainId, folder.Of(FormattableString.Invariant($"{round}.db")), transactions, cancellationToken);
            var bare = await BareAsync(web3, chainId, transactions, cancellationToken);
            results.Add(new(transactions / sent.TotalSeconds, transactions / bare.TotalSeconds));
            say(string.Create(
                CultureInfo.InvariantCulture, $"round {round} of {rounds}: {results[^1].Sender:N0} a second through the sender, {results[^1].Bare:N0} bare"));
        }

        return SendReport.Of(machine, transactions, results);
    }

    /// <summary>From the calls in the outbox until it knows that a block has each.</summary>
    private static async Task<TimeSpan> ThroughSenderAsync(Web3 web3, ulong chainId, string path, int transactions, CancellationToken cancellationToken)
    {
        using var database = Database.Open(path);
        var (outbox, key) = (new OutboxStore(database), NewWallet());
        var sender = new TransactionSender(
            web3, key, chainId, outbox, new() { InFlight = SenderOptions.EmbeddedInFlight }, TimeProvider.System, NullLogger<TransactionSender>.Instance);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = sender.RunAsync(stopping.Token);

        var start = Stopwatch.GetTimestamp();
        await outbox.AddAsync([.. Enumerable.Range(0, transactions).Select(_ => new NewCall(key.Address, "bench", Receiver, [], Gas))], cancellationToken);
        await UntilAsync(
            () => Task.FromResult(outbox.Count().Where(pair => pair.Key is Fate.Mined or Fate.Final).Sum(pair => pair.Value) == transactions), running,
            cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);

        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return elapsed;
    }

    /// <summary>From the first hand-over until the chain counts them all.</summary>
    private static async Task<TimeSpan> BareAsync(Web3 web3, ulong chainId, int transactions, CancellationToken cancellationToken)
    {
        var key = NewWallet();
        var signed = Enumerable.Range(0, transactions).Select(nonce => new Eip1559Transaction(
            chainId, (ulong)nonce, BigInteger.Zero, BigInteger.Zero, Gas, Receiver, BigInteger.Zero, ReadOnlyMemory<byte>.Empty).Sign(key)).ToList();

        var start = Stopwatch.GetTimestamp();
        foreach (var some in signed.Chunk(16))
            await Task.WhenAll(some.Select(one => web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(Hex.Encode(one.Raw.Span))));
        await UntilAsync(
            async () =>
                (await web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(key.Address.ToString(), BlockParameter.CreateLatest())).Value == transactions,
            Task.Delay(Patience, cancellationToken), cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task UntilAsync(Func<Task<bool>> isDone, Task running, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await isDone())
        {
            if (running.IsCompleted) await running;
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"The chain did not take the transactions in {Patience.TotalMinutes} minutes.");
            await Task.Delay(20, cancellationToken);
        }
    }

    private static PrivateKey NewWallet() => PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length));
}

/// <summary>Transactions a second.</summary>
sealed record SendRound(double Sender, double Bare);

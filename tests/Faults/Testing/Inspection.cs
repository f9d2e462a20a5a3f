using System.Net.Http.Json;
using System.Text.Json;
using Platone.Cryptography;
using Platone.Testing;

namespace Platone.Faults.Tests.Testing;

/// <summary>Holds store and chain against the receipts, by plain SQL and plain JSON-RPC.</summary>
sealed class Inspection(string data, Uri chain)
{
    /// <summary>recordOf(address,uint64)</summary>
    private const string RecordOf = "0x9f72fe6c";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly string _store = Path.Combine(data, "platone.db");

    /// <summary>Every receipted reading is in the store exactly once, with its value, and no other reading is there twice either.</summary>
    public void EachIsStoredOnce(IReadOnlyDictionary<Measured, string> receipted)
    {
        // First, because devices go on: what is receipted by now must be in what is read next.
        var promised = receipted.ToArray();
        var stored = new Dictionary<Measured, string>();
        foreach (var row in Database.Rows(
            _store, "SELECT '0x' || lower(hex(s.provider)) || '/' || s.name, r.time, r.value, r.replaces FROM reading r JOIN stream s ON s.id = r.stream"))
        {
            var what = new Measured((string)row[0], (long)row[1]);
            Assert.True(stored.TryAdd(what, (string)row[2]), $"{what} is in the store twice");
            Assert.Equal(DBNull.Value, row[3]);
        }

        foreach (var (what, value) in promised)
        {
            Assert.True(stored.TryGetValue(what, out var found), $"{what} has a receipt and is not in the store");
            Assert.Equal(value, found);
        }
    }

    /// <summary>Waits until every reading that the store has now is in a batch, and the chain has every batch that the store says it has.</summary>
    public Task EachIsCertifiedAsync()
    {
        var (newest, missing) = (Database.Number(_store, "SELECT max(id) FROM reading"), "");
        return Eventually.TrueAsync(async () => (missing = await NotCertifiedAsync(newest)).Length == 0, () => $"not everything was certified: {missing}");
    }

    /// <summary>No batch is certified twice, and the chain has none that the store does not have.</summary>
    public async Task EachIsCertifiedOnceAsync()
    {
        await EachIsCertifiedAsync();
        Assert.Equal(
            Database.Number(_store, "SELECT count(*) FROM reading"),
            Database.Rows(_store, "SELECT leaves FROM batch").Sum(row => ((byte[])row[0]).Length / 32));

        var answers = await AskAsync([Call("eth_getLogs", new { address = Deployment("dataCertification"), fromBlock = "0x0", toBlock = "latest" })]);
        // The contract's other event, of its authority at the deployment, has nothing indexed.
        var batches = answers[0].EnumerateArray()
            .Select(log => log.GetProperty("topics").ToString())
            .Where(topics => topics.Contains(',', StringComparison.Ordinal))
            .ToList();
        Assert.Equal(batches.Count, batches.Distinct().Count());
        Assert.Equal(Database.Number(_store, "SELECT count(*) FROM batch"), batches.Count);
    }

    public Task AuditIsCleanAsync()
    {
        CommandResult? last = null;
        // What the audit reads of store and chain while both go on is not of one moment.
        return Eventually.TrueAsync(
            async () =>
            {
                last = await CommandLine.RunAsync("audit", "--data", data, "--chain", chain.ToString(), "--json");
                return last.ExitCode == 0 && last.Json().GetProperty("findings").GetArrayLength() == 0;
            },
            () => $"the audit was never clean: {last}");
    }

    private async Task<string> NotCertifiedAsync(long newest)
    {
        var waiting = Database.Number(
            _store, $"SELECT count(*) FROM reading r LEFT JOIN batch b ON b.number = r.batch WHERE r.id <= {newest} AND b.block_number IS NULL");
        if (waiting > 0) return $"{waiting} readings wait for their block";

        var certifier = Deployment("certifier")[2..].PadLeft(64, '0');
        var batches = Database.Rows(_store, "SELECT number, record FROM batch WHERE block_number IS NOT NULL ORDER BY number");
        foreach (var chunk in batches.Chunk(500))
        {
            var answers = await AskAsync([.. chunk.Select(row => Call(
                "eth_call", new { to = Deployment("dataCertification"), data = $"{RecordOf}{certifier}{(long)row[0]:x64}" }, "latest"))]);
            for (var i = 0; i < chunk.Length; i++)
            {
                var expected = Keccak256.Hash((byte[])chunk[i][1]).ToString();
                if (answers[i].GetString() != expected) return $"batch {chunk[i][0]}: the chain has {answers[i]}, the store {expected}";
            }
        }

        return "";
    }

    private string Deployment(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Directory.EnumerateFiles(Path.Combine(data, "deployments"), "*.json").Single()));
        return file.RootElement.GetProperty(name).GetString()!;
    }

    private static (string Method, object[] Parameters) Call(string method, params object[] parameters) => (method, parameters);

    private async Task<JsonElement[]> AskAsync((string Method, object[] Parameters)[] calls)
    {
        using var answer = await Http.PostAsJsonAsync(
            chain, calls.Select((call, i) => new { jsonrpc = "2.0", id = i, method = call.Method, @params = call.Parameters }));
        var answers = await answer.Content.ReadFromJsonAsync<JsonElement[]>() ?? [];
        return [.. answers.OrderBy(item => item.GetProperty("id").GetInt32()).Select(
            item => item.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException(item.ToString()))];
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using Platone.Certification;
using Platone.Contracts.Deployment;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Readings;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>A certifier held to its receipts: with the running framework's own chain, key and answers.</summary>
public sealed class BondTests : IDisposable
{
    private const string Ether = "1000000000000000000";

    private static readonly DateTimeOffset Start = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string OperatorKey => Path.Combine(Data, "wallets", "operator.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_overdue_receipt_is_answered_by_the_running_framework_and_a_forged_omission_loses_the_bond()
    {
        await using var framework = await Framework.StartAsync(Data, "--certify-within", "1", "--bond-window", "5");
        var (provider, stranger) = (await Party.CreateProviderAsync(Data), await Party.CreateAsync(Data));
        await FundAsync(framework);
        await DoneAsync("deposit", "--wei", Ether, "--wallet", OperatorKey);
        Assert.Equal(Ether, (await StatusAsync()).GetProperty("wei").GetString());

        // Three readings with one signature. All are certified; somebody presents the receipt of the second anyway.
        ReceiptMessage receipts;
        await using (var device = await Device.ConnectAsync(provider, "devices"))
            receipts = await device.SendAsync("bond-1", Payloads.Pmu("bond-1", Start, "230.1", "231.2", "229.3"));

        await framework.AllCertifiedAsync();
        var honest = await PresentedAsync(receipts, "honest.json", receipts.Receipts[1].Id, provider, stranger);
        await BecomesAsync(honest, "answered");
        Assert.Contains("the receipt is answered", (await BondAsync("claim", honest, "--wallet", stranger.KeyFile)).Ended(1).Error, StringComparison.Ordinal);
        Assert.Equal(Ether, (await StatusAsync()).GetProperty("wei").GetString());

        // A receipt with the operator's own signature, for a reading that nobody ever certified.
        var forged = await PresentedAsync(Forged(provider), "forged.json", reading: null, provider, stranger);
        await Eventually.TrueAsync(
            async () => (await BondAsync("claim", forged, "--wallet", stranger.KeyFile)).ExitCode == 0, () => "the omission was never claimed");

        var status = await StatusAsync("--receipt", forged);
        Assert.Equal(("0", "1"), (status.GetProperty("wei").GetString(), status.GetProperty("omissions").GetString()));
        Assert.Equal("omitted", status.GetProperty("receipt").GetProperty("status").GetString());
        await DoneAsync("withdraw", "--credit", "--wallet", stranger.KeyFile);
        Assert.Equal("0xde0b6b3a7640000", await RpcAsync(framework, "eth_getBalance", stranger.Address, "latest"));

        // Certification goes on as if nothing had been.
        await using (var device = await Device.ConnectAsync(provider, "devices"))
            await device.SendAsync("bond-1", Payloads.Pmu("bond-1", Start.AddSeconds(1), "230.4"));

        await framework.AllCertifiedAsync();
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
        await framework.StopAsync();
    }

    [Fact]
    public async Task Anybody_answers_with_a_proof_file_and_wrong_receipts_are_told_before_anything_is_sent()
    {
        await using var framework = await Framework.StartAsync(Data, "--certify-within", "1", "--bond-window", "3600");
        var (provider, stranger) = (await Party.CreateProviderAsync(Data), await Party.CreateAsync(Data));
        ReceiptMessage receipts;
        await using (var device = await Device.ConnectAsync(provider, "devices"))
            receipts = await device.SendAsync("bond-2", Payloads.Pmu("bond-2", Start, "230.1", "231.2"));

        await framework.AllCertifiedAsync();
        var (file, proof) = (_folder.File("receipts.json"), _folder.File("proof.json"));
        await SaveAsync(receipts, file);
        (await CommandLine.RunAsync("proof", "get", "--data", Data, "--reading", $"{receipts.Receipts[0].Id}", "--out", proof)).Ended(0);

        (await BondAsync("present", file, "--wallet", provider.KeyFile)).Ended(2).OneLineOfError("--reading: the message has 2 receipts");
        (await BondAsync("present", file, "--reading", "999", "--wallet", provider.KeyFile)).Ended(2).OneLineOfError("--reading: found 999");
        (await BondAsync("present", file, "--reading", $"{receipts.Receipts[0].Id}", "--wallet", stranger.KeyFile))
            .Ended(2)
            .OneLineOfError("another provider (--provider)");
        var changed = _folder.File("changed.json");
        await SaveAsync(receipts with { Receipts = [receipts.Receipts[0] with { CertifyBy = 1 }, receipts.Receipts[1]] }, changed);
        (await BondAsync("present", changed, "--reading", $"{receipts.Receipts[0].Id}", "--wallet", provider.KeyFile))
            .Ended(2)
            .OneLineOfError("or a changed file");
        (await BondAsync("present", proof, "--wallet", provider.KeyFile)).Ended(2).OneLineOfError("proof.json: ");
        (await BondAsync("answer", Hash256.Zero.ToString(), proof, "--wallet", stranger.KeyFile)).Ended(1).OneLineOfError("the receipt was never presented");
        (await BondAsync("withdraw", "--wallet", stranger.KeyFile)).Ended(1).OneLineOfError("no withdrawal is announced");
        (await BondAsync("withdraw", "--announce", "--cancel", "--wallet", stranger.KeyFile)).Ended(2).OneLineOfError("expected one at the most");
        (await BondAsync("deposit", "--wei", "1.5", "--wallet", stranger.KeyFile)).Ended(2).OneLineOfError("--wei: found '1.5'");

        await FundAsync(framework);
        await DoneAsync("deposit", "--wei", "5", "--wallet", OperatorKey);
        await DoneAsync("withdraw", "--announce", "--wallet", OperatorKey);
        Assert.True((await StatusAsync()).TryGetProperty("withdrawableFrom", out _));
        await DoneAsync("withdraw", "--cancel", "--wallet", OperatorKey);
        await framework.StopAsync();
    }

    /// <summary>Receipts as the access layer makes them, of a reading that its store never had.</summary>
    private ReceiptMessage Forged(Party provider)
    {
        var contracts = ContractLine.LoadOnly(Path.Combine(Data, "deployments"));
        var key = PrivateKey.Parse(File.ReadAllText(OperatorKey).Trim());
        var stream = new StreamName("bond-1", StreamName.NoComponent, "voltmagnitude", "A");
        var receipt = new Receipt(Address.Parse(provider.Address), stream.Hash, 4711, Keccak256.Hash("never certified"u8), CertifyBy: 1_767_225_600);
        var tree = new ReceiptTree([receipt]);
        return new(
            Hash256.Zero.ToString(), key.Address.ToString(), tree.Root.ToString(),
            key.Sign(tree.Digest(Receipt.Domain(contracts.ChainId, contracts.DataCertification))).ToString(),
            [new(1, stream.ToString(), receipt.Sequence, receipt.Leaf.ToString(), Hash256.Zero.ToString(), receipt.CertifyBy)]);
    }

    /// <returns>The id of the receipt, presented once it is overdue.</returns>
    private async Task<string> PresentedAsync(ReceiptMessage message, string name, long? reading, Party provider, Party presenter)
    {
        var file = _folder.File(name);
        await SaveAsync(message, file);
        string[] which = reading is { } id ? ["--reading", $"{id}"] : [];
        CommandResult? last = null;
        await Eventually.TrueAsync(
            async () =>
                (last = await BondAsync(["present", file, "--provider", provider.Address, "--wallet", presenter.KeyFile, "--json", .. which])).ExitCode == 0,
            () => $"was never overdue: {last?.Error}");
        return last!.Json().GetProperty("receipt").GetString()!;
    }

    private Task BecomesAsync(string receipt, string status) => Eventually.TrueAsync(
        async () => (await StatusAsync("--receipt", receipt)).GetProperty("receipt").GetProperty("status").GetString() == status,
        () => $"receipt {receipt} was never {status}");

    private async Task<JsonElement> StatusAsync(params string[] options) => (await BondAsync(["status", "--json", .. options])).Ended(0).Json();

    private async Task DoneAsync(params string[] arguments) => (await BondAsync(arguments)).Ended(0);

    private Task<CommandResult> BondAsync(params string[] arguments) => CommandLine.RunAsync(["bond", .. arguments, "--data", Data]);

    private static Task SaveAsync(ReceiptMessage message, string file) =>
        File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(message, ProtocolJson.Default.ReceiptMessage));

    /// <summary>The embedded chain's wallets own nothing: gas is free there.</summary>
    private async Task FundAsync(Framework framework) =>
        await RpcAsync(
            framework, "anvil_setBalance", PrivateKey.Parse((await File.ReadAllTextAsync(OperatorKey)).Trim()).Address.ToString(), "0x8ac7230489e80000");

    private static async Task<string?> RpcAsync(Framework framework, string method, params object[] parameters)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(framework.Endpoints.Chain, new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(json.TryGetProperty("error", out var error), error.ToString());
        var result = json.GetProperty("result");
        return result.ValueKind == JsonValueKind.String ? result.GetString() : null;
    }
}

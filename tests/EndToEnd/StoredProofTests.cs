using System.Text.Json.Nodes;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>Proofs while the framework does not run: from the store and the chain's state that it left.</summary>
[Collection(VillageCollection.Name)]
public sealed class StoredProofTests(PlayedVillage village, SharedFramework shared) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reading_is_found_by_number_and_by_stream_and_its_proof_holds()
    {
        var reading = Database.Row(
            Path.Combine(village.Data, "platone.db"), "SELECT id, stream, sequence, value FROM readings ORDER BY id LIMIT 1 OFFSET 700");
        var (id, stream, sequence) = ($"{reading[0]}", (string)reading[1], $"{reading[2]}");
        var byNumber = await GetAsync("--reading", id);
        var byStream = await GetAsync("--stream", stream, "--sequence", sequence);
        var byName = await GetAsync("--stream", stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..], "--sequence", sequence);
        // The chain stands still: no proof is about another block than the others.
        Assert.Equal(await File.ReadAllTextAsync(byNumber), await File.ReadAllTextAsync(byStream));
        Assert.Equal(await File.ReadAllTextAsync(byNumber), await File.ReadAllTextAsync(byName));

        var verified = (await VerifyAsync(byNumber)).Ended(0).Json();
        Assert.True(verified.GetProperty("valid").GetBoolean());
        Assert.Equal(reading[3], verified.GetProperty("reading").GetProperty("value").GetString());
        Assert.All(verified.GetProperty("checks").EnumerateArray(), check => Assert.True(check.GetProperty("ok").GetBoolean()));
        Assert.Matches("^0x[0-9a-f]{64}$", verified.GetProperty("root").GetString());
    }

    [Fact]
    public async Task Several_proofs_are_verified_at_once_and_one_that_fails_decides()
    {
        var (good, bad) = (await GetAsync("--reading", "1"), await GetAsync("--reading", "2"));
        await ChangeAsync(bad, proof => proof["reading"]!["value"] = "1");

        (await VerifyAsync(good, good)).Ended(0);
        var both = (await VerifyAsync(good, bad)).Ended(1).Json();
        Assert.Equal([true, false], both.EnumerateArray().Select(result => result.GetProperty("valid").GetBoolean()));
    }

    [Fact]
    public async Task A_changed_value_fails_at_the_content()
    {
        var file = await GetAsync("--reading", "3");
        await ChangeAsync(file, proof => proof["reading"]!["value"] = "230.0000001");

        Assert.Equal(["content"], FailedChecks((await VerifyAsync(file)).Ended(1)));
        Assert.Contains("NOT VALID", (await CommandLine.RunAsync("proof", "verify", file, "--data", village.Data)).Ended(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_was_changed_in_the_store_makes_a_proof_that_fails()
    {
        using var copy = TemporaryFolder.CopyOf(village.Data);
        Database.Change(copy.File("platone.db"), "UPDATE reading SET value = '7' WHERE id = 5");
        var file = _folder.File("tampered.json");
        (await CommandLine.RunAsync("proof", "get", "--data", copy.Path, "--reading", "5", "--out", file)).Ended(0);

        (await CommandLine.RunAsync("proof", "verify", file, "--data", village.Data)).Ended(1);
    }

    [Fact]
    public async Task A_proof_of_one_chain_does_not_hold_on_another()
    {
        var file = await GetAsync("--reading", "4");

        Assert.Equal(["block"], FailedChecks((await VerifyAsync(file, "--chain", shared.Running.Endpoints.Chain.ToString())).Ended(1)));
    }

    [Fact]
    public async Task A_proof_of_another_contract_or_certifier_than_the_trusted_one_fails()
    {
        var (file, other) = (await GetAsync("--reading", "4"), "0x00000000000000000000000000000000000000aa");

        Assert.Equal(["contract"], FailedChecks((await VerifyAsync(file, "--contract", other)).Ended(1)));
        Assert.Equal(["certifier"], FailedChecks((await VerifyAsync(file, "--certifier", other)).Ended(1)));
    }

    [Fact]
    public async Task Another_chain_or_contract_in_the_file_fails()
    {
        var (otherChain, otherContract) = (await GetAsync("--reading", "6"), await GetAsync("--reading", "6"));
        await ChangeAsync(otherChain, proof => proof["chain"]!["chainId"] = 1);
        await ChangeAsync(otherContract, proof => proof["chain"]!["dataCertification"] = "0x00000000000000000000000000000000000000aa");

        Assert.NotEmpty(FailedChecks((await VerifyAsync(otherChain)).Ended(1)));
        Assert.NotEmpty(FailedChecks((await VerifyAsync(otherContract)).Ended(1)));
    }

    [Fact]
    public async Task Who_trusts_a_block_needs_neither_the_framework_nor_a_node()
    {
        var file = await GetAsync("--reading", "7");
        var hash = (await VerifyAsync(file)).Ended(0).Json().GetProperty("block").GetProperty("hash").GetString()!;
        string[] nothing = ["--data", _folder.File("none"), "--json"];

        var verified = (await CommandLine.RunAsync(["proof", "verify", file, "--block-hash", hash, .. nothing])).Ended(0).Json();
        Assert.True(verified.GetProperty("valid").GetBoolean());
        var other = "0x" + new string('1', 64);
        Assert.Equal(["block"], FailedChecks((await CommandLine.RunAsync(["proof", "verify", file, "--block-hash", other, .. nothing])).Ended(1)));
        Assert.Equal(
            ["seals"],
            FailedChecks((await CommandLine.RunAsync(["proof", "verify", file, "--block-hash", hash, "--validators", Validators(), .. nothing])).Ended(1)));
        (await CommandLine.RunAsync(["proof", "verify", file, "--block-hash", "0x12", .. nothing])).Ended(2).OneLineOfError("--block-hash: found '0x12'");
        (await CommandLine.RunAsync(["proof", "verify", file, "--block-hash", hash, "--chain", "http://127.0.0.1:1", .. nothing]))
            .Ended(2)
            .OneLineOfError("--chain: expected it without");
    }

    [Fact]
    public async Task A_range_of_a_stream_is_proved_to_be_all_there_is()
    {
        const string Stream = "pmu-1/BUS1/voltmagnitude/A";
        var file = _folder.File("range.json");
        (await CommandLine.RunAsync("proof", "get", "--data", village.Data, "--stream", Stream, "--from", "2", "--to", "25", "--out", file)).Ended(0);

        var verified = (await VerifyAsync(file)).Ended(0).Json();
        var range = verified.GetProperty("range");
        Assert.True(verified.GetProperty("valid").GetBoolean());
        Assert.Equal((2, 25, 24), (range.GetProperty("first").GetInt32(), range.GetProperty("last").GetInt32(), range.GetProperty("readings").GetInt32()));
        Assert.Empty(range.GetProperty("missing").EnumerateArray());
        Assert.Contains(
            "24 readings without a gap", (await CommandLine.RunAsync("proof", "verify", file, "--data", village.Data)).Ended(0).Output,
            StringComparison.Ordinal);

        await ChangeAsync(file, proof => proof["batches"]![0]!["segment"]!["readings"]![0]!["value"] = "1");
        Assert.Equal(["path"], FailedChecks((await VerifyAsync(file)).Ended(1)));
        await RefusedAsync("--from", "--stream", Stream, "--from", "2");
        await RefusedAsync("--from", "--stream", Stream, "--from", "90000", "--to", "90001");
    }

    [Theory]
    [InlineData("[]", "validators.json: ")]
    [InlineData("{}", "validators: found none")]
    [InlineData("""{"validators":[]}""", "validators: found none")]
    [InlineData("""{"validators":["0x12"]}""", "validators[0]: found '0x12'")]
    [InlineData("""{"validators":["0x00000000000000000000000000000000000000aa","0x00000000000000000000000000000000000000AA"]}""", "found one twice")]
    [InlineData("""{"validators":["0x00000000000000000000000000000000000000aa"],"quorum":1}""", "quorum")]
    public async Task A_file_of_validators_that_is_none_is_bad_input(string content, string blames)
    {
        var validators = _folder.File("validators.json");
        await File.WriteAllTextAsync(validators, content);

        (await CommandLine.RunAsync("proof", "verify", await GetAsync("--reading", "8"), "--validators", validators)).Ended(2).OneLineOfError(blames);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"format":"platone-proof","version":2}""")]
    [InlineData("[[[[[[[[[[")]
    public async Task Rubbish_fails_a_check_that_has_a_name(string content)
    {
        var file = _folder.File("rubbish.json");
        await File.WriteAllTextAsync(file, content);

        Assert.Equal(["format"], FailedChecks((await VerifyAsync(file)).Ended(1)));
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_is_a_folder_is_bad_input()
    {
        (await VerifyAsync(_folder.File("nowhere.json"))).Ended(2).OneLineOfError("nowhere.json");
        (await VerifyAsync(_folder.Path)).Ended(2).OneLineOfError(_folder.Path);
    }

    [Fact]
    public async Task A_reading_that_the_store_does_not_have_is_bad_input()
    {
        await RefusedAsync("--reading", "--reading", "99999999");
        await RefusedAsync("--sequence", "--stream", "pmu-1/BUS1/voltmagnitude/A", "--sequence", "99999");
        await RefusedAsync("--stream", "--stream", "pmu-1/BUS1/voltmagnitude/Z", "--sequence", "1");
        await RefusedAsync("--stream", "--stream", "no stream", "--sequence", "1");
        await RefusedAsync("--sequence", "--stream", "pmu-1/BUS1/voltmagnitude/A");
    }

    private async Task RefusedAsync(string blames, params string[] which) =>
        (await CommandLine.RunAsync(["proof", "get", "--data", village.Data, .. which])).Ended(2).OneLineOfError(blames);

    private async Task<string> GetAsync(params string[] which)
    {
        var file = _folder.File($"{Guid.NewGuid():N}.json");
        (await CommandLine.RunAsync(["proof", "get", "--data", village.Data, "--out", file, .. which])).Ended(0);
        return file;
    }

    private string Validators()
    {
        var file = _folder.File("validators.json");
        File.WriteAllText(file, """{"validators":["0x00000000000000000000000000000000000000aa"]}""");
        return file;
    }

    private Task<CommandResult> VerifyAsync(params string[] files) => CommandLine.RunAsync(["proof", "verify", .. files, "--data", village.Data, "--json"]);

    private static async Task ChangeAsync(string file, Action<JsonNode> change)
    {
        var proof = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        change(proof);
        await File.WriteAllTextAsync(file, proof.ToJsonString());
    }

    private static List<string?> FailedChecks(CommandResult result)
    {
        var checks = result.Json().GetProperty("checks").EnumerateArray();
        return [.. checks.Where(check => !check.GetProperty("ok").GetBoolean()).Select(check => check.GetProperty("name").GetString())];
    }
}

using System.Text;
using Microsoft.Playwright;
using Platone.Cryptography;
using Platone.Testing;

namespace Platone.Page.Tests;

/// <summary>What somebody sees who opens the page from the disk and gives it files.</summary>
public sealed class ShownPageTests(Chromium browser) : IClassFixture<Chromium>
{
    private static readonly ProvenBatch Batch = new();

    private readonly List<string> _requests = [];
    private readonly List<string> _errors = [];

    [Fact]
    public async Task Chosen_files_are_shown_with_every_check_the_reading_and_the_block()
    {
        var page = await OpenAsync();
        await page.GetByLabel("Block hash").FillAsync(Batch.Chain.BlockHash.ToString());
        await ChooseAsync(page, ("first.json", Batch.Proof(1).ToJson()), ("second.json", Batch.Proof(0).ToJson()));

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("2 of 2 valid.");
        var first = page.GetByRole(AriaRole.Article).First;
        Assert.Equal("valid", await first.Locator(".verdict").InnerTextAsync());
        Assert.Equal(
            ["format ok", "provider ok", "stream ok", "sequence ok", "kind ok", "content ok", "path ok", "account ok", "storage ok", "block ok"],
            await ChecksAsync(first));
        Assert.Equal(
            "Proved. Device LN-0042, component IT001E00000042, activepower, phase ABC: 1522.4 W at 2026-01-01 00:00:06 UTC.",
            await first.Locator(".sentence").InnerTextAsync());
        var facts = await first.Locator("dl").InnerTextAsync();
        Assert.Contains("2, a revision that replaces number 1", facts, StringComparison.Ordinal);
        Assert.Contains("""{"value":"1522.4"}""", facts, StringComparison.Ordinal);
        Assert.Contains($"number 12 of 2025-06-15 15:06:40 UTC, hash {Batch.Chain.BlockHash}", facts, StringComparison.Ordinal);
        // Nobody named a contract or a certifier.
        Assert.Contains("only what the file names", await first.Locator(".caution").InnerTextAsync(), StringComparison.Ordinal);
        AssertAlone();
    }

    [Fact]
    public async Task A_dropped_file_is_checked_by_the_validators_file()
    {
        var page = await OpenAsync();
        await page.GetByLabel("Validators' file").SetInputFilesAsync(File("validators.json", Comparison.ValidatorsFile(Batch.Chain)));
        await DropAsync(page, "dropped.json", Batch.Proof(10).ToJson());

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 1 valid.");
        Assert.Equal("seals ok", (await ChecksAsync(page.GetByRole(AriaRole.Article)))[^1]);

        // Another file replaces it, and one validator's seal is missing.
        await DropAsync(page, "unsealed.json", (Batch.Proof(10) with { Chain = Batch.Chain.SealedBy(0, 1) }).ToJson());
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("0 of 1 valid.");
        Assert.Equal("seals NOT ok", (await ChecksAsync(page.GetByRole(AriaRole.Article)))[^1]);
        Assert.Contains("Too few seals: 2 where 3 of 4", await page.Locator("table").InnerTextAsync(), StringComparison.Ordinal);
        AssertAlone();
    }

    [Fact]
    public async Task A_changed_value_is_refused_visibly_and_a_corrected_trust_counts_at_once()
    {
        var page = await OpenAsync();
        await page.GetByLabel("Block hash").FillAsync(Batch.Chain.BlockHash.ToString());
        await ChooseAsync(page, ("changed.json", Batch.Proof(1).ToJson().Replace("\"1522.4\"", "\"1522.5\"", StringComparison.Ordinal)));

        await Assertions.Expect(page.Locator(".verdict")).ToHaveTextAsync("NOT VALID");
        var checks = await ChecksAsync(page.GetByRole(AriaRole.Article));
        Assert.Equal(["content NOT ok"], checks.Where(check => check.EndsWith(" NOT ok", StringComparison.Ordinal)));
        Assert.StartsWith("Not proved. The file claims: ", await page.Locator(".sentence").InnerTextAsync(), StringComparison.Ordinal);

        await ChooseAsync(page, ("good.json", Batch.Proof(1).ToJson()));
        await Assertions.Expect(page.Locator(".verdict")).ToHaveTextAsync("valid");
        await page.GetByLabel("Block hash").FillAsync("0x12");
        await Assertions.Expect(page.Locator(".verdict")).ToHaveTextAsync("not verified");
        Assert.Contains("expected 0x and 64 hexadecimal digits", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Block hash").FillAsync(Keccak256.Hash([1]).ToString());
        await Assertions.Expect(page.Locator(".verdict")).ToHaveTextAsync("NOT VALID");
        await page.GetByLabel("Block hash").FillAsync("");
        await Assertions.Expect(page.Locator(".caution")).ToContainTextAsync("Nothing says why the block is to be trusted");
        await Assertions.Expect(page.Locator(".verdict")).ToHaveTextAsync("NOT VALID");
        AssertAlone();
    }

    [Fact]
    public async Task What_a_file_says_is_shown_as_text_and_never_runs()
    {
        var page = await OpenAsync();
        const string Markup = "<img src=x onerror=document.title='run'><script>document.title='run'</script>";
        var json = Batch.Proof(1).ToJson().Replace("LN-0042", Markup, StringComparison.Ordinal);
        await ChooseAsync(page, ("<b>name</b>.json", json));

        await Assertions.Expect(page.Locator("h3")).ToHaveTextAsync("<b>name</b>.json");
        Assert.Contains("<img src=x", await page.Locator("dl").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.Equal("Platone: verify proofs", await page.TitleAsync());
        AssertAlone();
    }

    [Fact]
    public async Task The_page_could_not_reach_a_network_if_it_tried()
    {
        var page = await OpenAsync();
        var refused = await page.EvaluateAsync<string>(
            """
            () => new Promise((resolve) => {
              document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
              fetch("http://127.0.0.1:9/").catch(() => {});
            })
            """);

        Assert.Equal("connect-src", refused);
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task The_command_line_writes_the_page_and_replaces_no_file_unasked()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("page.html");
        using var expected = new MemoryStream();
        await using (var page = Cli.Commands.ProofPage.Open()) await page.CopyToAsync(expected, TestContext.Current.CancellationToken);

        (await CommandLine.RunAsync("proof", "page", "--out", file)).Ended(0);
        Assert.Equal(expected.ToArray(), await System.IO.File.ReadAllBytesAsync(file));

        await System.IO.File.WriteAllTextAsync(file, new string('x', 200_000));
        Assert.Contains("--force", (await CommandLine.RunAsync("proof", "page", "--out", file)).Ended(2).Error, StringComparison.Ordinal);
        Assert.Equal(200_000, new FileInfo(file).Length);
        (await CommandLine.RunAsync("proof", "page", "--out", file, "--force")).Ended(0);
        Assert.Equal(expected.ToArray(), await System.IO.File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_dropped_range_is_shown_with_its_numbers_those_that_are_missing_and_its_readings()
    {
        var range = GoodFile.Of("range");
        var page = await OpenAsync();
        await page.GetByLabel("Block hash").FillAsync(range.Chain.BlockHash.ToString());
        await DropAsync(page, "range.json", range.Json);

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 1 valid.");
        var card = page.GetByRole(AriaRole.Article);
        Assert.Equal(
            ["format ok", "batches ok", "index ok", "path ok", "range ok", "account ok", "storage ok", "block ok"], await ChecksAsync(card));
        Assert.Equal(
            "Proved. Device LN-1, component POD-1, activepower, phase ABC: the readings with numbers from 2 to 5 are these 3, "
                + "and there are no others in 3 batches.",
            await card.Locator(".sentence").InnerTextAsync());
        var facts = await card.Locator("dl").InnerTextAsync();
        foreach (var fact in new[] { "LN-1/POD-1/activepower/ABC", "2 to 5", "3 in 3 batches", "number 3 of certifier", $"hash {range.Chain.BlockHash}" })
            Assert.Contains(fact, facts, StringComparison.Ordinal);
        Assert.Equal("4", await card.Locator("dt", new() { HasText = "numbers without a reading" }).Locator("+ dd").InnerTextAsync());
        Assert.Equal(
            [
                """2|2026-01-01 00:00:02 UTC|2.5 W|valid|{"value":"2.5"}""",
                """3, a revision that replaces number 2|2026-01-01 00:00:03 UTC|3.5 W|valid|{"value":"3.5"}""",
                """5|2026-01-01 00:00:05 UTC|5.5 W|valid|{"value":"5.5"}""",
            ],
            await ReadingsAsync(card));

        // A changed one is refused, and still shown as what the file claims.
        await DropAsync(page, "changed.json", range.Json.Replace("\"5.5\"", "\"5.6\"", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator(".verdict")).ToHaveTextAsync("NOT VALID");
        Assert.Equal(["path NOT ok"], (await ChecksAsync(card)).Where(check => check.EndsWith(" NOT ok", StringComparison.Ordinal)));
        Assert.StartsWith("Not proved. The file claims: ", await card.Locator(".sentence").InnerTextAsync(), StringComparison.Ordinal);
        AssertAlone();
    }

    [Fact]
    public async Task Of_a_long_range_the_first_three_hundred_readings_are_shown()
    {
        var range = new ProvenRange(new Dictionary<int, ulong[]> { [1] = [.. Enumerable.Range(1, 1_000).Select(number => 2 * (ulong)number)] });
        var page = await OpenAsync();
        await page.GetByLabel("Block hash").FillAsync(range.Chain.BlockHash.ToString());
        await ChooseAsync(page, ("long.json", range.Proof(1, 2, 2_000).ToJson()));

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 1 valid.");
        var card = page.GetByRole(AriaRole.Article);
        Assert.Equal(300, (await ReadingsAsync(card)).Length);
        Assert.Equal("The first 300 of 1000 readings; 700 more are in the file.", await card.Locator(".hint").InnerTextAsync());
        Assert.Contains("197, 199, 201, and 899 more runs", await card.Locator("dl").InnerTextAsync(), StringComparison.Ordinal);
        AssertAlone();
    }

    private async Task<IPage> OpenAsync() => await browser.OpenAsync(_requests, _errors);

    private void AssertAlone()
    {
        Assert.Empty(_requests);
        Assert.Empty(_errors);
    }

    private static FilePayload File(string name, string text) => new() { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) };

    private static Task ChooseAsync(IPage page, params (string Name, string Text)[] files) =>
        page.GetByLabel("Drop proof files here").SetInputFilesAsync(files.Select(file => File(file.Name, file.Text)));

    private static async Task DropAsync(IPage page, string name, string text)
    {
        var dropped = await page.EvaluateHandleAsync(
            """
            ([name, text]) => {
              const dropped = new DataTransfer();
              dropped.items.add(new File([text], name, { type: "application/json" }));
              return dropped;
            }
            """,
            new[] { name, text });
        await page.Locator("#drop").DispatchEventAsync("drop", new { dataTransfer = dropped });
    }

    private static async Task<string[]> ChecksAsync(ILocator card)
    {
        var rows = await card.Locator(".checks tbody tr").AllAsync();
        return await Task.WhenAll(rows.Select(async row => string.Join(' ', (await row.Locator("td").AllInnerTextsAsync()).Take(2))));
    }

    private static async Task<string[]> ReadingsAsync(ILocator card) => await card.Locator(".readings tbody").EvaluateAsync<string[]>(
        "(body) => Array.from(body.rows, (row) => Array.from(row.cells, (cell) => cell.innerText).join('|'))");
}

using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Platone.Certification;
using Platone.Cli.Commands;
using Platone.Testing;

namespace Platone.Page.Tests;

/// <summary>One file, and what was done to it.</summary>
sealed record Case(string What, byte[] File)
{
    public static Case Of(string what, string json) => new(what, Encoding.UTF8.GetBytes(json));
}

/// <summary>What somebody who verifies brings, as the command line takes it and as the page does.</summary>
/// <param name="ValidatorsFile">JSON.</param>
sealed record Brought(string? BlockHash = null, string? ValidatorsFile = null, string? Contract = null, string? Certifier = null);

/// <summary>Asks the page and the C# about the same files. A verdict is whether the file is valid and each check's name with + or -, in their order.</summary>
static class Comparison
{
    private const string Ask =
        """
        ({ first, changes, blockHash, validatorsFile, contract, certifier }) => {
          const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          const original = bytes(first);
          const joined = (...parts) => {
            const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
            parts.reduce((offset, part) => (whole.set(part, offset), offset + part.length), 0);
            return whole;
          };
          const changed = ([start, middle, end]) => joined(original.subarray(0, start), bytes(middle), original.subarray(end));
          const trust = platoneProof.readTrust({ blockHash, contract, certifier, validatorsFile: validatorsFile && new TextEncoder().encode(validatorsFile) });
          return changes.map((change) => {
            const { valid, checks } = platoneProof.verify(changed(change), trust);
            return [valid ? "valid" : "invalid", ...checks.map(({ name, ok }) => name + (ok ? "+" : "-"))].join(" ");
          });
        }
        """;

    /// <summary>Some of the cases, the same ones at every run; all of them where tests may be long.</summary>
    public static List<Case> Sample(List<Case> cases)
    {
        const int Most = 1_000;
        if (cases.Count <= Most || Environment.GetEnvironmentVariable("PLATONE_LONG") == "1") return cases;

        var random = new Random(cases.Count);
        return [.. random.GetItems(cases.ToArray(), Most).Distinct()];
    }

    /// <summary>Asserts that both say the same of every case.</summary>
    /// <returns>The verdicts.</returns>
    public static async Task<string[]> AssertSameAsync(IPage page, Brought brought, IReadOnlyList<Case> cases)
    {
        var ofPage = await page.EvaluateAsync<string[]>(Ask, new Dictionary<string, object?>
        {
            ["first"] = Convert.ToBase64String(cases[0].File), ["changes"] = cases.Select(item => ChangeOf(cases[0].File, item.File)).ToArray(),
            ["blockHash"] = brought.BlockHash, ["validatorsFile"] = brought.ValidatorsFile, ["contract"] = brought.Contract, ["certifier"] = brought.Certifier,
        });
        var ofProgram = await VerdictsAsync(brought, cases);

        Assert.Equal(cases.Count, ofPage.Length);
        var differing = cases.Select((item, i) => (item.What, Program: ofProgram[i], Page: ofPage[i])).Where(item => item.Program != item.Page)
            .Select(item => $"{item.What}: the program says '{item.Program}', the page '{item.Page}'").ToList();
        Assert.True(
            differing.Count == 0, $"{differing.Count} of {cases.Count} differ:{Environment.NewLine}{string.Join(Environment.NewLine, differing.Take(20))}");
        return ofPage;
    }

    /// <summary>What lies between the bytes that two files begin and end with: thousands of whole files would take the browser's driver minutes.</summary>
    private static object[] ChangeOf(ReadOnlySpan<byte> first, ReadOnlySpan<byte> file)
    {
        var start = first.CommonPrefixLength(file);
        var end = 0;
        while (end < Math.Min(first.Length, file.Length) - start && first[^(end + 1)] == file[^(end + 1)]) end++;
        return [start, Convert.ToBase64String(file[start..^end]), first.Length - end];
    }

    /// <summary>By the command line's own code.</summary>
    private static async Task<string[]> VerdictsAsync(Brought brought, IReadOnlyList<Case> cases)
    {
        using var folder = new TemporaryFolder();
        var validators = brought.ValidatorsFile is null ? null : folder.File("validators.json");
        if (validators is not null) await File.WriteAllTextAsync(validators, brought.ValidatorsFile);
        var named = new NamedTrust(brought.BlockHash, validators, brought.Contract, brought.Certifier);
        // Where nothing says why to trust a block the command line would ask a node, and the page has none.
        await using var trust = named.IsOffline ? await ProofTrust.OpenAsync(named, folder.File("no data"), url: null, CancellationToken.None) : null;

        var verdicts = new List<string>();
        foreach (var item in cases)
        {
            var result = AnyProof.Verify(item.File);
            if (trust is not null) result = await trust.CheckAsync(result);
            verdicts.Add(string.Join(' ', [result.Valid ? "valid" : "invalid", .. result.Checks.Select(check => check.Name + (check.Ok ? "+" : "-"))]));
        }

        return [.. verdicts];
    }

    public static string ValidatorsFile(ProvenChain chain) =>
        JsonSerializer.Serialize(new { validators = chain.Validators.Validators.Select(validator => validator.ToString()) });
}

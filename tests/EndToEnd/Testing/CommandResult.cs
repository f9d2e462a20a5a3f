using System.Text.Json;

namespace Platone.Testing;

/// <summary>What a command left: its exit code, and both of its streams.</summary>
sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public CommandResult Ended(int code)
    {
        Assert.True(ExitCode == code, $"platone {Command} ended with {ExitCode}, expected {code}.{Environment.NewLine}{Output}{Environment.NewLine}{Error}");
        return this;
    }

    /// <summary>One line on standard error and nothing on standard output, as bad usage and bad input must be answered.</summary>
    /// <param name="saying">What must be in it.</param>
    public string OneLineOfError(string saying = "")
    {
        Assert.Equal("", Output);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        var line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(saying, line, StringComparison.Ordinal);
        return line;
    }

    /// <summary>Standard output as one JSON document; anything before or behind it fails.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    public T Json<T>() => JsonSerializer.Deserialize<T>(Output, Web) ?? throw new JsonException("null");

    public string[] Lines() => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

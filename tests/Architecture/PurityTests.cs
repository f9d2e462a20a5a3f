using System.Text.RegularExpressions;

namespace Platone.Architecture.Tests;

/// <summary>Pure projects take time and randomness as parameters, and do nothing to the world outside.</summary>
public sealed partial class PurityTests
{
    private static readonly Project[] Pure =
        [.. Repository.ProjectsUnder("src").Values.Where(project => Floors.Of.GetValueOrDefault(project.Name) == Floors.Pure)];

    public static TheoryData<string> Names => [.. Pure.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_source_of_a_pure_project_reaches_outside(string name)
    {
        var found = Pure.Single(project => project.Name == name).Sources
            .SelectMany(file => File.ReadAllLines(file).Select((line, i) => (Place: $"{Path.GetRelativePath(Repository.Root, file)}:{i + 1}", Line: line)))
            .Select(line => (line.Place, Match: Outside().Match(WithoutComment(line.Line))))
            .Where(line => line.Match.Success)
            .Select(line => $"{line.Place} uses {line.Match.Value}")
            .ToList();

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    [Fact]
    public void Pure_projects_have_sources() => Assert.All(Pure, project => Assert.NotEmpty(project.Sources));

    [Theory]
    [InlineData("var text = File.ReadAllText(path);")]
    [InlineData("System.IO.File.Delete(path);")]
    [InlineData("using var stream = new FileStream(path, FileMode.Open);")]
    [InlineData("Directory.CreateDirectory(path);")]
    [InlineData("private readonly HttpClient _client;")]
    [InlineData("using System.Net.Sockets;")]
    [InlineData("var socket = new Socket(family, type, protocol);")]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("var now = DateTimeOffset.Now;")]
    [InlineData("var now = TimeProvider.System.GetUtcNow();")]
    [InlineData("var started = Stopwatch.GetTimestamp();")]
    [InlineData("var started = Environment.TickCount64;")]
    [InlineData("Random.Shared.NextBytes(salt);")]
    [InlineData("var random = new Random();")]
    [InlineData("RandomNumberGenerator.Fill(salt);")]
    [InlineData("var id = Guid.NewGuid();")]
    [InlineData("Console.WriteLine(value);")]
    [InlineData("class Codec(ILogger<Codec> logger)")]
    [InlineData("Process.Start(program);")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("await Task.Delay(1);")]
    [InlineData("Environment.GetEnvironmentVariable(\"X\");")]
    public void The_outside_is_recognised(string code) => Assert.Matches(Outside(), WithoutComment(code));

    [Theory]
    [InlineData("// The caller asks DateTime.UtcNow.")]
    [InlineData("/// <summary>As Console.WriteLine prints it.</summary>")]
    [InlineData("public sealed record ProofFile(string Format);")]
    [InlineData("return DateTime.UnixEpoch.AddTicks(ticks);")]
    [InlineData("var random = new RandomInput(seed);")]
    [InlineData("CryptographicOperations.ZeroMemory(bytes);")]
    [InlineData("public static RuleClock Read(TimeProvider time)")]
    [InlineData("if (line == Environment.NewLine) return;")]
    public void The_inside_is_not_mistaken_for_it(string code) => Assert.DoesNotMatch(Outside(), WithoutComment(code));

    private static string WithoutComment(string line) => Comment().Replace(line, "");

    [GeneratedRegex(@"(?<!:)//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(
        """
        \b(
            (System\.IO\.)? (File | Directory) \s*\.
          | (File | Memory\w*Mapped | Network) Stream \b | StreamWriter | FileInfo | DirectoryInfo
          | HttpClient | HttpMessageHandler | System\.Net\b | (Tcp|Udp)(Client|Listener) | Socket | Dns\.
          | DateTime(Offset)? \. (UtcNow | Now | Today) | TimeProvider\.System | Stopwatch | Environment\.(TickCount|GetEnvironmentVariable|Exit|MachineName)
          | PeriodicTimer | Thread\.Sleep | Task\.Delay
          | Random\.Shared | new \s Random \b | RandomNumberGenerator | Guid\.NewGuid | Guid\.CreateVersion7
          | Console | ILogger | LoggerMessage | Process\.
        )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Outside();
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Platone.Testing;

namespace Platone.AccessLayer.Tests;

/// <summary>Whatever is sent to the REST interface: no answer is a 5xx, and each refusal of a payload is kept with its reason.</summary>
public sealed class HostileRequestTests(SharedFramework shared) : IDisposable
{
    // PLATONE_FUZZ_CASES asks for more, for the long runs; one of them is a hundred of a pure decoder's.
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("PLATONE_FUZZ_CASES"), out var cases) ? Math.Max(cases / 100,
        100) : 300;

    private const int FirstSeed = 20_260_104;
    private const long MostResidentBytes = 1L << 30;

    private static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "\"", "\\ud800", ",\"device\":\"x\"", "null", "1e999", "NaN", "<", "&lol;", "<!DOCTYPE a [<!ENTITY lol \"lol\">]>", "\0", "\uFEFF",
        "\u202E", "e\u0301", "🔌", "-", "99999999999999999999",
    ];

    private static readonly string[] Devices =
    [
        "hostile-1", "hostile%201", "%F0%9F%94%8C", "%E2%80%AEhostile", "%E2%80%8B", "%00", "%0A", "%C0%AF", "%ED%A0%80", "%FF", "%25", "%2F", "%2e%2e",
        "a%2Fb", "e%CC%81", "%EF%BC%AF", "+", "%23", "",
        new('x', 128), new('x', 129), new('x', 4000),
    ];

    private readonly SignedHttp _http = new(shared.Running.Endpoints.AccessLayer, shared.Provider.Key);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_body_is_taken_or_refused_with_a_reason_that_is_kept()
    {
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var random = new Random(seed);
            var device = random.Next(3) == 0 ? Pick(random, Devices) : "hostile-1";
            var payload = Payload(random);
            var answer = await _http.PostAsync($"/ingest/{shared.Provider.Address}/{device}", payload);
            Assert.True((int)answer.Status is 200 or 201 or 400 or 401 or 404 or 422,
                $"Seed {seed}: {device} and {Convert.ToHexString(payload)} got {answer.Status}: {answer.Text}");
            if (answer.Status == HttpStatusCode.UnprocessableEntity) AssertKept(answer, payload, seed);
        }

        AssertModest();
        (await _http.PostAsync($"/ingest/{shared.Provider.Address}/hostile-2", Payloads.Pmu("hostile-2", Start, "230"))).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_path_or_a_header_of_any_kind_is_answered_with_a_4xx()
    {
        string[] levels =
        [
            "", "ingest", "providers", "declarations", "proofs", "readings", "chain", "broker", "login", "openapi", "..", "%2e%2e", "%00", "%ff", "%ED%A0%80",
            "\u202E", "1", "-1", "99999999999999999999",
            "0x", shared.Provider.Address, shared.Provider.Address.ToUpperInvariant(), "accept", "proof", "streams", new('a', 2000), "?stream=%00",
            "?limit=-1", "?at=9999-12-31T23:59:59Z", "?from=%F0%9F%94%8C",
        ];
        string?[] headers = [null, "", "Bearer x", "Basic eDp5", "Platone", "Platone wallet=", new('x', 8000),
            "Platone wallet=0x00,nonce=0x00,time=99999999999999999999,signature=0x"];
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var random = new Random(seed);
            // A path that begins with // would name another host.
            var path = "/" + string.Join('/', Enumerable.Range(0, random.Next(1, 6)).Select(i => Pick(random, i == 0 ? levels[1..] : levels)));
            var (method, body) = random.Next(2) == 0 ? (HttpMethod.Get, Array.Empty<byte>()) : (HttpMethod.Post, Payload(random));
            var answer = random.Next(3) == 0 ? await _http.SendAsync(method, path, body, Pick(random, headers)) : await _http.SendAsync(method, path, body);
            Assert.True((int)answer.Status is >= 200 and < 500, $"Seed {seed}: {method} {path} got {answer.Status}: {answer.Text}");
        }

        AssertModest();
    }

    [Fact]
    public async Task Bytes_that_are_no_http_are_answered_or_cut_off()
    {
        string[] starts = ["", "GET ", "POST /ingest/x/y HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: x\r\n\r\nffffffffffffffff\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"];
        var server = shared.Running.Endpoints.AccessLayer;
        for (var seed = FirstSeed; seed < FirstSeed + Cases / 3; seed++)
        {
            var random = new Random(seed);
            var noise = new byte[random.Next(2000)];
            random.NextBytes(noise);
            var answer = await RawAsync(server, [.. Encoding.ASCII.GetBytes(Pick(random, starts)), .. noise, .. "\r\n\r\n"u8]);
            Assert.False(answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal), $"Seed {seed}: {answer}");
        }

        AssertModest();
        (await _http.GetAsync("/chain")).Is(HttpStatusCode.OK);
    }

    private static byte[] Payload(Random random)
    {
        var second = Start.AddSeconds(random.Next(100_000));
        var text = random.Next(3) switch
        {
            0 => Encoding.UTF8.GetString(Payloads.Pmu("hostile-1", second, "230.1", "-0", "1e3")),
            1 => Encoding.UTF8.GetString(Payloads.LightNode("hostile-1", (ulong)random.NextInt64(), second, "1.5")),
            _ => Encoding.UTF8.GetString(Payloads.Meter("hostile-1", second, "11.04")),
        };
        for (var count = random.Next(4); count > 0; count--)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(4) switch
            {
                0 => text[..at],
                1 => text[..at] + text[Math.Min(text.Length, at + random.Next(20))..],
                2 => text[..at] + string.Concat(Enumerable.Repeat(Pick(random, Pieces), random.Next(50) == 0 ? 20_000 : 1)) + text[at..],
                _ => text[..at] + Pick(random, Pieces) + text[at..],
            };
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && random.Next(4) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private void AssertKept(Answer answer, byte[] payload, int seed)
    {
        var problem = answer.Json();
        var letter = Database.Row(shared.Running.Store,
            $"SELECT place, found, expected, length FROM dead_letter WHERE id = {problem.GetProperty("deadLetter")}");
        Assert.Equal([problem.GetProperty("place").GetString()!, problem.GetProperty("found").GetString()!, problem.GetProperty("expected").GetString()!,
            (long)payload.Length], letter);
        Assert.False(string.IsNullOrEmpty((string)letter[0]), $"Seed {seed}: no place");
    }

    /// <summary>The whole program, with all that the other tests ask of it meanwhile.</summary>
    private void AssertModest()
    {
        var line = File.ReadLines($"/proc/{shared.Running.Pid}/status").Single(status => status.StartsWith("VmRSS:", StringComparison.Ordinal));
        var resident = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) << 10;
        Assert.InRange(resident, 0, MostResidentBytes);
    }

    private static async Task<string> RawAsync(Uri server, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        try
        {
            await reader.BaseStream.WriteAsync(request, TestContext.Current.CancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return ""; // Cut off.
        }
    }

    private static T Pick<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];
}

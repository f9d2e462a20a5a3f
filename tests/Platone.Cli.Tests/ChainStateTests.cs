using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Platone.Cli.Hosting;
using Platone.Cli.Hosting.Processes;

namespace Platone.Cli.Tests;

public sealed class ChainStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("platone-chain-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A start saves after it deployed while the keeper saves anyway.</summary>
    [Fact]
    public async Task Of_savings_at_the_same_time_all_succeed_and_the_last_one_stays()
    {
        var data = DataDirectory.Existing(_folder.FullName);
        var state = new ChainState(data, TimeProvider.System, NullLogger<ChainState>.Instance);
        state.Adopt();
        const int Savings = 20;
        using var node = new StateNode();
        var answering = node.AnswerAsync(Savings);

        await Task.WhenAll(Enumerable.Range(0, Savings).Select(_ => Task.Run(() => state.SaveAsync(node.Url, TestContext.Current.CancellationToken))));

        await answering;
        Assert.Equal($"{{\"state\":{Savings - 1}}}", await File.ReadAllTextAsync(data.ChainState, TestContext.Current.CancellationToken));
    }

    /// <summary>Answers <c>anvil_dumpState</c> with a higher number each time.</summary>
    private sealed class StateNode : IDisposable
    {
        private readonly HttpListener _listener = new();

        public StateNode()
        {
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Url = new($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            }

            _listener.Prefixes.Add(Url.ToString());
            _listener.Start();
        }

        public Uri Url { get; }

        public async Task AnswerAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var context = await _listener.GetContextAsync();
                using var packed = new MemoryStream();
                await using (var zip = new GZipStream(packed, CompressionMode.Compress)) await zip.WriteAsync(Encoding.UTF8.GetBytes($"{{\"state\":{i}}}"));
                await context.Response.OutputStream.WriteAsync(
                    Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"result":"0x{{Convert.ToHexStringLower(packed.ToArray())}}"}"""));
                context.Response.Close();
            }
        }

        public void Dispose() => _listener.Close();
    }
}

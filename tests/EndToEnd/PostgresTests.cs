using Npgsql;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>The whole way of a reading with the store in a PostgreSQL server.</summary>
public sealed class PostgresTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly string _store = SharedPostgres.Server.NewDatabase();

    private string Data => _folder.File("data");

    public void Dispose()
    {
        _folder.Dispose();
        SharedPostgres.Server.Drop(_store);
    }

    [Fact]
    public async Task A_village_is_certified_proved_audited_backed_up_and_restored()
    {
        (await CommandLine.RunAsync(Framework.Arguments(Data, "--scenario", "village", "--once", "--speed", "max", "--store", _store))).Ended(0);
        Assert.False(File.Exists(Path.Combine(Data, "platone.db")));

        // Every other command finds the store by the folder.
        var clean = (await CommandLine.RunAsync("audit", "--data", Data, "--json")).Ended(0).Json();
        Assert.Equal(Number("SELECT count(*) FROM reading"), clean.GetProperty("certified").GetInt64());
        var proof = _folder.File("proof.json");
        (await CommandLine.RunAsync("proof", "get", "--data", Data, "--reading", "17", "--out", proof)).Ended(0);
        (await CommandLine.RunAsync("proof", "verify", proof, "--data", Data)).Ended(0);

        var backup = _folder.File("platone.backup");
        (await CommandLine.RunAsync("backup", backup, "--data", Data)).Ended(0);
        (await CommandLine.RunAsync("restore", backup, "--data", _folder.File("restored"), "--moved")).Ended(0);
        (await CommandLine.RunAsync("audit", "--data", _folder.File("restored"))).Ended(0);

        Number("UPDATE reading SET value = '7' WHERE id = 17 RETURNING 1");
        var finding = Assert.Single((await CommandLine.RunAsync("audit", "--data", Data, "--json")).Ended(1).Json().GetProperty("findings").EnumerateArray());
        Assert.Equal(("changed", 17), (finding.GetProperty("kind").GetString(), finding.GetProperty("reading").GetInt64()));
    }

    [Fact]
    public async Task A_store_moves_into_the_server_and_goes_on_there()
    {
        Party provider;
        await using (var first = await Framework.StartAsync(Data))
        {
            provider = await Party.CreateProviderAsync(Data);
            await SendAsync(provider, 1);
            await first.AllCertifiedAsync();
            Assert.Contains("in use", (await CommandLine.RunAsync("store", "move", "--data", Data, "--to", _store)).Ended(2).Error, StringComparison.Ordinal);
            await first.StopAsync();
        }

        Assert.Contains(
            "platone store move", (await CommandLine.RunAsync(Framework.Arguments(Data, "--store", _store))).Ended(2).Error, StringComparison.Ordinal);
        Assert.Equal(
            1, (await CommandLine.RunAsync("store", "move", "--data", Data, "--to", _store, "--json")).Ended(0).Json().GetProperty("readings").GetInt64());
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);

        await using var second = await Framework.StartAsync(Data);
        Assert.Equal(2UL, await SendAsync(provider, 2));
        await Eventually.TrueAsync(
            () => Number("SELECT count(*) FROM batch WHERE block_number IS NOT NULL") == 2, () => "the second batch was never certified");
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
    }

    [Fact]
    public async Task A_password_on_the_command_line_is_refused_and_not_repeated()
    {
        var refused = (await CommandLine.RunAsync(Framework.Arguments(Data, "--store", "Host=localhost;Database=platone;Password=hunter2"))).Ended(2);

        Assert.Contains("PGPASSWORD", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_a_line()
    {
        var refused = (await CommandLine.RunAsync(Framework.Arguments(Data, "--store", $"Host={_folder.File("nowhere")};Database=platone"))).Ended(2);

        Assert.Contains("database platone at", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
    }

    private static async Task<ulong> SendAsync(Party provider, int second)
    {
        await using var device = await Device.ConnectAsync(provider, "devices");
        return Assert.Single((await device.SendAsync("moved", Payloads.Pmu("moved", Start.AddSeconds(second), $"23{second}"))).Receipts).Sequence;
    }

    private long Number(string sql)
    {
        using var connection = new NpgsqlConnection(_store + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}

using Platone.Testing;

namespace Platone.Cli.Tests;

/// <summary>Exit code 2 and one line on standard error: where, what was found, what was expected.</summary>
public sealed class BadUsageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "command")]
    [InlineData("nonsense", "'nonsense'")]
    [InlineData("proof", "command")]
    [InlineData("proof verify", "verify")]
    [InlineData("proof get --reading seven", "--reading: found seven, expected a number")]
    [InlineData("up --colour blue", "--colour")]
    [InlineData("up --http 70000", "--http: found 70000, expected a port from 0 to 65535")]
    [InlineData("up --mqtt -1", "--mqtt: found -1, expected a port from 0 to 65535")]
    [InlineData("up --chain-port many", "--chain-port: found many, expected a port from 0 to 65535")]
    [InlineData("up --identity 70000", "--identity: found 70000, expected a port from 0 to 65535")]
    [InlineData("up --data DATA --scenario none --admin-account 0x12", "--admin-account: found '0x12'")]
    [InlineData("up --data DATA --admin-account ADDRESS", "--admin-account: expected --scenario none")]
    [InlineData("up --data DATA --scenario none --admin-delay 5", "--admin-delay: expected it together with --admin-account")]
    [InlineData("up --data DATA --speed fast --scenario none", "--speed: found 'fast'")]
    [InlineData("up --data DATA --speed 0 --scenario none", "--speed: found '0'")]
    [InlineData("up --data DATA --scenario nowhere", "--scenario: found 'nowhere'")]
    [InlineData("up --data DATA --feeder nowhere", "--feeder: there is no folder")]
    [InlineData("up --data DATA --broker ftp://x", "--broker: found 'ftp://x'")]
    [InlineData("up --data DATA --chain anvill", "--chain: found 'anvill'")]
    [InlineData("up --data DATA --bind 0.0.0.0", "--bind: found 0.0.0.0 without --tls")]
    [InlineData("up --data DATA --bind everywhere --tls", "--bind: found 'everywhere', expected an IP address")]
    [InlineData("up --data DATA --tls-key x.pem", "--tls-key: expected together with --tls")]
    [InlineData("up --data DATA --tls --tls-key x.pem", "--tls-certificate, --tls-key: found one of them")]
    [InlineData("up --data DATA --tls --broker embedded --mqtt-client-certificates 0", "expected --broker mosquitto")]
    [InlineData("up --data DATA --tls --broker mqtt://localhost:1", "--broker: found mqtt://localhost:1 with --tls, expected mqtts://")]
    [InlineData("up --data DATA --broker-ca x.pem", "--broker-ca: found --broker mosquitto")]
    [InlineData("tls init --data DATA --name spaced,name", "--name: found 'spaced,name'")]
    [InlineData("tls issue --data DATA --out out", "--wallet-name or --common-name")]
    [InlineData("tls issue --data DATA --common-name x --out out", "ca.key")]
    [InlineData("tls show KEY", "wallet.key: found no certificate")]
    [InlineData("access list --url http://127.0.0.1:1 --ca KEY --wallet KEY", "expected https://HOST:PORT together with --ca")]
    [InlineData("access list --ca KEY --wallet KEY", "--ca: expected together with --url")]
    [InlineData("audit --data nowhere", "--data: there is no folder")]
    [InlineData("audit --data DATA", "There is no store at")]
    [InlineData("audit --data DATA --chain somewhere", "--chain: found 'somewhere', expected http://HOST:PORT")]
    [InlineData("proof get --data DATA --stream a/b/c/d --sequence -1", "--sequence: found -1, expected a number")]
    [InlineData("proof get --data DATA --reading 1", "There is no store at")]
    [InlineData("access request --wallet KEY", "--provider")]
    [InlineData("access list --data DATA --wallet KEY", "--data: nothing runs with")]
    [InlineData("access list --url somewhere --wallet KEY", "--url: found 'somewhere'")]
    [InlineData("access list --url http://127.0.0.1:1 --wallet KEY", "does not answer")]
    [InlineData("access list --url http://127.0.0.1:1", "--wallet: expected a key file")]
    [InlineData("access list --url http://127.0.0.1:1 --wallet nowhere.key", "nowhere.key")]
    [InlineData("access request --url http://127.0.0.1:1 --wallet KEY --provider 0x12", "--provider: found '0x12'")]
    [InlineData("access request --url http://127.0.0.1:1 --wallet KEY --provider ADDRESS --expiry tomorrow", "--expiry: found 'tomorrow'")]
    [InlineData("access request --url http://127.0.0.1:1 --wallet KEY --provider ADDRESS --purpose Fun", "'Fun'")]
    [InlineData("access accept 0x12 --url http://127.0.0.1:1 --wallet KEY", "ID: found '0x12'")]
    [InlineData("access status", "ID")]
    [InlineData("provider admit 0x12", "ADDRESS: found '0x12'")]
    [InlineData("provider admit ADDRESS --data DATA", "nothing runs with this data")]
    [InlineData("identity login --data DATA --wallet KEY", "--data: nothing runs with")]
    [InlineData("identity login --url somewhere --wallet KEY", "--url: found 'somewhere'")]
    [InlineData("identity login --url http://127.0.0.1:1 --wallet KEY", "does not answer")]
    [InlineData("identity client add Upper --data DATA", "NAME: found 'Upper'")]
    [InlineData("identity client remove nobody --data DATA", "NAME: found 'nobody'")]
    [InlineData("identity client add app --data DATA --redirect http://example.org/ --role x", "--redirect: expected it without --role")]
    [InlineData("wallet new", "FILE")]
    [InlineData("wallet new KEY", "exists")]
    [InlineData("wallet new nowhere/wallet.key", "nowhere")]
    [InlineData("wallet show nowhere.key", "nowhere.key")]
    [InlineData("wallet sign KEY", "MESSAGE")]
    public async Task Bad_usage_is_answered_by_one_line(string arguments, string told)
    {
        Directory.CreateDirectory(_folder.File("data"));
        WriteKey("wallet.key", "0x" + new string('1', 64));
        var result = await CommandLine.RunAsync([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Filled)]);

        result.Ended(2).OneLineOfError(told);
    }

    [Fact]
    public async Task A_store_that_is_no_database_or_another_version_is_bad_input()
    {
        await File.WriteAllTextAsync(_folder.File("platone.db"), "this is no database, whatever its name says");
        (await CommandLine.RunAsync("audit", "--data", _folder.Path)).Ended(2).OneLineOfError("platone.db");

        File.Delete(_folder.File("platone.db"));
        await File.WriteAllBytesAsync(_folder.File("platone.db"), []);
        (await CommandLine.RunAsync("audit", "--data", _folder.Path)).Ended(2).OneLineOfError("version 0");
    }

    [Fact]
    public async Task A_key_file_that_others_can_read_or_that_holds_no_key_is_refused_without_showing_it()
    {
        WriteKey("open.key", "0x" + new string('a', 64));
        File.SetUnixFileMode(_folder.File("open.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        WriteKey("rubbish.key", "not a key at all");
        WriteKey("zero.key", "0x" + new string('0', 64));

        foreach (var name in new[] { "open.key", "rubbish.key", "zero.key" })
        {
            var told = (await CommandLine.RunAsync("wallet", "show", _folder.File(name))).Ended(2).OneLineOfError();
            Assert.Contains(name, told, StringComparison.Ordinal);
            Assert.DoesNotContain((await File.ReadAllTextAsync(_folder.File(name))).Trim(), told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_in_the_environment_that_is_none_is_refused_without_showing_it()
    {
        var environment = new Dictionary<string, string> { ["PLATONE_KEY"] = "0xsecret" };
        var refused = await CommandLine.RunAsync(["access", "list", "--url", "http://127.0.0.1:1"], environment, TimeSpan.FromMinutes(1));

        var told = refused.Ended(2).OneLineOfError("PLATONE_KEY");
        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_others_can_look_into_is_refused()
    {
        Directory.CreateDirectory(_folder.File("data/wallets"));
        File.SetUnixFileMode(_folder.File("data"), File.GetUnixFileMode(_folder.File("data")) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        (await CommandLine.RunAsync(Framework.Arguments(_folder.File("data")))).Ended(2).OneLineOfError("chmod 700");
    }

    [Theory]
    [InlineData("{", "scenario.json")]
    [InlineData("""{"name":"x","ticks":30,"tickSeconds":1,"providers":[],"consumers":[]}""", "providers")]
    [InlineData("""{"name":"x","ticks":1,"tickSeconds":1,"providers":[PROVIDER],"consumers":[]}""", "ticks")]
    [InlineData("""{"name":"x","ticks":2,"tickSeconds":1,"providers":[PROVIDER],"consumers":[{"name":"c","reads":["b"]}]}""", "'b'")]
    [InlineData("""{"name":"x","ticks":2,"tickSeconds":1,"providers":[PROVIDER],"consumers":[],"more":1}""", "more")]
    public async Task A_scenario_file_that_is_none_is_bad_input(string content, string told)
    {
        const string provider = """{"name":"a","pmus":1,"meters":0,"lightNodes":0}""";
        await File.WriteAllTextAsync(_folder.File("scenario.json"), content.Replace("PROVIDER", provider, StringComparison.Ordinal));

        var result = await CommandLine.RunAsync("up", "--data", _folder.File("data"), "--scenario", _folder.Path);

        result.Ended(2).OneLineOfError(told);
    }

    private string Filled(string argument) => argument switch
    {
        "DATA" => _folder.File("data"),
        "KEY" => _folder.File("wallet.key"),
        "ADDRESS" => "0x00000000000000000000000000000000000000aa",
        _ => argument,
    };

    private void WriteKey(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        File.SetUnixFileMode(_folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using Platone.Certification;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

public sealed class ImportTests : IAsyncLifetime
{
    private const string Header = "device,component,measurand,phase,time,value,unit";

    private readonly TemporaryFolder _folder = new();
    private Framework _framework = null!;
    private Party _provider = null!;

    private string Data => _folder.File("data");

    public async ValueTask InitializeAsync()
    {
        _framework = await Framework.StartAsync(Data);
        _provider = await Party.CreateProviderAsync(Data);
    }

    public async ValueTask DisposeAsync()
    {
        await _framework.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_foreign_table_is_certified_late_once_and_what_is_live_meanwhile_is_not()
    {
        var file = await WriteAsync("meters.csv", "Zähler;Stand;Zeit", Enumerable.Range(0, 2500).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"M-{i % 3};1.{i % 1000:D3},5;{new DateTime(2024, 1, 1).AddMinutes(i / 3 * 15):yyyy-MM-dd HH:mm}")));
        string[] mapping =
        [
            "--column", "device=Zähler", "value=Stand", "time=Zeit", "--set", "unit=kWh", "measurand=activeenergy", "phase=ABC", "--separator", ";",
            "--decimal-comma", "--zone", "+01:00",
        ];
        await using var device = await Device.ConnectAsync(_provider, "devices");

        var import = ImportAsync([file, .. mapping, "--receipts", _folder.File("receipts.jsonl")]);
        for (var i = 0; i < 5; i++) await device.SendAsync("live", Payloads.Pmu("live", DateTimeOffset.UtcNow, $"23{i}"));
        var outcome = (await import).Ended(0).Json();

        Assert.Equal((2500, 2500), (outcome.GetProperty("readings").GetInt64(), outcome.GetProperty("receipted").GetInt64()));
        Assert.Equal("2023-12-31T23:00:00.000000Z", outcome.GetProperty("from").GetString());
        Assert.Equal(2500, Number("SELECT count(*) FROM reading WHERE late = 1 AND batch IS NOT NULL"));
        Assert.Equal(
            "1000500",
            Database.Text(
                _framework.Store, "SELECT value FROM readings WHERE stream LIKE '%/M-0/-/activeenergy/ABC' AND time = '2023-12-31T23:00:00.000000Z'"));
        Assert.True(File.ReadAllLines(_folder.File("receipts.jsonl")).Length >= 3);

        // Late batches say so and carry both times; none of the live ones does.
        await _framework.AllCertifiedAsync();
        foreach (var row in Database.Rows(
            _framework.Store,
            "SELECT b.record, min(r.late), max(r.late), min(r.time), max(r.time) FROM batch b JOIN reading r ON r.batch = b.number GROUP BY b.number"))
        {
            var record = BatchRecord.Decode((byte[])row[0]);
            Assert.Equal(row[1], row[2]);
            Assert.Equal((long)row[1] == 1, record.Flags.HasFlag(BatchFlags.Late));
            Assert.Equal(((long)row[3], (long)row[4]), (record.From, record.To));
            Assert.True(record.Closed > record.To);
        }

        // Once more: nothing is new, and the audit is content.
        (await ImportAsync([file, .. mapping])).Ended(0);
        Assert.Equal(2505, Number("SELECT count(*) FROM reading"));
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
    }

    [Fact]
    public async Task Meter_readings_in_a_zip_and_a_table_of_our_own_form_go_in_and_a_corrected_value_is_a_revision()
    {
        var table = await WriteAsync(
            "own.csv", Header, ["M-9,POD-9,activeenergy,ABC,2025-01-01T00:00:00Z,1.5,kWh", "M-9,POD-9,activeenergy,ABC,2025-01-01T00:15:00Z,1.75,kWh"]);
        var zip = _folder.File("archive.zip");
        await using (var packed = await ZipFile.OpenAsync(zip, ZipArchiveMode.Create))
        {
            await using var entry = await packed.CreateEntry("deep/meters.xml").OpenAsync();
            await entry.WriteAsync(Payloads.Meter("11111111", DateTimeOffset.UnixEpoch.AddYears(50), "11.04"));
        }

        Assert.Equal(3, (await ImportAsync([table, zip])).Ended(0).Json().GetProperty("receipted").GetInt64());

        // The same in other bytes says nothing new; another value replaces.
        var corrected = await WriteAsync(
            "corrected.csv", Header, ["M-9,POD-9,activeenergy,ABC,2025-01-01T00:00:00Z,1500,Wh", "M-9,POD-9,activeenergy,ABC,2025-01-01T00:15:00Z,1.8,kWh"]);
        (await ImportAsync([corrected])).Ended(0);
        Assert.Equal(4, Number("SELECT count(*) FROM reading"));
        Assert.Equal(
            [1L, 2L, 3L],
            Database.Rows(_framework.Store, "SELECT sequence FROM readings WHERE stream LIKE '%/M-9/%' ORDER BY sequence").Select(row => (long)row[0]));

        var proof = _folder.File("proof.json");
        (await CommandLine.RunAsync("proof", "get", "--data", Data, "--stream", "M-9/POD-9/activeenergy/ABC", "--sequence", "3", "--out", proof)).Ended(0);
        var verdict = (await CommandLine.RunAsync("proof", "verify", proof, "--data", Data, "--json")).Ended(0).Json();
        Assert.Equal(2, verdict.GetProperty("reading").GetProperty("replaces").GetInt64());
        Assert.True(verdict.GetProperty("late").GetBoolean());
        (await CommandLine.RunAsync("audit", "--data", Data)).Ended(0);
    }

    [Theory]
    [InlineData("M-1,-,activeenergy,ABC,2025-01-01T00:30:00Z,x,kWh", "bad.csv: line 3, value: found 'x', expected a decimal number")]
    [InlineData("M-1,-,activeenergy,ABC,2025-01-01T00:30:00Z", "bad.csv: line 3: found 5 fields, expected 7")]
    [InlineData("M-1,-,activeenergy,ABC,2025-01-01T00:00:00Z,2,kWh", "bad.csv: line 3: found 'M-1/-/activeenergy/ABC' at the same time again")]
    public async Task Of_an_archive_with_a_fault_nothing_is_handed_in(string line, string error)
    {
        var good = await WriteAsync("a-good.csv", Header, ["M-1,-,activeenergy,ABC,2024-01-01T00:00:00Z,1,kWh"]);
        var bad = await WriteAsync("bad.csv", Header, ["M-1,-,activeenergy,ABC,2025-01-01T00:00:00Z,1,kWh", line]);

        Assert.Contains(error, (await ImportAsync([good, bad])).Ended(2).Error, StringComparison.Ordinal);
        Assert.Equal(0, Number("SELECT count(*) FROM reading"));
    }

    [Fact]
    public async Task An_archive_can_be_checked_without_a_framework()
    {
        var good = await WriteAsync("good.csv", Header, ["M-1,-,activeenergy,ABC,2024-01-01T00:00:00Z,1,kWh"]);

        (await CommandLine.RunAsync("certify", "import", good, "--check", "--data", _folder.File("nowhere"))).Ended(0);
        Assert.Equal(0, Number("SELECT count(*) FROM reading"));
        Assert.Contains(
            "--column: found 'zeit=x'", (await CommandLine.RunAsync("certify", "import", good, "--check", "--column", "zeit=x")).Ended(2).Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "expected Zeit", (await CommandLine.RunAsync("certify", "import", good, "--check", "--column", "time=Zeit")).Ended(2).Error,
            StringComparison.Ordinal);
    }

    private Task<CommandResult> ImportAsync(string[] arguments) =>
        CommandLine.RunAsync(["certify", "import", .. arguments, "--wallet", _provider.KeyFile, "--data", Data, "--json"]);

    private long Number(string sql) => Database.Number(_framework.Store, sql);

    private async Task<string> WriteAsync(string name, string header, IEnumerable<string> lines)
    {
        var file = _folder.File(name);
        await File.WriteAllLinesAsync(file, lines.Prepend(header), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return file;
    }
}

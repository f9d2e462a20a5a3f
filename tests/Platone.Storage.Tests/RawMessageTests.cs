using System.Text;
using Platone.Readings;

namespace Platone.Storage.Tests;

/// <summary>A message is kept once, its readings' parts apart: together they are the message again.</summary>
public abstract class RawMessageTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private const string MeterReadings = """
        <?xml version="1.0" encoding="UTF-8"?>
        <MeterReadings xmlns="http://iec.ch/TC57/2011/MeterReadings#">
          <MeterReading>
            <Meter><Names><name>11111111</name></Names></Meter>
            <Readings><timeStamp>2026-01-01T00:15:00Z</timeStamp><value>11.04</value><ReadingType ref="0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.72.0"/></Readings>
            <!-- é -->
            <Readings><timeStamp>2026-01-01T00:15:00Z</timeStamp><value>3.45</value><ReadingType ref="0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.73.0"/></Readings>
          </MeterReading>
        </MeterReadings>

        """;

    private const string Pmu = """
         {"device":"PMU1","timestamp":"2026-01-01T00:00:00Z","readings":[ {"component":"B","measurand":"voltmagnitude","phase":"A","data":11}	,
        {"component":"C","measurand":"voltmagnitude","phase":"A","data":2.2e1}]}
        """;

    private readonly TStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(MeterReadings)]
    [InlineData("\uFEFF" + Pmu + "\r\n")]
    [InlineData("""{"readings":[{"measurand":"frequency","unit":"Hz","value":50}],"timestamp":"2026-01-01T00:00:00Z","lightNode":"LN-1"}""")]
    public async Task A_message_is_put_together_again_from_skeleton_and_parts(string payload)
    {
        var stored = await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", payload));

        var message = (long)_store.Scalar("SELECT message FROM reading WHERE id=$1", stored.Readings[0].Reading.Id)!;
        Assert.Equal(Encoding.UTF8.GetBytes(payload), Reassemble(message));
    }

    /// <summary>Else erasing the reading would leave a copy of it.</summary>
    [Fact]
    public async Task A_reading_that_was_known_before_does_not_stay_in_the_skeleton_of_the_later_message()
    {
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "77.25")));

        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("frequency", "Hz", "50"), ("activepower", "W", "77.25"), ("voltmagnitude", "V", "230")));

        var skeletons = _store.Rows("SELECT skeleton FROM message", row => Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(0)));
        Assert.Equal(2, skeletons.Count);
        Assert.All(skeletons, skeleton => Assert.DoesNotContain("77.25", skeleton, StringComparison.Ordinal));
        Assert.All(skeletons, skeleton => Assert.Contains("LN-1", skeleton, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_is_kept_with_its_origin()
    {
        var message = Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "1"));
        await _store.AcceptAsync(message);

        var row = Assert.Single(_store.Rows("SELECT provider, device, format, received, payload_hash FROM message", row => (
            row.GetFieldValue<byte[]>(0), row.GetString(1), (PayloadFormat)row.GetInt64(2), row.GetInt64(3), row.GetFieldValue<byte[]>(4))));
        Assert.Equal(Given.Anna.ToArray(), row.Item1);
        Assert.Equal(("LN-1", PayloadFormat.LightNodeJson, Given.Received), (row.Item2, row.Item3, row.Item4));
        Assert.Equal(Cryptography.Keccak256.Hash(message.Payload.Span).ToArray(), row.Item5);
    }

    private byte[] Reassemble(long message)
    {
        var skeleton = (byte[])_store.Scalar("SELECT skeleton FROM message WHERE id=$1", message)!;
        var parts = _store.Rows(
            $"SELECT raw_offset, raw_part FROM reading WHERE message={message} ORDER BY raw_offset",
            row => new RawPart(row.GetInt32(0), row.GetFieldValue<byte[]>(1)));
        Assert.NotEmpty(parts);
        parts.AddRange(_store.Rows(
            $"SELECT signature_offset, signature FROM reading WHERE message={message} AND signature IS NOT NULL",
            row => new RawPart(row.GetInt32(0), Encoding.ASCII.GetBytes(Cryptography.Hex.Encode(row.GetFieldValue<byte[]>(1))))));
        parts.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        return RawParts.Reassemble(skeleton, parts);
    }
}

public sealed class RawMessageOnSqliteTests : RawMessageTests<SqliteStore>;

public sealed class RawMessageOnPostgresTests : RawMessageTests<PostgresStore>;

using System.Text;

namespace Platone.Readings.Tests;

public class SignedPayloadTests
{
    [Theory]
    [InlineData(Samples.SignedLightNode, 18, "activepower")]
    [InlineData(Samples.SignedPmu, 3, "voltmagnitude")]
    public void A_reading_gets_its_signature_its_number_and_what_it_replaces(string sample, int sequence, string measurand)
    {
        var readings = Samples.Decode(sample).Readings;

        Assert.All(readings, reading => Assert.Equal((ulong)sequence, reading.DeviceSequence));
        Assert.Equal(measurand, readings[0].Stream.Measurand);
        Assert.Equal(Samples.Signature, readings[0].Signature!.Value.Signature.ToString());
        Assert.Equal(sample.IndexOf("0x11", StringComparison.Ordinal), readings[0].Signature!.Value.Offset);
        Assert.Single(readings, reading => reading.Replaces == (ulong)sequence - 1);
        Assert.Single(readings, reading => reading.Replaces is null);
    }

    [Fact]
    public void A_reading_whose_place_says_null_is_not_signed() => Assert.Null(Samples.Decode(Samples.SignedLightNode).Readings[1].Signature);

    [Fact]
    public void The_raw_part_does_not_change_with_the_signature()
    {
        var other = Samples.SignedPmu.Replace(Samples.Signature, Samples.OtherSignature, StringComparison.Ordinal);

        Assert.Equal(
            Samples.Decode(Samples.SignedPmu).Readings.Select(reading => Samples.RawText(Samples.SignedPmu, reading)),
            Samples.Decode(other).Readings.Select(reading => Samples.RawText(other, reading)));
    }

    [Theory]
    [InlineData(Samples.SignedLightNode, "\"sequence\":18,")]
    [InlineData(Samples.SignedPmu, "\"sequence\":3,")]
    public void Signatures_without_the_devices_number_are_refused(string sample, string sequence)
    {
        var refusal = Samples.Refusal(sample.Replace(sequence, "", StringComparison.Ordinal));

        Assert.Equal(("sequence", "nothing"), (refusal.Place, refusal.Found));
    }

    [Theory]
    [InlineData("[]", "0")]
    [InlineData("[null]", "1")]
    [InlineData("[null,null,null]", "3")]
    public void As_many_signatures_as_readings_are_expected(string signatures, string found)
    {
        var refusal = Samples.Refusal(With(signatures));

        Assert.Equal(("signatures", found), (refusal.Place, refusal.Found));
    }

    [Theory]
    [InlineData("null", "signatures", "null")]
    [InlineData("{}", "signatures", "an object")]
    [InlineData("\"\"", "signatures", "''")]
    [InlineData("[null,7]", "signatures[1]", "7")]
    [InlineData("[null,[]]", "signatures[1]", "a list")]
    [InlineData("[\"\",null]", "signatures[0]", "''")]
    [InlineData("[\"0x\",null]", "signatures[0]", "'0x'")]
    public void What_is_no_signature_is_refused_at_its_place(string signatures, string place, string found)
    {
        var refusal = Samples.Refusal(With(signatures));

        Assert.Equal((place, found), (refusal.Place, refusal.Found));
    }

    /// <summary>Of each of these there is another way to write or to sign the same, or it recovers to nobody.</summary>
    [Theory]
    [InlineData("1b", "1B")]
    [InlineData("1b", "00")]
    [InlineData("1b", "01")]
    [InlineData("1b", "1d")]
    [InlineData("0x1", "\\u0030x1")]
    [InlineData("0x1", "1")]
    [InlineData("0x1", "0X1")]
    [InlineData("0x11", "0x1")]
    [InlineData("2222222222222222222222222222222222222222222222222222222222222222", "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1")]
    [InlineData("2222222222222222222222222222222222222222222222222222222222222222", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1111111111111111111111111111111111111111111111111111111111111111", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1111111111111111111111111111111111111111111111111111111111111111", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    public void A_signature_has_one_spelling_and_one_form(string right, string wrong) =>
        Assert.Equal("signatures[0]", Samples.Refusal(With($"[\"{Samples.Signature.Replace(right, wrong, StringComparison.Ordinal)}\",null]")).Place);

    [Theory]
    [InlineData("\"17\"")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("null")]
    [InlineData("18446744073709551616")]
    public void What_is_replaced_is_a_number(string replaces) =>
        Assert.Equal(
            "readings[0].replaces",
            Samples.Refusal(Samples.SignedLightNode.Replace("\"replaces\":17", $"\"replaces\":{replaces}", StringComparison.Ordinal)).Place);

    [Fact]
    public void Signatures_twice_are_refused() =>
        Assert.Equal(
            "signatures",
            Samples.Refusal(Samples.SignedPmu.Replace("\"sequence\"", "\"signatures\":[null,null],\"sequence\"", StringComparison.Ordinal)).Place);

    [Fact]
    public void Every_signature_is_cut_out_wherever_the_device_writes_the_list()
    {
        foreach (var sample in new[] { Samples.SignedLightNode, Samples.SignedPmu })
        {
            var payload = Encoding.UTF8.GetBytes(sample);
            var readings = Samples.Decode(sample).Readings;
            var parts = RawParts.Of(payload, readings);

            Assert.Equal(readings.Count + readings.Count(reading => reading.Signature is not null), parts.Count);
            Assert.Equal(payload.Length - parts.Sum(part => part.Bytes.Length), RawParts.Skeleton(payload, readings).Length);
        }
    }

    private static string With(string signatures) => Samples.SignedLightNode.Replace($"[\"{Samples.Signature}\", null]", signatures, StringComparison.Ordinal);
}

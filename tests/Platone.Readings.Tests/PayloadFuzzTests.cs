using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Platone.Readings.Tests;

/// <summary>Whatever arrives, the decoder answers with a message that holds its own promises or with a refusal; no third thing.</summary>
public class PayloadFuzzTests
{
    // PLATONE_FUZZ_CASES asks for more, for the long runs.
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("PLATONE_FUZZ_CASES"), out var cases) ? cases : 3_000);

    // Pieces that mean something to one of the formats, to get past the first characters.
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\ud800", "\\u0000", "null", "1e999", "-", "0",
        "\"device\"", "\"lightNode\"", "\"readings\":", "\"timestamp\":", "\"signatures\":", "\"replaces\":", $"\"{Samples.Signature}\"",
        "<", ">", "/>", "</", "&", "&#x10FFFF;", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "<!DOCTYPE a>", "xmlns=",
        "<Readings>", "</Readings>", "<value/>", "device,component,measurand,phase,time,value,unit\n",
        "'", " ", "\n", "\r", "\t", "\0", "\uFEFF", "é", "🔌", "\u202E", "A", "9", ".",
    ];

    [Fact]
    public void Random_bytes_are_answered() =>
        Prop.ForAll(Bytes().ToArbitrary(), IsAnswered).Check(Config);

    [Fact]
    public void Random_sequences_of_meaningful_pieces_are_answered() =>
        Prop.ForAll(Sentences().ToArbitrary(), text => IsAnswered(Encoding.UTF8.GetBytes(text))).Check(Config);

    [Fact]
    public void Good_messages_with_bytes_changed_are_answered() =>
        Prop.ForAll(Mutants().ToArbitrary(), IsAnswered).Check(Config);

    [Fact]
    public void Good_messages_with_pieces_put_in_or_cut_out_are_answered() =>
        Prop.ForAll(Spliced().ToArbitrary(), text => IsAnswered(Encoding.UTF8.GetBytes(text))).Check(Config);

    [Fact]
    public void Good_messages_cut_anywhere_are_refused()
    {
        // A table may end behind any of its lines: CsvTests cut it elsewhere.
        foreach (var sample in Samples.All.Where(sample => sample != Samples.Csv))
            for (var length = 0; length < sample.Length; length++)
                Assert.Throws<PayloadException>(() => Samples.Decode(sample[..length]));
    }

    private static void IsAnswered(byte[] payload) => Answer.To(payload);

    private static Gen<byte[]> Bytes() =>
        from first in Gen.Elements("", "{", "<", "\uFEFF", "{\"device\":\"", "<a>")
        from length in Gen.Choose(0, 60)
        from rest in Gen.Choose(0, 255).ArrayOf(length)
        select Encoding.UTF8.GetBytes(first).Concat(rest.Select(value => (byte)value)).ToArray();

    private static Gen<string> Sentences() =>
        from length in Gen.Choose(0, 40)
        from pieces in Gen.Elements(Pieces).ArrayOf(length)
        select string.Concat(pieces);

    private static Gen<byte[]> Mutants() =>
        from sample in Gen.Elements(Samples.All)
        from count in Gen.Choose(1, 3)
        from places in Gen.Choose(0, Encoding.UTF8.GetByteCount(sample) - 1).ArrayOf(count)
        from values in Gen.Choose(0, 255).ArrayOf(count)
        select Changed(Encoding.UTF8.GetBytes(sample), places, values);

    private static Gen<string> Spliced() =>
        from sample in Gen.Elements(Samples.All)
        from place in Gen.Choose(0, sample.Length)
        from cut in Gen.Elements(0, 0, 1, 5, 20)
        from piece in Gen.Elements(Pieces)
        select sample[..place] + piece + sample[Math.Min(place + cut, sample.Length)..];

    private static byte[] Changed(byte[] bytes, int[] places, int[] values)
    {
        foreach (var (place, value) in places.Zip(values))
            bytes[place] = (byte)value;

        return bytes;
    }
}

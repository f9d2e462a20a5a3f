using FsCheck;
using FsCheck.Fluent;
using Platone.Cryptography;

namespace Platone.Certification.Tests;

/// <summary>What is encoded is read back; what is not exactly an encoding is refused.</summary>
public sealed class EncodingTests
{
    private const int Word = AbiWriter.WordLength;

    private static readonly Gen<Random> Seeds = Gen.Choose(0, int.MaxValue).Select(seed => new Random(seed));

    [Fact]
    public void Certified_records_are_read_back() =>
        Prop.ForAll(Seeds.Select(Given.NextRecord).ToArbitrary(), record => CertifiedRecord.Decode(Encode(record)) == record).QuickCheckThrowOnFailure();

    [Fact]
    public void Batch_records_are_read_back() =>
        Prop.ForAll(Seeds.Select(Given.NextBatchRecord).ToArbitrary(), record => BatchRecord.Decode(record.Encode()) == record).QuickCheckThrowOnFailure();

    [Fact]
    public void Index_entries_are_read_back() =>
        Prop.ForAll(Seeds.Select(Given.NextIndexEntry).ToArbitrary(), entry => IndexEntry.Decode(Encode(entry)) == entry).QuickCheckThrowOnFailure();

    [Fact]
    public void No_two_encodings_decode_to_the_same_value()
    {
        var random = new Random(4);
        RefusesOrDiffers(Encode(random.NextRecord()), bytes => CertifiedRecord.Decode(bytes));
        RefusesOrDiffers(random.NextBatchRecord().Encode(), bytes => BatchRecord.Decode(bytes));
        RefusesOrDiffers(Encode(random.NextIndexEntry()), bytes => IndexEntry.Decode(bytes));
    }

    [Fact]
    public void Other_lengths_are_refused()
    {
        var random = new Random(5);
        RefusesOtherLengths(Encode(random.NextRecord()), bytes => CertifiedRecord.Decode(bytes));
        RefusesOtherLengths(random.NextBatchRecord().Encode(), bytes => BatchRecord.Decode(bytes));
        RefusesOtherLengths(Encode(random.NextIndexEntry()), bytes => IndexEntry.Decode(bytes));
    }

    [Fact]
    public void Another_version_is_refused_with_both_numbers()
    {
        var encoded = Encode(new Random(6).NextRecord());
        encoded[Word - 1] = 2;

        Assert.Equal("The record has version 2; this verifier knows 1.", Assert.Throws<FormatException>(() => CertifiedRecord.Decode(encoded)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(255)]
    public void An_unknown_kind_is_refused(byte kind)
    {
        var encoded = Encode(new Random(7).NextRecord());
        encoded[(2 * Word) - 1] = kind;

        Assert.Contains($"unknown kind {kind}", Assert.Throws<FormatException>(() => CertifiedRecord.Decode(encoded)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Padding_that_is_not_the_types_is_refused()
    {
        // Words of the batch record: certifier, number, count, from (positive), flags.
        foreach (var word in new[] { 1, 2, 4, 6, 9 })
        {
            var encoded = (new Random(8).NextBatchRecord() with { From = 1 }).Encode();
            encoded[word * Word] = 0x80;

            Assert.Throws<FormatException>(() => BatchRecord.Decode(encoded));
        }
    }

    /// <summary>Every single bit of an encoding counts.</summary>
    private static void RefusesOrDiffers<T>(byte[] encoded, Func<byte[], T> decode)
        where T : struct
    {
        var value = decode(encoded);
        for (var bit = 0; bit < encoded.Length * 8; bit++)
        {
            byte[] changed = [.. encoded];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.NotEqual(value, decode(changed));
            }
            catch (FormatException)
            {
                // Refused: as good.
            }
        }
    }

    private static void RefusesOtherLengths<T>(byte[] encoded, Func<byte[], T> decode)
    {
        for (var length = 0; length < encoded.Length; length++)
            Assert.Throws<FormatException>(() => decode(encoded[..length]));
        Assert.Throws<FormatException>(() => decode([.. encoded, 0]));
        Assert.Throws<FormatException>(() => decode([.. encoded, .. new byte[Word]]));
    }

    private static byte[] Encode(CertifiedRecord record)
    {
        var bytes = new byte[CertifiedRecord.EncodedLength];
        record.Encode(bytes);
        return bytes;
    }

    private static byte[] Encode(IndexEntry entry)
    {
        var bytes = new byte[IndexEntry.EncodedLength];
        entry.Encode(bytes);
        return bytes;
    }
}

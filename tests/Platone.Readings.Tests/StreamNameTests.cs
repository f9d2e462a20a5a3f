using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Org.BouncyCastle.Crypto.Digests;

namespace Platone.Readings.Tests;

public class StreamNameTests
{
    [Theory]
    [InlineData("PMU1", "PMU1/BUS1/voltmagnitude/A")]
    [InlineData("a/b", "a%2Fb/BUS1/voltmagnitude/A")]
    [InlineData("50%", "50%25/BUS1/voltmagnitude/A")]
    [InlineData("%2F", "%252F/BUS1/voltmagnitude/A")]
    [InlineData("Μετρητής Α", "Μετρητής Α/BUS1/voltmagnitude/A")]
    [InlineData("🔌", "🔌/BUS1/voltmagnitude/A")]
    public void A_name_is_its_parts_with_slashes_between(string device, string text)
    {
        var name = new StreamName(device, "BUS1", "voltmagnitude", "A");

        Assert.Equal(text, name.ToString());
        Assert.Equal(name, StreamName.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u202Eb")]
    [InlineData("\uFEFFa")]
    [InlineData("a\u00ADb")]
    [InlineData("a\u00A0b")]
    [InlineData("a\u2028b")]
    [InlineData("e\u0301")]
    [InlineData("\uE000")]
    [InlineData("\uFFFF")]
    public void A_part_that_could_look_like_another_is_refused(string part)
    {
        Assert.False(StreamName.IsPart(part, out var expected));
        Assert.NotEmpty(expected);
        Assert.Throws<ArgumentException>(() => new StreamName("PMU1", part, "voltmagnitude", "A"));
    }

    // As bytes: an unpaired surrogate does not survive in an attribute of the assembly.
    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDFFF)]
    public void Half_a_surrogate_pair_is_refused(int unit) => Assert.False(StreamName.IsPart($"a{(char)unit}b", out _));

    [Fact]
    public void A_part_has_at_most_128_characters()
    {
        Assert.True(StreamName.IsPart(new string('x', 128), out _));
        Assert.False(StreamName.IsPart(new string('x', 129), out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("a/b/c/d/e")]
    [InlineData("a//c/d")]
    [InlineData("a%2fb/b/c/d")]
    [InlineData("%41/b/c/d")]
    [InlineData("100%/b/c/d")]
    [InlineData("a%0Ab/b/c/d")]
    public void Only_the_one_canonical_text_is_parsed(string? text)
    {
        Assert.False(StreamName.TryParse(text, out _));
        if (text is not null) Assert.Throws<FormatException>(() => StreamName.Parse(text));
    }

    [Fact]
    public void Every_name_survives_its_text() =>
        Prop.ForAll(Names().ToArbitrary(), name => StreamName.Parse(name.ToString()) == name).QuickCheckThrowOnFailure();

    [Fact]
    public void Different_names_have_different_texts_and_hashes() =>
        Prop.ForAll(Names().ToArbitrary(), Names().ToArbitrary(), (one, other) =>
            one == other == (one.ToString() == other.ToString()) && one == other == (one.Hash == other.Hash)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_hash_is_keccak_256_of_the_text() =>
        Prop.ForAll(Names().ToArbitrary(), name =>
        {
            var bytes = Encoding.UTF8.GetBytes(name.ToString());
            var digest = new KeccakDigest(256);
            digest.BlockUpdate(bytes, 0, bytes.Length);
            var expected = new byte[32];
            digest.DoFinal(expected, 0);
            return name.Hash.ToArray().SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    // Few and dangerous characters, so that equal and nearly equal names are common.
    private static Gen<string> Parts() =>
        from length in Gen.Choose(1, 4)
        from characters in Gen.Elements("/", "%", "2", "F", "5", "a", "é", "🔌").ArrayOf(length)
        select string.Concat(characters);

    private static Gen<StreamName> Names() =>
        from device in Parts()
        from component in Parts()
        from measurand in Parts()
        from phase in Parts()
        select new StreamName(device, component, measurand, phase);
}

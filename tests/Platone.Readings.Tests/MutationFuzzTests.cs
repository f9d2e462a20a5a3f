using System.Text;

namespace Platone.Readings.Tests;

/// <summary>
/// Good messages, made hostile in many ways. Each gets a message that holds its promises or a refusal that says why; and neither costs more than a
/// multiple of its length.
/// </summary>
public class MutationFuzzTests
{
    // PLATONE_FUZZ_CASES asks for more, for the long runs.
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("PLATONE_FUZZ_CASES"), out var cases) ? cases : 20_000;

    private const int FirstSeed = 20_260_101;

    [Fact]
    public void Hostile_messages_are_answered_and_cost_no_more_than_a_multiple_of_their_length()
    {
        Answer.To(Encoding.UTF8.GetBytes(Samples.Pmu)); // What a first call allocates once is not a message's cost.
        Answer.To(Encoding.UTF8.GetBytes(Samples.MeterReadings));
        Answer.To(Encoding.UTF8.GetBytes(Samples.SignedPmu));
        var accepted = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var payload = new Mutations(seed).Payload();
            try
            {
                if (Answer.To(payload)) accepted++;
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Assert.Fail($"Seed {seed}, payload {Convert.ToHexString(payload.AsSpan(0, Math.Min(payload.Length, 4000)))}: {problem}");
            }
        }

        // Else the mutations would test one refusal over and over.
        Assert.InRange(accepted, Cases / 100, Cases / 2);
    }

    [Fact]
    public void Names_that_look_alike_are_different_devices_and_are_kept_as_they_were_sent()
    {
        // Latin, Cyrillic, full width; two signs for one letter. Nothing is normalised: names are compared as they are.
        string[] alike = ["PMU1", "РМU1", "ＰＭＵ１", "\u212B1", "\u00C51", "l", "I", "|"];

        var messages = alike.Select(name => Samples.Decode(Samples.Pmu.Replace("PMU1", name, StringComparison.Ordinal))).ToList();

        Assert.Equal(alike, messages.Select(message => message.Device));
        Assert.Equal(alike.Length, messages.Select(message => message.Readings[0].Stream.ToString()).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("PMU1\u200B")]
    [InlineData("PMU\u00AD1")]
    [InlineData("\u202E1UMP")]
    [InlineData("\uFEFFPMU1")]
    [InlineData("PMU1\u2028")]
    [InlineData("PMU1\0")]
    [InlineData("PMU\u03081")]
    public void A_name_with_what_nobody_sees_or_in_decomposed_form_is_refused(string name)
    {
        var escaped = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? $"{character}" : $"\\u{(int)character:x4}"));
        Assert.Equal("device", Samples.Refusal(Samples.Pmu.Replace("PMU1", escaped, StringComparison.Ordinal)).Place);
    }
}

using System.Globalization;

namespace Platone.Cryptography.Tests;

/// <summary>How many random cases a test tries: PLATONE_FUZZ_CASES asks for more, for the long runs.</summary>
static class FuzzCases
{
    /// <param name="usual">Without PLATONE_FUZZ_CASES.</param>
    /// <param name="most">However many it asks for: what the oracle answers within minutes.</param>
    public static int Count(int usual, int most) =>
        int.TryParse(Environment.GetEnvironmentVariable("PLATONE_FUZZ_CASES"), CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(asked, usual, most)
            : usual;
}

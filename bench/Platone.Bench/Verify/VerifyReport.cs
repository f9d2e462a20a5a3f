using Platone.Bench.Report;

namespace Platone.Bench.Verify;

/// <param name="FileBytes">JSON, on the average.</param>
/// <param name="FilesPerSecond">From bytes to verdict, on all cores of one process.</param>
/// <param name="HashesAloneFilesPerSecond">Only the keccak-256 of what a file makes a verifier hash.</param>
/// <param name="AimFilesPerSecond">At least.</param>
sealed record VerifyReport(
    string Bench, MachineFacts Machine, int Rounds, double FileBytes, double FilesPerSecond, double HashesAloneFilesPerSecond, double AimFilesPerSecond,
    bool AimMet)
{
    private const double Aim = 1_000;

    public static VerifyReport Of(MachineFacts machine, double fileBytes, IReadOnlyList<(double Files, double Hashes)> rounds)
    {
        var files = Median.Of(rounds.Select(round => round.Files), 0);
        return new("verify", machine, rounds.Count, Math.Round(fileBytes), files, Median.Of(rounds.Select(round => round.Hashes), 0), Aim, files >= Aim);
    }
}

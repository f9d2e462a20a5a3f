using Platone.Bench.Report;

namespace Platone.Bench.Send;

/// <param name="SenderTransactionsPerSecond">From the outbox to the outbox: signed, durable, sent, mined, settled.</param>
/// <param name="BareTransactionsPerSecond">Signed beforehand, handed to the same node and mined.</param>
/// <param name="AimTransactionsPerSecond">At least, through the sender.</param>
sealed record SendReport(
    string Bench, MachineFacts Machine, int Rounds, int TransactionsPerRound, double SenderTransactionsPerSecond, double BareTransactionsPerSecond,
    double AimTransactionsPerSecond, bool AimMet)
{
    private const double Aim = 1000;

    public static SendReport Of(MachineFacts machine, int transactions, IReadOnlyList<SendRound> rounds)
    {
        var sender = Median.Of(rounds.Select(round => round.Sender), 0);
        return new("send", machine, rounds.Count, transactions, sender, Median.Of(rounds.Select(round => round.Bare), 0), Aim, sender >= Aim);
    }
}

using Platone.Bench.Report;

namespace Platone.Bench.Revocations;

/// <param name="AimBlockToEffectP99Milliseconds">At most.</param>
sealed record RevocationsReport(
    string Bench, MachineFacts Machine, int Seconds, IReadOnlyList<BrokerFigures> Brokers, IReadOnlyList<ResidueFigures> Residues,
    double AimBlockToEffectP99Milliseconds, bool AimMet)
{
    private const double Aim = 250;

    /// <summary>What must hold on any machine, whatever its speed.</summary>
    public bool NothingWrong => Brokers.All(broker => broker is { DeliveredAfterTold: 0, OthersLost: 0, OthersDisconnected: 0 });

    public static RevocationsReport Of(
        MachineFacts machine, int seconds, IReadOnlyList<BrokerFigures> brokers, IReadOnlyList<ResidueFigures> residues) => new(
        "access", machine, seconds, brokers, residues, Aim, brokers.All(broker => broker.BlockToEffect.P99Milliseconds <= Aim));
}

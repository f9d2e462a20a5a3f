using System.CommandLine;
using System.Globalization;
using Platone.Bench.Report;
using Platone.Cli.Commands;

namespace Platone.Bench.Revocations;

/// <summary><c>access</c>: revocations at random moments under load, and a storm of logins, with both kinds of broker.</summary>
static class RevocationsCommand
{
    private const string Both = "both";

    private static readonly string[] Kinds = ["mosquitto", "embedded"];

    public static Command Create()
    {
        var subscribers = BenchOptions.Positive("--subscribers", "Consumers, each with two grants of which one is revoked.", 1_000);
        var seconds = BenchOptions.Positive("--seconds", "How long revocations go on.", 30);
        var broker = new Option<string>("--broker") { Description = "mosquitto, embedded, or both.", DefaultValueFactory = _ => Both };
        broker.AcceptOnlyFromAmong([.. Kinds, Both]);
        var json = CommonOptions.Json();
        const string What = "Revocations at random moments under load, and a storm of logins, with both kinds of broker.";
        var command = new Command("access", What) { subscribers, seconds, broker, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var kinds = parsed.GetValue(broker) is var kind && kind == Both ? Kinds : [kind!];
            var report = await RunAsync(parsed.GetValue(subscribers), parsed.GetValue(seconds), kinds, cancellationToken);
            if (parsed.GetValue(json)) BenchJson.Write(report);
            else Write(report);
            return report.NothingWrong ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }

    private static async Task<RevocationsReport> RunAsync(int subscribers, int seconds, IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var machine = MachineFacts.Read(folder.Root);
        var (figures, residues) = (new List<BrokerFigures>(), new List<ResidueFigures>());
        foreach (var kind in kinds)
        {
            residues.Add(await Residue.MeasureAsync(kind, folder.Of(kind + "-residue"), Console.Error.WriteLine, cancellationToken));
            figures.Add(await RevocationsRun.MeasureAsync(kind, folder.Of(kind), subscribers, seconds, Console.Error.WriteLine, cancellationToken));
        }

        return RevocationsReport.Of(machine, seconds, figures, residues);
    }

    private static void Write(RevocationsReport report)
    {
        foreach (var broker in report.Brokers)
        {
            Console.WriteLine(Text($"{broker.Broker}: {broker.Subscribers:N0} revocations in {report.Seconds} s, {broker.Delivered:N0} messages delivered, ")
                + Text($"one on a topic every {broker.MessagesEveryMilliseconds} ms"));
            Console.WriteLine($"  from the revocation's block to the last message that passed: {broker.BlockToEffect}");
            Console.WriteLine($"  from the feed to the last message that passed: {broker.FeedToEffect}");
            Console.WriteLine(Text($"  delivered although published after the feed had told: {broker.DeliveredAfterTold}"));
            Console.WriteLine(Text($"  messages of other grants lost: {broker.OthersLost}; clients disconnected: {broker.OthersDisconnected}"));
            Console.WriteLine(Text($"  storm: {broker.StormLoginsPerSecond:N0} logins a second; messages under way before it: {broker.Calm}"));
            Console.WriteLine($"  in it and in the seconds after it: {broker.Storm}");
        }

        foreach (var residue in report.Residues)
        {
            Console.WriteLine(
                Text($"{residue.Broker}: a client that does not read gets {residue.Delivered:N0} of {residue.Published:N0} after the revocation"));
        }

        Console.WriteLine(Text($"aim: block to effect p99 at most {report.AimBlockToEffectP99Milliseconds} ms: ") + (report.AimMet ? "met" : "NOT met"));
        Console.WriteLine(report.Machine);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

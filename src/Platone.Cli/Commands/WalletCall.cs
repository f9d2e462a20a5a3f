using System.CommandLine;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Client;

namespace Platone.Cli.Commands;

/// <summary>A command that asks the access layer for something in a wallet's name, and shows the answer.</summary>
static class WalletCall
{
    /// <param name="symbols">The command's own arguments and options.</param>
    /// <param name="ask">What is asked.</param>
    /// <param name="show">The answer for people; with --json it is one document.</param>
    public static Command Create<T>(
        string name, string what, IReadOnlyList<Symbol> symbols, Func<ParseResult, AccessClient, CancellationToken, Task<T>> ask, Action<T> show)
    {
        var (wallet, passwordFile, url, ca, data, json) = (
            WalletOption.Create(), CommonOptions.PasswordFile(), AccessLayerUrl.Option(), CommonOptions.Authority(), CommonOptions.Data(),
            CommonOptions.Json());
        var command = new Command(name, what) { wallet, passwordFile, url, ca, data, json };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var http = AccessLayerUrl.Connect(parsed.GetValue(url), parsed.GetValue(ca), parsed.GetValue(data)!);
            var key = WalletOption.Load(parsed.GetValue(wallet), parsed.GetValue(passwordFile));
            var answer = await ask(parsed, new AccessClient(http, key, TimeProvider.System), cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(answer);
            else show(answer);
            return ExitCode.Success;
        });
        return command;
    }
}

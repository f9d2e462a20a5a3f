using System.CommandLine;
using System.Net.Http;
using Nethereum.JsonRpc.Client;
using Platone.Cli.Hosting.Processes;
using Platone.Client;
using Platone.Contracts.Deployment;
using Platone.Messaging;

namespace Platone.Cli.Commands;

/// <summary>Runs a command line: exit codes, and one line on standard error for what the user can mend.</summary>
static class Run
{
    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"platone {string.Join(' ', args.TakeWhile(arg => !arg.StartsWith('-')))} --help tells more.");
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Success;
        }
        catch (AccessRefusedException e)
        {
            await Console.Error.WriteLineAsync($"The access layer refused ({e.Status}): {e.Message}");
            return e.Status == 400 ? ExitCode.BadInput : ExitCode.No;
        }
        catch (Exception e) when (e is BadInputException or IOException or InvalidDataException or FormatException or PortInUseException or ChildProcessException or WrongChainException or TimeoutException or BrokerRefusedException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.BadInput;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync($"The access layer does not answer: {e.Message}");
            return ExitCode.BadInput;
        }
        catch (RpcClientUnknownException e)
        {
            await Console.Error.WriteLineAsync($"The chain's node does not answer: {e.InnerException?.Message ?? e.Message}");
            return ExitCode.BadInput;
        }
    }
}

/// <summary>The user's input is wrong: names the place, what was found and what was expected.</summary>
sealed class BadInputException(string message) : Exception(message);

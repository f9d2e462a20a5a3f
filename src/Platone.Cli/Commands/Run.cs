using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Net.Http;
using Nethereum.JsonRpc.Client;
using Platone.Cli.Hosting.Processes;
using Platone.Client;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Contracts.Sending;
using Platone.Grid;
using Platone.Grid.Formats;
using Platone.Messaging;
using Platone.Storage;

namespace Platone.Cli.Commands;

/// <summary>Runs a command line: exit codes, and one line on standard error for what the user can mend.</summary>
static class Run
{
    /// <summary>How long a command may take to end after Ctrl-C or SIGTERM: longer than every child process may.</summary>
    private static readonly TimeSpan EndingPatience = TimeSpan.FromSeconds(60);

    public static async Task<int> InvokeAsync(Command root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var errors = string.Join(' ', parsed.Errors.Select(error => error.Message.ReplaceLineEndings(" ")));
            await Console.Error.WriteLineAsync($"{errors} ({PathOf(parsed.CommandResult)} --help tells more)");
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndingPatience });
        }
        catch (OperationCanceledException e) when (e.InnerException is not TimeoutException)
        {
            // Interrupted: what was asked has no answer, least of all yes.
            return ExitCode.Interrupted;
        }
        catch (AccessRefusedException e)
        {
            await Console.Error.WriteLineAsync($"The access layer refused ({e.Status}): {e.Message}");
            return e.Status == 400 ? ExitCode.BadInput : ExitCode.No;
        }
        catch (Exception e) when (e is BadInputException or IOException or UnauthorizedAccessException or InvalidDataException or FormatException
            or CorruptReadingException or DbException or PortInUseException or ChildProcessException or WrongChainException or AdministrationException
            or TimeoutException or BrokerRefusedException or GridFormatException or NetworkException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.BadInput;
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            await Console.Error.WriteLineAsync($"The access layer's certificate is not trusted (--ca names its CA): {e.InnerException?.Message ?? e.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The access layer does not answer: {e.Message}");
            return ExitCode.BadInput;
        }
        catch (RpcClientUnknownException e)
        {
            await Console.Error.WriteLineAsync($"The chain's node does not answer: {e.InnerException?.Message ?? e.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception e) when (e is RpcResponseException or TransactionRefusedException or BondRefusedException or DeviceRefusedException)
        {
            await Console.Error.WriteLineAsync($"The chain refused: {e.Message}");
            return ExitCode.No;
        }
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult above ? $"{PathOf(above)} {command.Command.Name}" : command.Command.Name;
}

/// <summary>The user's input is wrong: names the place, what was found and what was expected.</summary>
sealed class BadInputException(string message) : Exception(message);

using System.Text;
using Platone.Cli.Commands;

namespace Platone.Cli.Wallets;

/// <summary>
/// The password of an encrypted key file: from the file that is named, else from the environment, else asked on the terminal without an echo. Never an
/// argument: those are visible to every process.
/// </summary>
static class Password
{
    private const string Variable = "PLATONE_PASSWORD";

    /// <param name="keyFile">Whose password it is, for the question.</param>
    /// <param name="passwordFile">A file of its owner's only, whose first line is the password; may be null.</param>
    /// <exception cref="BadInputException">There is none, and no terminal to ask on.</exception>
    public static string Of(string keyFile, string? passwordFile) => Given(passwordFile) ?? Ask($"Password of {keyFile}: ", keyFile);

    /// <summary>The password for a new file; asked twice on a terminal, for nobody sees what was typed.</summary>
    /// <exception cref="BadInputException">There is none, it is empty, or the two differ.</exception>
    public static string New(string keyFile, string? passwordFile)
    {
        if (Given(passwordFile) is { } given) return given;

        var password = Ask($"New password of {keyFile}: ", keyFile);
        if (password.Length == 0) throw new BadInputException($"{keyFile}: found an empty password, expected one of a character at least");

        return Ask("The same again: ", keyFile) == password
            ? password
            : throw new BadInputException($"{keyFile}: found two different passwords, expected the same twice");
    }

    private static string? Given(string? passwordFile)
    {
        if (passwordFile is null) return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } password ? password : null;

        var line = SecretFile.Read(passwordFile).Split('\n')[0].TrimEnd('\r');
        return line.Length > 0 ? line : throw new InvalidDataException($"{passwordFile}: found an empty first line, expected a password.");
    }

    private static string Ask(string question, string keyFile)
    {
        if (Console.IsInputRedirected)
            throw new BadInputException($"{keyFile}: expected its password: --password-file FILE, the variable {Variable}, or a terminal to ask on");

        Console.Error.Write(question);
        var typed = new StringBuilder();
        ConsoleKeyInfo key;
        while ((key = Console.ReadKey(intercept: true)).Key != ConsoleKey.Enter)
        {
            if (key.Key != ConsoleKey.Backspace) typed.Append(key.KeyChar);
            else if (typed.Length > 0) typed.Length--;
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}

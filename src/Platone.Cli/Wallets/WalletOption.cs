using System.CommandLine;
using Platone.Cli.Commands;
using Platone.Cryptography;

namespace Platone.Cli.Wallets;

/// <summary>The wallet that a command acts for: a key file, or a key in the environment; never one in the arguments.</summary>
static class WalletOption
{
    private const string Variable = "PLATONE_KEY";

    public static Option<string?> Create() =>
        new("--wallet") { Description = $"Key file (mode 0600); without it the key in the environment variable {Variable}." };

    /// <param name="passwordFile">Where an encrypted key file's password is.</param>
    public static PrivateKey Load(string? file, string? passwordFile)
    {
        if (file is not null) return KeyFile.Load(file, passwordFile);
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } key)
            throw new BadInputException($"--wallet: expected a key file, or a key in {Variable}");

        try
        {
            return PrivateKey.Parse(key);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new BadInputException($"{Variable}: found no private key, expected 32 bytes of hexadecimal");
        }
    }
}

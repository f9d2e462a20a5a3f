using System.CommandLine;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Cryptography;

namespace Platone.Cli.Commands;

/// <summary><c>platone wallet new|show|sign</c>: key files. A key is never shown unless it is asked for.</summary>
static class WalletCommand
{
    public static Command Create() => new("wallet", "Key files: make one, show its address, sign with it.") { New(), Show(), Sign() };

    private static Command New()
    {
        var file = new Argument<string>("FILE") { Description = "The key file to make (mode 0600)." };
        var json = CommonOptions.Json();
        var command = new Command("new", "Make a key file.") { file, json };
        command.SetAction(parsed => Tell(KeyFile.Create(parsed.GetValue(file)!), reveal: false, parsed.GetValue(json)));
        return command;
    }

    private static Command Show()
    {
        var file = new Argument<string>("FILE") { Description = "A key file." };
        var reveal = new Option<bool>("--reveal") { Description = "Show the private key too." };
        var json = CommonOptions.Json();
        var command = new Command("show", "Show a key file's address.") { file, reveal, json };
        command.SetAction(parsed => Tell(KeyFile.Load(parsed.GetValue(file)!), parsed.GetValue(reveal), parsed.GetValue(json)));
        return command;
    }

    private static Command Sign()
    {
        var file = new Argument<string>("FILE") { Description = "A key file." };
        var message = new Argument<string>("MESSAGE") { Description = "The text to sign (EIP-191)." };
        var command = new Command("sign", "Sign a text as wallets do (EIP-191, personal_sign).") { file, message };
        command.SetAction(parsed =>
        {
            Console.WriteLine(KeyFile.Load(parsed.GetValue(file)!).Sign(Eip191.Hash(parsed.GetValue(message)!)));
            return ExitCode.Success;
        });
        return command;
    }

    private static int Tell(PrivateKey key, bool reveal, bool json)
    {
        var privateKey = reveal ? Hex.Encode(key.ToArray()) : null;
        if (json)
        {
            JsonOutput.Write(new { address = key.Address.ToChecksumString(), privateKey });
            return ExitCode.Success;
        }

        Console.WriteLine(key.Address.ToChecksumString());
        if (privateKey is not null) Console.WriteLine(privateKey);
        return ExitCode.Success;
    }
}

using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Cryptography;

namespace Platone.Cli.Commands;

/// <summary><c>platone wallet new|show|sign</c>: key files. A key and the words it comes from are never shown unless it is asked for.</summary>
static class WalletCommand
{
    public static Command Create() => new("wallet", "Key files: make one, show its address, sign with it.") { New(), Show(), Sign() };

    private static Command New()
    {
        var file = new Argument<string>("FILE") { Description = "The key file to make (mode 0600)." };
        var encrypt = new Option<bool>("--encrypt") { Description = "Keep the key under a password (Web3 Secret Storage v3)." };
        var mnemonic = new Option<bool>("--mnemonic") { Description = "Make words to write down (BIP-39), and derive the key from them." };
        var words = CommonOptions.Number("--words", "How many words: 12, 15, 18, 21 or 24; 12 without it.", "12, 15, 18, 21 or 24", WordCount);
        var wordsFile = new Option<string?>("--words-file") { Description = "Where the words that are made are written (mode 0600)." };
        var fromWords = new Option<string?>("--from-words") { Description = "Derive the key from the words in this file (mode 0600)." };
        var account = CommonOptions.Number(
            "--account", "Which account of the words, m/44'/60'/0'/0/N; 0 without it.", "a number from 0 to 2147483647", Account);
        var reveal = new Option<bool>("--reveal") { Description = "Show the words, or without --mnemonic the private key." };
        var (passwordFile, json) = (CommonOptions.PasswordFile(), CommonOptions.Json());
        var command = new Command("new", "Make a key file.") { file, encrypt, passwordFile, mnemonic, words, wordsFile, fromWords, account, reveal, json };
        command.SetAction(parsed =>
        {
            var (path, shown) = (parsed.GetValue(file)!, parsed.GetValue(reveal));
            SecretFile.RefuseExisting(path);
            var made = parsed.GetValue(mnemonic) ? NewWords(parsed.GetValue(words) ?? 12, parsed.GetValue(wordsFile), shown, parsed.GetValue(fromWords)) : null;
            if (made is null && (parsed.GetValue(words) is not null || parsed.GetValue(wordsFile) is not null))
                throw new BadInputException("--words, --words-file: expected together with --mnemonic");

            var source = made ?? (parsed.GetValue(fromWords) is { } from ? ReadWords(from) : null);
            if (source is null && parsed.GetValue(account) is not null)
                throw new BadInputException("--account: expected together with --mnemonic or --from-words");

            var key = source is null ? KeyFile.NewKey() : HdKey.FromSeed(source.ToSeed()).Account(parsed.GetValue(account) ?? 0).PrivateKey;
            var password = parsed.GetValue(encrypt) ? Password.New(path, parsed.GetValue(passwordFile)) : null;
            if (made is not null && parsed.GetValue(wordsFile) is { } target) SecretFile.Write(target, made.Words);
            if (password is null) KeyFile.Write(path, key);
            else KeyFile.WriteEncrypted(path, key, password);

            return Tell(key, privateKey: shown && made is null, shown ? made : null, parsed.GetValue(json));
        });
        return command;
    }

    private static Command Show()
    {
        var file = new Argument<string>("FILE") { Description = "A key file." };
        var reveal = new Option<bool>("--reveal") { Description = "Show the private key too." };
        var (passwordFile, json) = (CommonOptions.PasswordFile(), CommonOptions.Json());
        var command = new Command("show", "Show a key file's address.") { file, passwordFile, reveal, json };
        command.SetAction(parsed =>
            Tell(KeyFile.Load(parsed.GetValue(file)!, parsed.GetValue(passwordFile)), parsed.GetValue(reveal), words: null, parsed.GetValue(json)));
        return command;
    }

    private static Command Sign()
    {
        var file = new Argument<string>("FILE") { Description = "A key file." };
        var message = new Argument<string>("MESSAGE") { Description = "The text to sign (EIP-191)." };
        var (passwordFile, json) = (CommonOptions.PasswordFile(), CommonOptions.Json());
        var command = new Command("sign", "Sign a text as wallets do (EIP-191, personal_sign).") { file, message, passwordFile, json };
        command.SetAction(parsed =>
        {
            var key = KeyFile.Load(parsed.GetValue(file)!, parsed.GetValue(passwordFile));
            var signature = key.Sign(Eip191.Hash(parsed.GetValue(message)!)).ToString();
            if (parsed.GetValue(json)) JsonOutput.Write(new { address = key.Address.ToChecksumString(), signature });
            else Console.WriteLine(signature);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Words that somebody will have: in a file that can be written, or shown.</summary>
    private static Mnemonic NewWords(int count, string? file, bool reveal, string? fromWords)
    {
        if (fromWords is not null) throw new BadInputException("--from-words: expected without --mnemonic, which makes new words");
        if (file is null && !reveal) throw new BadInputException("--mnemonic: expected --words-file FILE to write the words to, or --reveal to show them");
        if (file is not null) SecretFile.RefuseExisting(file);

        return Mnemonic.FromEntropy(RandomNumberGenerator.GetBytes(count * 4 / 3));
    }

    private static Mnemonic ReadWords(string file)
    {
        try
        {
            return Mnemonic.Parse(SecretFile.Read(file));
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }

    private static int Tell(PrivateKey key, bool privateKey, Mnemonic? words, bool json)
    {
        var (address, secret) = (key.Address.ToChecksumString(), privateKey ? Hex.Encode(key.ToArray()) : null);
        if (json)
        {
            JsonOutput.Write(new { address, privateKey = secret, words = words?.Words });
            return ExitCode.Success;
        }

        Console.WriteLine(address);
        if (secret is not null) Console.WriteLine(secret);
        if (words is not null) Console.WriteLine(words.Words);
        return ExitCode.Success;
    }

    private static int? WordCount(string text) => text is "12" or "15" or "18" or "21" or "24" ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static int? Account(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

using Platone.Cryptography;
using Platone.Testing;

namespace Platone.Cli.Tests;

public sealed class WalletTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_key_file_is_its_owners_only_and_the_key_is_shown_only_when_asked_for()
    {
        var file = _folder.File("wallet.key");
        var made = (await CommandLine.RunAsync("wallet", "new", file)).Ended(0);
        var key = (await File.ReadAllTextAsync(file)).Trim();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(PrivateKey.Parse(key).Address.ToChecksumString(), made.Output.Trim());
        Assert.DoesNotContain(key[2..], made.Output + made.Error, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(made.Output, (await CommandLine.RunAsync("wallet", "show", file)).Ended(0).Output);
        Assert.Contains(key, (await CommandLine.RunAsync("wallet", "show", file, "--reveal")).Ended(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_document_and_nothing_else()
    {
        var file = _folder.File("wallet.key");

        var made = (await CommandLine.RunAsync("wallet", "new", file, "--json")).Ended(0).Json();
        var shown = (await CommandLine.RunAsync("wallet", "show", file, "--json")).Ended(0).Json();
        var revealed = (await CommandLine.RunAsync("wallet", "show", file, "--json", "--reveal")).Ended(0).Json();

        Assert.Equal(made.GetProperty("address").GetString(), shown.GetProperty("address").GetString());
        Assert.False(shown.TryGetProperty("privateKey", out _));
        Assert.Equal((await File.ReadAllTextAsync(file)).Trim(), revealed.GetProperty("privateKey").GetString());
    }

    [Fact]
    public async Task A_signature_is_the_wallets_over_the_text()
    {
        var file = _folder.File("wallet.key");
        var address = (await CommandLine.RunAsync("wallet", "new", file)).Ended(0).Output.Trim();

        var text = (await CommandLine.RunAsync("wallet", "sign", file, "Grüße aus Aachen")).Ended(0).Output.Trim();

        Assert.True(Signature.TryParse(text, out var signature));
        Assert.True(signature.TryRecover(Eip191.Hash("Grüße aus Aachen"), out var signer));
        Assert.Equal(Address.Parse(address), signer);
    }

    [Fact]
    public async Task Two_keys_are_never_the_same()
    {
        (await CommandLine.RunAsync("wallet", "new", _folder.File("one.key"))).Ended(0);
        (await CommandLine.RunAsync("wallet", "new", _folder.File("two.key"))).Ended(0);

        Assert.NotEqual(await File.ReadAllTextAsync(_folder.File("one.key")), await File.ReadAllTextAsync(_folder.File("two.key")));
    }

    [Fact]
    public async Task An_encrypted_key_file_is_used_like_a_plain_one_by_a_password_from_a_file_or_the_environment()
    {
        var (file, passwordFile) = (_folder.File("wallet.json"), Secret("password", "correct horse"));
        var address = (await CommandLine.RunAsync("wallet", "new", file, "--encrypt", "--password-file", passwordFile)).Ended(0).Output;
        var environment = new Dictionary<string, string> { ["PLATONE_PASSWORD"] = "correct horse" };

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(address, (await CommandLine.RunAsync("wallet", "show", file, "--password-file", passwordFile)).Ended(0).Output);
        Assert.Equal(address, (await CommandLine.RunAsync(["wallet", "show", file], environment, TimeSpan.FromMinutes(1))).Ended(0).Output);

        var key = SecretStorage.Decrypt(await File.ReadAllBytesAsync(file), "correct horse");
        Assert.Equal(address.Trim(), key.Address.ToChecksumString());
        Assert.DoesNotContain(Hex.Encode(key.ToArray())[2..], await File.ReadAllTextAsync(file), StringComparison.OrdinalIgnoreCase);

        var signed = (await CommandLine.RunAsync("wallet", "sign", file, "text", "--password-file", passwordFile, "--json")).Ended(0).Json();
        Assert.Equal(key.Sign(Eip191.Hash("text")).ToString(), signed.GetProperty("signature").GetString());
        Assert.Equal(address.Trim(), signed.GetProperty("address").GetString());

        // The wallet was loaded: only the access layer is missing.
        (await CommandLine.RunAsync("access", "list", "--url", "http://127.0.0.1:1", "--wallet", file, "--password-file", passwordFile))
            .Ended(2).OneLineOfError("does not answer");
    }

    [Fact]
    public async Task A_wrong_or_missing_password_is_refused_without_being_repeated()
    {
        var json = SecretStorage.Encrypt(PrivateKey.Parse(new string('1', 64)), "right", new(2, 8, 1), new byte[SecretStorage.RandomLength]);
        var (file, wrong) = (Secret("wallet.json", json), Secret("password", "opensesame"));

        var told = (await CommandLine.RunAsync("wallet", "show", file, "--password-file", wrong)).Ended(2).OneLineOfError("password is wrong");
        Assert.DoesNotContain("opensesame", told, StringComparison.Ordinal);
        (await CommandLine.RunAsync("wallet", "show", file)).Ended(2).OneLineOfError("--password-file");
        (await CommandLine.RunAsync("wallet", "show", file, "--password-file", Secret("empty", ""))).Ended(2).OneLineOfError("empty");
        (await CommandLine.RunAsync("wallet", "new", _folder.File("new.key"), "--encrypt")).Ended(2).OneLineOfError("PLATONE_PASSWORD");
        Assert.False(File.Exists(_folder.File("new.key")));

        File.SetUnixFileMode(Secret("open", "right"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        (await CommandLine.RunAsync("wallet", "show", file, "--password-file", _folder.File("open"))).Ended(2).OneLineOfError("chmod 600");
    }

    [Fact]
    public async Task A_key_file_that_would_cost_too_much_is_refused()
    {
        var json = SecretStorage.Encrypt(PrivateKey.Parse(new string('1', 64)), "right", new(2, 8, 1), new byte[SecretStorage.RandomLength]);
        var file = Secret("wallet.json", json.Replace("\"n\": 2", "\"n\": 1073741824", StringComparison.Ordinal));

        (await CommandLine.RunAsync("wallet", "show", file, "--password-file", Secret("password", "right"))).Ended(2).OneLineOfError("n=1073741824");
    }

    [Theory]
    [InlineData(12, "--mnemonic")]
    [InlineData(24, "--mnemonic", "--words", "24")]
    public async Task Words_are_written_to_their_owners_file_and_lead_to_the_same_key_again(int count, params string[] options)
    {
        var (file, wordsFile) = (_folder.File("wallet.key"), _folder.File("wallet.words"));
        var made = (await CommandLine.RunAsync(["wallet", "new", file, "--words-file", wordsFile, .. options])).Ended(0);
        var words = (await File.ReadAllTextAsync(wordsFile)).Trim();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(wordsFile));
        Assert.Equal(count, words.Split(' ').Length);
        Assert.DoesNotContain(words, made.Output + made.Error, StringComparison.Ordinal);
        Assert.Equal(made.Output, (await CommandLine.RunAsync("wallet", "new", _folder.File("again.key"), "--from-words", wordsFile)).Ended(0).Output);
        Assert.Equal(await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(_folder.File("again.key")));
    }

    [Fact]
    public async Task Words_are_shown_only_when_asked_for()
    {
        var made = (await CommandLine.RunAsync("wallet", "new", _folder.File("wallet.key"), "--mnemonic", "--reveal", "--json")).Ended(0).Json();

        var root = HdKey.FromSeed(Mnemonic.Parse(made.GetProperty("words").GetString()!).ToSeed());
        Assert.Equal(root.Account(0).PrivateKey.Address.ToChecksumString(), made.GetProperty("address").GetString());
        Assert.False(made.TryGetProperty("privateKey", out _));
    }

    // The accounts that Hardhat and anvil print at their start.
    [Theory]
    [InlineData("0", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    [InlineData("9", "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720")]
    public async Task An_account_is_derived_as_other_wallets_derive_it(string account, string address)
    {
        var words = Secret("words", "test test test test test test test test test test test junk");

        var made = (await CommandLine.RunAsync("wallet", "new", _folder.File("wallet.key"), "--from-words", words, "--account", account)).Ended(0);

        Assert.Equal(address, made.Output.Trim());
    }

    [Theory]
    [InlineData("--words-file", "--mnemonic")]
    [InlineData("--reveal", "--mnemonic")]
    [InlineData("--from-words", "--mnemonic", "--reveal", "--from-words", "WORDS")]
    [InlineData("--words: found 13", "--mnemonic", "--reveal", "--words", "13")]
    [InlineData("--mnemonic", "--words", "12")]
    [InlineData("--account: expected together", "--account", "1")]
    [InlineData("--account: found -1", "--from-words", "WORDS", "--account", "-1")]
    [InlineData("Word 12 is not", "--from-words", "BAD")]
    [InlineData("exists", "--mnemonic", "--words-file", "WORDS")]
    public async Task Options_that_do_not_go_together_are_refused_before_anything_is_written(string told, params string[] options)
    {
        var words = Secret("words", "test test test test test test test test test test test junk");
        var bad = Secret("bad", "test test test test test test test test test test test junko");

        var result = await CommandLine.RunAsync(
            ["wallet", "new", _folder.File("wallet.key"), .. options.Select(option => option switch { "WORDS" => words, "BAD" => bad, _ => option })]);

        Assert.DoesNotContain("junko", result.Ended(2).OneLineOfError(told), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("wallet.key")));
    }

    private string Secret(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content + Environment.NewLine);
        File.SetUnixFileMode(_folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return _folder.File(name);
    }
}

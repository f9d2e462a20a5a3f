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
}

using System.CommandLine;
using Platone.Client;
using Platone.Protocol;
using Spectre.Console;

namespace Platone.Cli.Commands;

/// <summary><c>platone credential ...</c>: passwords and certificates for devices that have no key, and certificates for the wallet itself.</summary>
static class CredentialCommand
{
    public static Command Create() => new("credential", "Passwords and certificates that let devices in, or the wallet itself by a certificate.")
    {
        Password(),
        Certificate(),
        List(),
        Remove(),
    };

    private static Command Password()
    {
        var device = new Argument<string>("DEVICE") { Description = "The device's name, as in ingest/PROVIDER/DEVICE." };
        const string What = "Make a password for a device: shown once, for MQTT and for REST by Basic authentication. It ends the one before.";
        return WithClient("password", What, [device], async (parsed, client, cancellationToken) =>
            [await client.NewPasswordAsync(parsed.GetValue(device)!, cancellationToken)]);
    }

    private static Command Certificate()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The certificate, PEM; its key stays where it is." };
        var device = new Option<string?>("--device") { Description = "The device that it lets in; without it the wallet." };
        return WithClient("certificate", "Let a client certificate in as the wallet or as one of its devices.", [file, device], async (parsed, client, token) =>
        {
            var path = parsed.GetValue(file)!;
            if (!path.Exists) throw new BadInputException($"FILE: there is no file {path.FullName}");
            return [await client.AddCertificateAsync(parsed.GetValue(device), await File.ReadAllTextAsync(path.FullName, token), token)];
        });
    }

    private static Command List() =>
        WithClient("list", "What lets the wallet and its devices in, beside the wallet's key.", [], (_, client, cancellationToken) =>
            client.CredentialsAsync(cancellationToken));

    private static Command Remove()
    {
        var hash = new Argument<string>("HASH") { Description = "The credential's hash, as list shows it." };
        return WithClient("remove", "Take a credential away; connections that it opened end.", [hash], async (parsed, client, cancellationToken) =>
        {
            await client.RemoveCredentialAsync(CommonOptions.ParseHash("HASH", parsed.GetValue(hash)!), cancellationToken);
            return await client.CredentialsAsync(cancellationToken);
        });
    }

    private static Command WithClient(
        string name, string what, IReadOnlyList<Symbol> symbols,
        Func<ParseResult, AccessClient, CancellationToken, Task<IReadOnlyList<CredentialView>>> ask) =>
        WalletCall.Create(name, what, symbols, ask, Show);

    private static void Show(IReadOnlyList<CredentialView> views)
    {
        if (views is [{ Password: { } password, Account: var account }])
        {
            Console.WriteLine($"username {account}\npassword {password}\nclient id {account}");
            return;
        }

        var table = new Table().RoundedBorder().AddColumn("account").AddColumn("kind").AddColumn("hash").AddColumn("since");
        foreach (var view in views) table.AddRow(Markup.Escape(view.Account), view.Kind, view.Hash, view.Created);
        AnsiConsole.Write(table);
    }
}

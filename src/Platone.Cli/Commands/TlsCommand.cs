using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Platone.Cli.Certificates;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Tls;
using Spectre.Console;

namespace Platone.Cli.Commands;

/// <summary><c>platone tls init|issue|show</c>: the data folder's own CA, what it issues, and what certificates say.</summary>
static class TlsCommand
{
    public static Command Create() => new("tls", "The data folder's own CA for HTTPS and MQTTS: make it, issue to clients, show certificates.")
    {
        Init(), Issue(), Show(),
    };

    private static Command Init()
    {
        var name = new Option<string[]>("--name")
        {
            Description = "A host name or IP address by which clients reach the server, beside localhost; may be given again.",
        };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("init", "Make the CA where there is none, and a new certificate for the server; it keeps the names that it had.")
        {
            name, data, json,
        };
        command.SetAction(parsed =>
        {
            var names = (parsed.GetValue(name) ?? []).Select(CheckedName).ToList();
            var folder = new TlsFolder(DataDirectory.Create(parsed.GetValue(data)!));
            folder.Issue(names, TimeProvider.System.GetUtcNow());
            return Tell([folder.AuthorityFile, folder.ServerFile], parsed.GetValue(json));
        });
        return command;
    }

    private static Command Issue()
    {
        var walletName = new Option<string?>("--wallet-name") { Description = "For a wallet of the data folder, wallets/NAME.key; named as its address." };
        var commonName = new Option<string?>("--common-name") { Description = "For anybody; named so." };
        var output = new Option<string>("--out") { Description = "The folder for client.pem, client.key (mode 0600) and ca.pem.", Required = true };
        var (passwordFile, data, json) = (CommonOptions.PasswordFile(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("issue", "Issue a client's certificate: a year, for client authentication.")
        {
            walletName, commonName, output, passwordFile, data, json,
        };
        command.SetAction(parsed =>
        {
            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            var subject = Subject(directory, parsed.GetValue(walletName), parsed.GetValue(commonName), parsed.GetValue(passwordFile));
            var folder = new TlsFolder(directory);
            var client = Path.Combine(parsed.GetValue(output)!, "client.pem");
            var key = Path.ChangeExtension(client, ".key");
            foreach (var file in new[] { client, key }) SecretFile.RefuseExisting(file);

            var issued = folder.IssueClient(subject, TimeProvider.System.GetUtcNow());
            OwnerOnly.CreateFolder(parsed.GetValue(output)!);
            SecretFile.Write(key, TlsFolder.KeyOf(issued));
            File.WriteAllText(client, issued.CertificatePem + Environment.NewLine);
            File.Copy(folder.AuthorityFile, Path.Combine(parsed.GetValue(output)!, "ca.pem"), overwrite: true);
            return Tell([client], parsed.GetValue(json));
        });
        return command;
    }

    private static Command Show()
    {
        var files = new Argument<string[]>("FILE") { Description = "PEM files; without them those of the data folder.", Arity = ArgumentArity.ZeroOrMore };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("show", "Show whose certificates are, how long they last, and their SHA-256 fingerprints.") { files, data, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(files) is { Length: > 0 } named) return Tell(named, parsed.GetValue(json));

            var folder = new TlsFolder(DataDirectory.Existing(parsed.GetValue(data)!));
            return Tell([folder.AuthorityFile, folder.ServerFile], parsed.GetValue(json));
        });
        return command;
    }

    private static string CheckedName(string name) =>
        Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 && !name.StartsWith('[')
            ? name
            : throw new BadInputException($"--name: found '{name}', expected a host name or an IP address");

    private static string Subject(DataDirectory directory, string? walletName, string? commonName, string? passwordFile)
    {
        if (walletName is null == commonName is null) throw new BadInputException("expected --wallet-name or --common-name, one of them");
        if (walletName is not null)
        {
            if (Path.GetFileName(walletName) != walletName) throw new BadInputException($"--wallet-name: found '{walletName}', expected a name");
            return KeyFile.Load(Path.Combine(directory.Wallets, walletName + ".key"), passwordFile).Address.ToString();
        }

        return commonName!.Length is > 0 and <= CertificateAuthority.MaxCommonNameLength && !commonName.Any(char.IsControl)
            ? commonName
            : throw new BadInputException(
                $"--common-name: found {commonName.Length} characters, expected 1 to {CertificateAuthority.MaxCommonNameLength} and none of them a control");
    }

    private static int Tell(IReadOnlyList<string> files, bool json)
    {
        var shown = files.SelectMany(file => CertificateFile.Load(file).Select(certificate => ShownCertificate.Of(file, certificate))).ToList();
        if (json)
        {
            JsonOutput.Write(shown);
            return ExitCode.Success;
        }

        var table = new Table().RoundedBorder().AddColumn("file").AddColumn("subject").AddColumn("names").AddColumn("ends").AddColumn("SHA-256");
        foreach (var one in shown)
            table.AddRow(Markup.Escape(one.File), Markup.Escape(one.Subject), Markup.Escape(string.Join(' ', one.Names)), one.Ends, one.Sha256);
        AnsiConsole.Write(table);
        return ExitCode.Success;
    }

    private sealed record ShownCertificate(string File, string Subject, string Issuer, IReadOnlyList<string> Names, string Begins, string Ends, string Sha256)
    {
        public static ShownCertificate Of(string file, X509Certificate2 certificate) => new(
            file, certificate.Subject, certificate.Issuer, TlsCredential.NamesOf(certificate), Iso(certificate.NotBefore), Iso(certificate.NotAfter),
            TlsCredential.FingerprintOf(certificate));

        private static string Iso(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }
}

using System.Net;
using Platone.Cli.Certificates;
using Platone.Tls;

namespace Platone.Cli.Hosting;

/// <summary>With what a framework speaks TLS: files, because Mosquitto reads them itself, and what was read from them.</summary>
sealed record ServedTls(string CertificatePath, string KeyPath, string ClientAuthorityPath, ServerTls Server)
{
    /// <summary>For clients on this machine that read the framework's files: they expect just its certificate.</summary>
    public ClientTls Local => ClientTls.Expecting(() => Server.Credential.Certificate);

    /// <summary>Makes or renews what comes from the data directory's own CA, and reads all of it.</summary>
    /// <param name="bind">A name that the server's certificate must have, where it is one interface's address.</param>
    /// <exception cref="InvalidDataException">A file is not what it should be, over, or its key readable by others; the message says which.</exception>
    public static ServedTls Load(DataDirectory data, TlsOptions options, IPAddress bind, DateTimeOffset now, Action<string> say)
    {
        var own = new TlsFolder(data);
        string[] names = HostAddress.IsEvery(bind) ? [] : [bind.ToString()];
        if ((options.Certificate is null || options.ClientAuthority is null) && own.Renew(options.Certificate is null ? names : [], now))
            say($"certificate issued by {own.AuthorityFile}");

        var (certificate, key) = options.Certificate is null ? (own.ServerFile, own.ServerKeyFile) : (options.Certificate, options.Key!);
        var clients = options.ClientAuthority ?? own.AuthorityFile;
        var credential = CertificateFile.LoadCredential(certificate, key);
        CertificateFile.RefuseOutsideValidity(certificate, credential.Certificate, now);
        return new(
            Path.GetFullPath(certificate), Path.GetFullPath(key), Path.GetFullPath(clients),
            new(credential, CertificateFile.LoadAuthorities(clients, now)));
    }
}

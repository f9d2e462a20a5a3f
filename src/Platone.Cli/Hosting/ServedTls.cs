using System.Net;
using Platone.Cli.Certificates;
using Platone.Tls;

namespace Platone.Cli.Hosting;

/// <summary>With what a framework speaks TLS: files, because Mosquitto reads them itself, and what was read from them.</summary>
sealed class ServedTls
{
    private readonly DataDirectory _data;
    private readonly TlsFolder _own;
    private readonly TlsOptions _options;
    private readonly string[] _names;

    private ServedTls(DataDirectory data, TlsOptions options, IPAddress bind, DateTimeOffset now)
    {
        (_data, _own, _options) = (data, new(data), options);
        // Who is reached by one interface's address needs a certificate for it.
        _names = options.Certificate is not null || HostAddress.IsEvery(bind) ? [] : [bind.ToString()];
        (Certificate, Key) = options.Certificate is null
            ? (_own.ServerFile, _own.ServerKeyFile)
            : (Path.GetFullPath(options.Certificate), Path.GetFullPath(options.Key!));
        ClientAuthority = options.ClientAuthority is null ? _own.AuthorityFile : Path.GetFullPath(options.ClientAuthority);
        Server = new(Read(now), CertificateFile.LoadAuthorities(ClientAuthority, now));
        Publish();
    }

    /// <summary>The PEM files that Mosquitto reads.</summary>
    public string Certificate { get; }

    public string Key { get; }

    public string ClientAuthority { get; }

    public ServerTls Server { get; }

    /// <summary>For clients on this machine that read the framework's files: they expect just its certificate.</summary>
    public ClientTls Local => ClientTls.Expecting(() => Server.Credential.Certificate);

    /// <summary>The same for another process that reads the data directory.</summary>
    public static ClientTls LocalOf(DataDirectory data) => ClientTls.Expecting(() => CertificateFile.Load(data.ServedCertificate)[0]);

    /// <summary>Makes or renews what comes from the data directory's own CA, and reads all of it.</summary>
    /// <exception cref="InvalidDataException">A file is not what it should be, over, or its key readable by others; the message says which.</exception>
    public static ServedTls Load(DataDirectory data, TlsOptions options, IPAddress bind, DateTimeOffset now) => new(data, options, bind, now);

    /// <summary>The same once more, while it is served.</summary>
    /// <returns>Whether new connections are shown another certificate from now on.</returns>
    /// <exception cref="InvalidDataException">As <see cref="Load"/>; what was served goes on.</exception>
    public bool Refresh(DateTimeOffset now)
    {
        var credential = Read(now);
        if (credential.Certificate.RawDataMemory.Span.SequenceEqual(Server.Credential.Certificate.RawDataMemory.Span)) return false;

        Server.Use(credential);
        Publish();
        return true;
    }

    private TlsCredential Read(DateTimeOffset now)
    {
        if (_options.Certificate is null || _options.ClientAuthority is null) _own.Renew(_names, now);
        var credential = CertificateFile.LoadCredential(Certificate, Key);
        CertificateFile.RefuseOutsideValidity(Certificate, credential.Certificate, now);
        return credential;
    }

    /// <summary>Where commands on this machine find whom to believe.</summary>
    private void Publish()
    {
        // Beside it and renamed, so that whoever reads it meanwhile reads one of the two whole.
        var beside = _data.ServedCertificate + ".new";
        File.WriteAllText(beside, Server.Credential.CertificatePem);
        File.Move(beside, _data.ServedCertificate, overwrite: true);
    }
}

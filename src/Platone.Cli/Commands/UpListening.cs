using System.CommandLine;
using System.Net;
using Platone.Cli.Hosting;

namespace Platone.Cli.Commands;

/// <summary>The options of <c>platone up</c> about where it listens and whether anybody can read along.</summary>
sealed class UpListening
{
    private readonly Option<bool> _tls = new("--tls")
    {
        Description = "HTTPS and MQTTS instead of HTTP and MQTT; the certificate comes from a CA of the data folder, made at the first start.",
    };

    private readonly Option<string?> _bind = new("--bind")
    {
        Description = "The interface's address to listen on; 127.0.0.1 without it. Another one only with --tls.",
    };

    private readonly Option<string?> _certificate = new("--tls-certificate")
    {
        Description = "The server's certificate instead (PEM, with what is between it and its root).",
    };

    private readonly Option<string?> _key = new("--tls-key") { Description = "Its key (PEM, mode 0600)." };

    private readonly Option<string?> _clientAuthority = new("--tls-client-ca")
    {
        Description = "Whose client certificates are believed (PEM); without it those of the data folder's CA.",
    };

    private readonly Option<int?> _clientCertificatePort = CommonOptions.Port(
        "--mqtt-client-certificates", "Port of the broker for clients that show a certificate, with --tls", PlatoneHost.UsualClientCertificatePort);

    private readonly Option<string?> _brokerAuthority = new("--broker-ca")
    {
        Description = "The CA of a broker of your own, mqtts://HOST:PORT (PEM); without it the machine's own.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _tls, _bind, _certificate, _key, _clientAuthority, _clientCertificatePort, _brokerAuthority })
            command.Options.Add(option);
    }

    /// <exception cref="BadInputException">Options that do not go together.</exception>
    public HostOptions ApplyTo(HostOptions options, ParseResult parsed)
    {
        var (tls, bind) = (parsed.GetValue(_tls), Bind(parsed));
        if (!tls && !IPAddress.IsLoopback(bind))
            throw new BadInputException($"--bind: found {bind} without --tls, expected them together: beyond this machine nothing goes in plain text");

        var ofBroker = parsed.GetValue(_brokerAuthority);
        var ownBroker = Uri.TryCreate(options.Broker, UriKind.Absolute, out var broker);
        if (ofBroker is not null && broker?.Scheme != HostOptions.MqttOverTls)
            throw new BadInputException($"--broker-ca: found --broker {options.Broker}, expected mqtts://HOST:PORT");
        if (tls && ownBroker && broker!.Scheme != HostOptions.MqttOverTls)
            throw new BadInputException($"--broker: found {options.Broker} with --tls, expected mqtts://HOST:PORT");

        return options with { Bind = bind, Tls = tls ? Tls(options, parsed) : NoTls(parsed), BrokerAuthority = ofBroker };
    }

    private TlsOptions Tls(HostOptions options, ParseResult parsed)
    {
        var (certificate, key, port) = (parsed.GetValue(_certificate), parsed.GetValue(_key), parsed.GetValue(_clientCertificatePort));
        if (certificate is null != key is null) throw new BadInputException("--tls-certificate, --tls-key: found one of them, expected both or none");
        if (port is not null && options.Broker != HostOptions.Mosquitto)
            throw new BadInputException("--mqtt-client-certificates: expected --broker mosquitto; the embedded broker asks for certificates on its one port");

        return new(certificate, key, parsed.GetValue(_clientAuthority), port);
    }

    private TlsOptions? NoTls(ParseResult parsed)
    {
        foreach (var option in new Option[] { _certificate, _key, _clientAuthority, _clientCertificatePort })
            if (parsed.GetResult(option) is not null) throw new BadInputException($"{option.Name}: expected together with --tls");
        return null;
    }

    private IPAddress Bind(ParseResult parsed)
    {
        if (parsed.GetValue(_bind) is not { } text) return IPAddress.Loopback;
        return IPAddress.TryParse(text, out var address) ? address : throw new BadInputException($"--bind: found '{text}', expected an IP address");
    }
}

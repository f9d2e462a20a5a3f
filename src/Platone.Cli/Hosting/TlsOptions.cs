namespace Platone.Cli.Hosting;

/// <summary>What `platone up` was asked for about TLS; what is null comes from the data directory's own CA.</summary>
/// <param name="Certificate">A PEM file: the server's certificate, and what is between it and its root.</param>
/// <param name="Key">Its key in PEM.</param>
/// <param name="ClientAuthority">A PEM file: whose clients are believed.</param>
/// <param name="ClientCertificatePort">Where Mosquitto takes only clients with a certificate; null: the usual port where it is free. 0: any.</param>
sealed record TlsOptions(string? Certificate, string? Key, string? ClientAuthority, int? ClientCertificatePort);

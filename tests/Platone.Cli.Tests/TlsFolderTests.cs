using System.Security.Cryptography.X509Certificates;
using Platone.Cli.Certificates;
using Platone.Cli.Hosting;
using Platone.Testing;

namespace Platone.Cli.Tests;

/// <summary>When the data directory's CA issues to its server, and when it refuses to.</summary>
public sealed class TlsFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TemporaryFolder _folder = new();
    private readonly TlsFolder _tls;

    public TlsFolderTests() => _tls = new(DataDirectory.Create(_folder.File("data")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_time_makes_all_of_it_and_the_second_leaves_it_alone()
    {
        Assert.True(_tls.Renew([], Now));
        var (authority, server) = (File.ReadAllText(_tls.AuthorityFile), File.ReadAllText(_tls.ServerFile));

        Assert.False(_tls.Renew(["127.0.0.1"], Now));
        Assert.Equal((authority, server), (File.ReadAllText(_tls.AuthorityFile), File.ReadAllText(_tls.ServerFile)));
    }

    [Fact]
    public void The_servers_certificate_is_renewed_with_its_names_when_less_than_a_third_of_its_life_is_left()
    {
        _tls.Issue(["grid.example"], Now);
        var authority = File.ReadAllText(_tls.AuthorityFile);

        Assert.False(_tls.Renew([], Now.AddDays(59)));
        Assert.True(_tls.Renew([], Now.AddDays(61)));
        Assert.Equal(Now.AddDays(151).ToUnixTimeSeconds(), new DateTimeOffset(Served().NotAfter).ToUnixTimeSeconds());
        Assert.True(Served().MatchesHostname("grid.example"));
        Assert.Equal(authority, File.ReadAllText(_tls.AuthorityFile));
    }

    [Fact]
    public void A_name_that_is_missing_is_added()
    {
        _tls.Issue(["grid.example"], Now);

        Assert.True(_tls.Renew(["127.0.0.2"], Now));
        Assert.All(["127.0.0.2", "grid.example", "localhost"], name => Assert.True(Served().MatchesHostname(name), name));
    }

    [Fact]
    public void Without_the_CAs_key_what_is_valid_serves_and_nothing_is_issued()
    {
        _tls.Issue([], Now);
        File.Delete(_tls.AuthorityKeyFile);

        Assert.False(_tls.Renew([], Now.AddDays(61)));
        Refused("ca.key", () => _tls.Renew(["127.0.0.2"], Now));
        Refused("ca.key", () => _tls.IssueClient("meter-7", Now));
    }

    [Fact]
    public void A_CA_that_is_over_issues_nothing()
    {
        _tls.Issue([], Now);

        Refused("ended", () => _tls.Renew([], Now.AddDays(731)));
    }

    [Theory]
    [InlineData("ca.key", "0600")]
    [InlineData("server.key", "0600")]
    public void A_key_that_others_can_read_is_refused(string key, string told)
    {
        _tls.Issue([], Now);
        File.SetUnixFileMode(Path.Combine(_folder.File("data"), "tls", key), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Refused(told, () => _tls.Renew([], Now.AddDays(61)));
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused_and_init_mends_it()
    {
        _tls.Issue([], Now);
        File.Copy(_tls.AuthorityKeyFile, _tls.ServerKeyFile, overwrite: true);

        Refused("server.key: found no private key of this certificate", () => _tls.Renew([], Now));
        _tls.Issue([], Now);
        Assert.False(_tls.Renew([], Now));
    }

    private X509Certificate2 Served() => X509CertificateLoader.LoadCertificateFromFile(_tls.ServerFile);

    private static void Refused(string told, Action act) => Assert.Contains(told, Assert.Throws<InvalidDataException>(act).Message, StringComparison.Ordinal);
}

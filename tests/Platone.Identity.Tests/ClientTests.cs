using System.Net;
using Platone.AccessLayer.Tests;
using Platone.Identity.Clients;
using Platone.Testing;

namespace Platone.Identity.Tests;

public sealed class ClientTests(SharedFramework shared) : IDisposable
{
    private readonly TokenHttp _http = new(shared.Running.Endpoints.Identity);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_service_gets_a_token_until_it_is_removed_and_needs_a_wallet_for_what_is_for_wallets()
    {
        var secret = (await RunAsync("add", "reporting", "--role", "reporter")).Ended(0).Lines().Single();

        var answer = await CredentialsAsync("reporting", secret);
        Assert.Equal("reporting", answer.Token.Subject);
        Assert.Equal(["service", "reporter"], answer.Roles);
        using var http = new SignedHttp(shared.Running.Endpoints.AccessLayer, shared.Provider.Key);
        (await http.SendAsync(HttpMethod.Get, "/chain", [], $"Bearer {answer.AccessToken}")).Is(HttpStatusCode.OK);
        (await http.SendAsync(HttpMethod.Get, "/declarations", [], $"Bearer {answer.AccessToken}")).Problem(HttpStatusCode.Forbidden, "no wallet");

        (await CredentialsAsync("reporting", secret + "x")).Refused("invalid_client", status: HttpStatusCode.Unauthorized);
        (await CredentialsAsync("nobody", secret)).Refused("invalid_client", status: HttpStatusCode.Unauthorized);
        (await _http.TokenAsync(("grant_type", "client_credentials"))).Refused("invalid_client", "client_id", HttpStatusCode.Unauthorized);
        Assert.Contains("reporting  service  reporter", (await RunAsync("list")).Ended(0).Lines());
        (await RunAsync("remove", "reporting")).Ended(0);
        (await CredentialsAsync("reporting", secret)).Refused("invalid_client", status: HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_secret_goes_into_a_file_of_its_owners_only_and_is_stored_as_a_hash()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("secret");

        Assert.Equal("registered: filed", (await RunAsync("add", "filed", "--secret-file", file)).Ended(0).Lines().Single());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var secret = (await File.ReadAllTextAsync(file)).Trim();
        (await CredentialsAsync("filed", secret)).Is(HttpStatusCode.OK);
        foreach (var part in Directory.EnumerateFiles(shared.Data, "identity.db*"))
            Assert.False(Holds(part, secret), $"{part} holds the secret");
        (await RunAsync("add", "Filed", "--role", "x")).Ended(2).OneLineOfError("NAME: found 'Filed'");
    }

    [Theory]
    [InlineData("NAME", "Upper")]
    [InlineData("NAME", "0x1234")]
    [InlineData("NAME", "-x")]
    [InlineData("NAME", "")]
    [InlineData("--role", "good", "provider")]
    [InlineData("--role", "good", "Bad Role")]
    public async Task What_is_no_service_is_refused(string place, string name, params string[] roles)
    {
        using var folder = new TemporaryFolder();
        await using var clients = await ClientRegistry.OpenAsync(folder.File("identity.db"), TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => clients.AddServiceAsync(name, roles, TestContext.Current.CancellationToken));

        Assert.StartsWith($"{place}: found '{roles.LastOrDefault() ?? name}'", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await clients.ListAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("http://example.org/back")]
    [InlineData("https://example.org/back#x")]
    [InlineData("/back")]
    [InlineData("javascript:alert(1)")]
    public async Task An_application_goes_back_to_an_address_that_nobody_else_can_answer(string redirect)
    {
        using var folder = new TemporaryFolder();
        await using var clients = await ClientRegistry.OpenAsync(folder.File("identity.db"), TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => clients.AddApplicationAsync("good", [redirect], TestContext.Current.CancellationToken));

        Assert.StartsWith($"--redirect: found '{redirect}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        using var folder = new TemporaryFolder();
        await using var clients = await ClientRegistry.OpenAsync(folder.File("identity.db"), TestContext.Current.CancellationToken);
        await clients.AddApplicationAsync("good", ["http://127.0.0.1:3000/back"], TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ArgumentException>(() => clients.AddServiceAsync("good", [], TestContext.Current.CancellationToken));
        Assert.Equal(["http://127.0.0.1:3000/back"], Assert.Single(await clients.ListAsync(TestContext.Current.CancellationToken)).Redirects);
    }

    [Fact]
    public async Task A_token_is_printed_for_a_wallet()
    {
        var party = await Party.CreateAsync(shared.Data);
        var token = (await CommandLine.RunAsync("identity", "login", "--wallet", party.KeyFile, "--data", shared.Data)).Ended(0).Lines().Single();

        using var http = new SignedHttp(shared.Running.Endpoints.AccessLayer, party.Key);
        (await http.SendAsync(HttpMethod.Get, "/declarations", [], $"Bearer {token}")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Keys_are_rotated_by_command()
    {
        using var folder = new TemporaryFolder();
        async Task<CommandResult> RotateAsync(params string[] options) =>
            (await CommandLine.RunAsync(["identity", "keys", "rotate", "--data", folder.Path, "--json", .. options])).Ended(0);

        var first = (await RotateAsync()).Json();
        await RotateAsync();
        Assert.Equal(2, Directory.GetFiles(folder.File("identity/keys"), "*.pem").Length);
        Assert.NotEmpty(first.GetProperty("key").GetString()!);

        var stolen = (await RotateAsync("--now")).Json();
        var left = Platone.Identity.Keys.SigningKey.Load(Assert.Single(Directory.GetFiles(folder.File("identity/keys"), "*.pem")));
        Assert.Equal(left.Key.KeyId, stolen.GetProperty("key").GetString());
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync(["identity", "client", arguments[0], "--data", shared.Data, .. arguments[1..]]);

    private Task<TokenAnswer> CredentialsAsync(string client, string secret) =>
        _http.TokenAsync(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));

    private static bool Holds(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray().AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text)) >= 0;
    }
}

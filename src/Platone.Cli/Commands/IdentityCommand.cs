using System.CommandLine;
using System.Globalization;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Client;
using Platone.Cryptography;
using Platone.Identity.Clients;
using Platone.Identity.Keys;

namespace Platone.Cli.Commands;

/// <summary><c>platone identity ...</c>: a wallet's access token, the clients of the identity service, and its keys.</summary>
static class IdentityCommand
{
    public static Command Create() => new("identity", "Access tokens: sign in, register clients, rotate keys.") { Login(), Client(), Keys() };

    private static Command Login()
    {
        var wallet = WalletOption.Create();
        var url = new Option<string?>("--url") { Description = "The identity service; without it the one that runs with --data." };
        var (ca, data, passwordFile, json) = (CommonOptions.Authority(), CommonOptions.Data(), CommonOptions.PasswordFile(), CommonOptions.Json());
        var command = new Command("login", "Sign in with Ethereum; prints an access token.") { wallet, url, ca, data, passwordFile, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var key = WalletOption.Load(parsed.GetValue(wallet), parsed.GetValue(passwordFile));
            using var http = AccessLayerUrl.Connect(parsed.GetValue(url), parsed.GetValue(ca), parsed.GetValue(data)!, running => running.Identity);
            var token = await SignInAsync(http, key, cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(new { accessToken = token.Token, expires = Time(token.Expires) });
            else Console.WriteLine(token.Token);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<AccessToken> SignInAsync(HttpClient http, PrivateKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await new IdentityClient(http, TimeProvider.System).SignInAsync(key, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new BadInputException($"--url: the identity service at {http.BaseAddress} does not answer: {e.Message}");
        }
    }

    private static Command Client() => new("client", "Who may ask for tokens beside wallets.") { AddClient(), ListClients(), RemoveClient() };

    private static Command AddClient()
    {
        var name = new Argument<string>("NAME") { Description = "Lower-case letters, digits and hyphens." };
        var roles = new Option<string[]>("--role") { Description = "A role in the service's tokens; may be given again." };
        var redirects = new Option<string[]>("--redirect") { Description = "An application whose users sign in: where they go back to; may be given again." };
        var secretFile = new Option<string?>("--secret-file") { Description = "Where the secret is written (mode 0600); without it it is shown, once." };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("add", "Register a service with a secret, or with --redirect an application whose users sign in.")
        {
            name, roles, redirects, secretFile, data, json,
        };
        command.SetAction((parsed, cancellationToken) => WithRegistryAsync(parsed.GetValue(data)!, async registry =>
        {
            var (client, file) = (parsed.GetValue(name)!, parsed.GetValue(secretFile));
            if (parsed.GetValue(redirects) is { Length: > 0 } addresses)
            {
                if (parsed.GetValue(roles) is { Length: > 0 } || file is not null)
                    throw new BadInputException("--redirect: expected it without --role and --secret-file: an application has neither");

                await registry.AddApplicationAsync(client, addresses, cancellationToken);
                return Tell(client, secret: null, parsed.GetValue(json));
            }

            if (file is not null) SecretFile.RefuseExisting(file);
            var secret = await registry.AddServiceAsync(client, parsed.GetValue(roles) ?? [], cancellationToken);
            if (file is not null) SecretFile.Write(file, secret);
            return Tell(client, file is null ? secret : null, parsed.GetValue(json));
        }, cancellationToken));
        return command;
    }

    private static Command ListClients()
    {
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("list", "The clients that are registered.") { data, json };
        command.SetAction((parsed, cancellationToken) => WithRegistryAsync(parsed.GetValue(data)!, async registry =>
        {
            var clients = await registry.ListAsync(cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(clients);
            else foreach (var client in clients) Console.WriteLine($"{client.Name}  {Described(client)}");
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command RemoveClient()
    {
        var name = new Argument<string>("NAME") { Description = "The client." };
        var data = CommonOptions.Data();
        var command = new Command("remove", "Take a client away; tokens that it has count until they end.") { name, data };
        command.SetAction((parsed, cancellationToken) => WithRegistryAsync(parsed.GetValue(data)!, async registry =>
            await registry.RemoveAsync(parsed.GetValue(name)!, cancellationToken)
                ? ExitCode.Success
                : throw new BadInputException($"NAME: found '{parsed.GetValue(name)}', expected a client that is registered"),
            cancellationToken));
        return command;
    }

    private static Command Keys() => new("keys", "The keys that sign tokens.") { Rotate() };

    private static Command Rotate()
    {
        var now = new Option<bool>("--now") { Description = "The old keys were stolen: they count no more." };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("rotate", "Make a new key. It signs after ten minutes, so that services know it by then.") { now, data, json };
        command.SetAction(parsed =>
        {
            var folder = DataDirectory.Existing(parsed.GetValue(data)!).IdentityKeys;
            var key = parsed.GetValue(now) ? KeyRing.Replace(folder, TimeProvider.System) : KeyRing.Rotate(folder, TimeProvider.System);
            var signsFrom = parsed.GetValue(now) ? key.Made : key.Made + KeyRing.PublishedAhead;
            if (parsed.GetValue(json)) JsonOutput.Write(new { key = key.Key.KeyId, signsFrom = Time(signsFrom) });
            else Console.WriteLine($"{key.Key.KeyId} signs from {Time(signsFrom)}");
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<int> WithRegistryAsync(string data, Func<ClientRegistry, Task<int>> work, CancellationToken cancellationToken)
    {
        await using var registry = await ClientRegistry.OpenAsync(DataDirectory.Existing(data).IdentityStore, cancellationToken);
        try
        {
            return await work(registry);
        }
        catch (ArgumentException e)
        {
            throw new BadInputException(e.Message);
        }
    }

    private static int Tell(string client, string? secret, bool json)
    {
        if (json) JsonOutput.Write(new { client, secret });
        else Console.WriteLine(secret ?? $"registered: {client}");
        return ExitCode.Success;
    }

    private static string Described(RegisteredClient client) =>
        client.HasSecret ? $"service  {string.Join(' ', client.Roles)}".TrimEnd() : $"application  {string.Join(' ', client.Redirects)}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

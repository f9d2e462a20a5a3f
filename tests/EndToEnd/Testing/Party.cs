using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Testing;

/// <summary>Somebody with a wallet, who uses the framework by its command line, its REST interface and the broker.</summary>
sealed class Party
{
    // One transaction of a wallet at a time: two that are built from the same next nonce would collide.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new();

    private readonly string _data;

    private Party(string data, string keyFile, string address) => (_data, KeyFile, Address) = (data, keyFile, address);

    public string KeyFile { get; }

    /// <summary>In lower case, as it stands in topics.</summary>
    public string Address { get; }

    public PrivateKey Key => PrivateKey.Parse(File.ReadAllText(KeyFile).Trim());

    /// <param name="data">The framework's data folder; the key lies beside it.</param>
    public static async Task<Party> CreateAsync(string data)
    {
        var keys = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(data)!, "keys"));
        var keyFile = Path.Combine(keys.FullName, $"{Guid.NewGuid():N}.key");
        var wallet = (await CommandLine.RunAsync("wallet", "new", keyFile, "--json")).Ended(0).Json();
        return new(data, keyFile, wallet.GetProperty("address").GetString()!.ToLowerInvariant());
    }

    /// <summary>A party that the administrator lets hand in readings.</summary>
    public static async Task<Party> CreateProviderAsync(string data)
    {
        var party = await CreateAsync(data);
        await AdministerAsync("admit", party, data);
        return party;
    }

    /// <summary>The same party at another framework's data folder.</summary>
    public Party At(string data) => new(data, KeyFile, Address);

    /// <summary>The administrator admits or dismisses a provider.</summary>
    public static Task AdministerAsync(string decision, Party provider, string data) => InTurnAsync(
        $"administrator of {data}", async () => (await CommandLine.RunAsync("provider", decision, provider.Address, "--data", data)).Ended(0));

    /// <summary>`platone access ...` as this party, with --json.</summary>
    public Task<CommandResult> AccessAsync(params string[] arguments) =>
        CommandLine.RunAsync(["access", .. arguments, "--wallet", KeyFile, "--data", _data, "--json"]);

    public async Task<DeclarationView> RequestAsync(Party provider, string topic, params string[] options) =>
        Only(await AccessAsync(["request", "--provider", provider.Address, "--topic", topic, .. options]));

    public Task<DeclarationView> AcceptAsync(DeclarationView declaration) => DecideAsync("accept", declaration);

    public Task<DeclarationView> RejectAsync(DeclarationView declaration) => DecideAsync("reject", declaration);

    public Task<DeclarationView> RevokeAsync(DeclarationView declaration) => DecideAsync("revoke", declaration);

    /// <summary>A request that its provider accepts.</summary>
    public async Task<DeclarationView> AgreeAsync(Party provider, string topic, params string[] options) =>
        await provider.AcceptAsync(await RequestAsync(provider, topic, options));

    public async Task<BrokerLogin> LoginAsync() => (await AccessAsync("login")).Ended(0).Json<BrokerLogin>();

    public async Task<PlainClient> ConnectAsync(string name)
    {
        var login = await LoginAsync();
        return await PlainClient.ConnectAsync(login, name, login.Scheme == "mqtts" ? Authority() : null);
    }

    /// <summary>Returns when the broker gives this party the topic; tried by a connection of its own.</summary>
    public async Task GrantedAsync(string filter)
    {
        await using var client = await ConnectAsync($"granted-{Guid.NewGuid():N}");
        await client.GrantedAsync(filter);
    }

    private X509Certificate2Collection Authority()
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(Path.Combine(_data, "tls", "ca.pem"));
        return authority;
    }

    private async Task<DeclarationView> DecideAsync(string decision, DeclarationView declaration) =>
        Only(await InTurnAsync(Address, () => AccessAsync(decision, declaration.Id)));

    private static async Task<T> InTurnAsync<T>(string wallet, Func<Task<T>> work)
    {
        var turn = Turns.GetOrAdd(wallet, _ => new(1, 1));
        await turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }

    private static DeclarationView Only(CommandResult result) => Assert.Single(result.Ended(0).Json<DeclarationView[]>());
}

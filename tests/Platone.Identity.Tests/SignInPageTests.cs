using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;
using Platone.Cryptography;
using Platone.Identity.Clients;
using Platone.Testing;

namespace Platone.Identity.Tests;

/// <summary>The sign-in page in a real browser, with a wallet as browsers have it (EIP-1193).</summary>
public sealed class SignInPageTests(SharedFramework shared) : IDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Nobody answers there; the browser's request has the code.</summary>
    private const string Redirect = "https://127.0.0.1:1/back";

    /// <summary>A wallet that asks the test to sign.</summary>
    private const string Wallet = """
        window.ethereum = {
          request: async ({ method, params }) => {
            if (method === "eth_requestAccounts") return [await window.walletAddress()];
            if (method === "personal_sign") return window.walletSign(params[0], params[1]);
            throw new Error(method);
          },
        };
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly PrivateKey _key = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(32));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_wallet_in_a_browser_signs_what_the_page_shows_and_the_application_gets_a_code()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed: run eng/setup.sh as root on Debian");
        await using var identity = await LocalIdentity.StartAsync(LocalIdentity.OptionsFor(shared, _folder.Path), TimeProvider.System);
        await using (var clients = await ClientRegistry.OpenAsync(identity.Options.Store, TestContext.Current.CancellationToken))
            await clients.AddApplicationAsync("dashboard", [Redirect], TestContext.Current.CancellationToken);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchPersistentContextAsync(
            _folder.File("profile"),
            new() { ExecutablePath = Chromium, Args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"], Headless = true });
        var (page, errors, verifier) = (await browser.NewPageAsync(), new List<string>(), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) => errors.Add(message.Text);
        await page.ExposeFunctionAsync("walletAddress", () => _key.Address.ToString());
        await page.ExposeFunctionAsync("walletSign", (string message, string address) => Sign(message, address));
        await page.AddInitScriptAsync(Wallet);

        await page.GotoAsync(Authorize(identity, verifier));
        await page.ClickAsync("#connect");
        Assert.Contains("let dashboard act for this wallet.", await page.Locator("pre").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(errors);
        var back = await page.RunAndWaitForRequestAsync(
            () => page.ClickAsync("#sign"), request => request.Url.StartsWith(Redirect, StringComparison.Ordinal));

        var code = QueryHelpers.ParseQuery(new Uri(back.Url).Query)["code"].Single()!;
        var answer = await identity.Http.TokenAsync(
            ("grant_type", "authorization_code"), ("client_id", "dashboard"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier));
        Assert.Equal(_key.Address.ToString(), answer.Token.Subject);
    }

    private string Sign(string message, string address)
    {
        Assert.Equal(_key.Address.ToString(), address);
        return _key.Sign(Eip191.Hash(Hex.Decode(message))).ToString();
    }

    private static string Authorize(LocalIdentity identity, string verifier) => QueryHelpers.AddQueryString(
        new Uri(identity.Options.Issuer, "connect/authorize").ToString(), new Dictionary<string, string?>
        {
            ["response_type"] = "code", ["client_id"] = "dashboard", ["redirect_uri"] = Redirect, ["state"] = "x",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), ["code_challenge_method"] = "S256",
        });
}

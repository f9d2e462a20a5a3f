using Microsoft.Playwright;
using Platone.Cli.Commands;
using Platone.Testing;

namespace Platone.Page.Tests;

/// <summary>A real browser without a network, with a new profile. Shared, because starting it takes longer than what is asked of it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private readonly TemporaryFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowserContext? _context;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) return;

        await using (var page = ProofPage.Open())
        await using (var file = File.Create(_folder.File("verify.html"))) await page.CopyToAsync(file);
        _playwright = await Playwright.CreateAsync();
        _context = await _playwright.Chromium.LaunchPersistentContextAsync(
            Directory.CreateDirectory(_folder.File("profile")).FullName, new() { ExecutablePath = Program, Args = Arguments, Headless = true, Offline = true });
    }

    /// <summary>The page as it opens from the disk. Skips the calling test where there is no browser.</summary>
    /// <param name="requests">Gets the URL of everything that is asked for after the page itself.</param>
    /// <param name="errors">Gets what the page says in the console, and what it did not catch.</param>
    public async Task<IPage> OpenAsync(ICollection<string> requests, ICollection<string> errors)
    {
        Assert.SkipUnless(_context is not null, $"{Program} is not installed: run eng/setup.sh as root on Debian");

        var url = new Uri(_folder.File("verify.html")).AbsoluteUri;
        var page = await _context.NewPageAsync();
        page.Request += (_, request) => { if (request.Url != url) requests.Add(request.Url); };
        page.Console += (_, message) => errors.Add(message.Text);
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(url);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is not null) await _context.CloseAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }
}

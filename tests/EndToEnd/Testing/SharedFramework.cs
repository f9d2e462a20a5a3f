namespace Platone.Testing;

/// <summary>One framework for all tests that do not stop it, with one provider; stopped at the end, which must leave nothing running.</summary>
public sealed class SharedFramework : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Framework? _framework;
    private Party? _provider;

    internal string Data => Running.Data;

    internal Framework Running => _framework ?? throw new InvalidOperationException("It was not started.");

    internal Party Provider => _provider ?? throw new InvalidOperationException("It was not started.");

    public async ValueTask InitializeAsync()
    {
        _framework = await Framework.StartAsync(_folder.File("data"));
        _provider = await Party.CreateProviderAsync(Data);
    }

    public async ValueTask DisposeAsync()
    {
        if (_framework is not null)
        {
            await _framework.StopAsync();
            await _framework.DisposeAsync();
        }

        _folder.Dispose();
    }
}

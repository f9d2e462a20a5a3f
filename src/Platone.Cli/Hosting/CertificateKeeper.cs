using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Platone.Cli.Hosting;

/// <summary>Serves a certificate that was renewed, by us or by whoever writes the files, without a restart.</summary>
sealed partial class CertificateKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ServedTls _tls;
    private readonly Action _changed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _keeping;

    /// <param name="changed">Called after another certificate is served: who reads the files too must read them again.</param>
    public CertificateKeeper(ServedTls tls, Action changed, TimeProvider time, ILogger<CertificateKeeper> logger)
    {
        (_tls, _changed, _time, _logger) = (tls, changed, time, logger);
        _keeping = KeepAsync(_stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var told = "";
        while (true)
        {
            await Task.Delay(Pause, _time, cancellationToken);
            var trouble = Trouble(_time.GetUtcNow());
            // What is served goes on being served; the same trouble is told once.
            if (trouble.Length > 0 && trouble != told) LogTrouble(_logger, trouble);
            told = trouble;
        }
    }

    /// <returns>Empty: none.</returns>
    private string Trouble(DateTimeOffset now)
    {
        try
        {
            if (_tls.Refresh(now))
            {
                _changed();
                LogRenewed(_logger, _tls.Certificate, _tls.Server.Credential.Certificate.NotAfter);
            }
        }
        catch (Exception e)
        {
            return $"The certificate could not be renewed or read again: {e.Message}";
        }

        var served = _tls.Server.Credential.Certificate;
        var endsSoon = served.NotAfter - now < (served.NotAfter - served.NotBefore) / 4;
        return endsSoon
            ? string.Create(CultureInfo.InvariantCulture, $"{_tls.Certificate} ends {served.NotAfter.ToUniversalTime():u} and was not renewed")
            : "";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} is served from now on; it ends {Ends:u}")]
    private static partial void LogRenewed(ILogger logger, string file, DateTime ends);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Trouble}")]
    private static partial void LogTrouble(ILogger logger, string trouble);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platone.Identity.Keys;

/// <summary>Looks after the keys: a command may have made one, or the clock says that one is due, signs now, or is over.</summary>
sealed partial class KeyRotation(KeyRing ring, TimeProvider time, ILogger<KeyRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var signing = ring.Keys[0].Key.KeyId;
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                ring.Refresh();
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                // The keys that are known go on; what is wrong with the folder is told until somebody mends it.
                LogNotRead(logger, e.Message);
                continue;
            }

            if (ring.Keys[0].Key.KeyId == signing) continue;

            signing = ring.Keys[0].Key.KeyId;
            LogSigns(logger, signing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The keys of tokens cannot be read anew: {Reason}")]
    private static partial void LogNotRead(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Tokens are signed by the key {Key} from now on")]
    private static partial void LogSigns(ILogger logger, string key);
}

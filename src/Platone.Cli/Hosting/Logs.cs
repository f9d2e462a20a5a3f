using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Platone.Cli.Hosting;

/// <summary>The log goes to a file in the data directory; what is worse than a warning also to standard error.</summary>
static class Logs
{
    public static ILoggerFactory To(string file) => LoggerFactory.Create(logging => Configure(logging, file));

    private static void Configure(ILoggingBuilder logging, string file)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("OpenIddict", LogLevel.Warning);
        logging.AddProvider(new FileLoggerProvider(file));
        logging.AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter<ConsoleLoggerProvider>(level => level >= LogLevel.Error)
            // Its errors are exceptions that it throws as well, and the command tells those; a service that fails later is critical.
            .AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}

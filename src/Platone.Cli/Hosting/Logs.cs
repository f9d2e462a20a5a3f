using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platone.Cli.Hosting;

/// <summary>The log goes to a file in the data directory; what is worse than a warning also to standard error.</summary>
static class Logs
{
    public static ILoggerFactory To(string file) => LoggerFactory.Create(logging => Configure(logging, file));

    private static void Configure(ILoggingBuilder logging, string file)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddProvider(new FileLoggerProvider(file));
        logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>(level => level >= LogLevel.Error);
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}

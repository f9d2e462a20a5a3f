using Microsoft.Extensions.Logging;

namespace Platone.Cli.Hosting;

/// <summary>Log lines appended to one file.</summary>
sealed class FileLoggerProvider(string path) : ILoggerProvider
{
    private readonly Lock _writing = new();
    private readonly StreamWriter _writer = new(path, append: true) { AutoFlush = true };

    public ILogger CreateLogger(string categoryName) => new FileLogger(this, categoryName);

    public void Dispose()
    {
        lock (_writing) _writer.Dispose();
    }

    private void Write(string line)
    {
        lock (_writing)
        {
            if (_writer.BaseStream is { CanWrite: true }) _writer.WriteLine(line);
        }
    }

    private sealed class FileLogger(FileLoggerProvider file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            file.Write(FormattableString.Invariant($"{DateTimeOffset.UtcNow:O} {logLevel} {category}: {formatter(state, exception)}{(exception is null ? "" : Environment.NewLine + exception)}"));
    }
}

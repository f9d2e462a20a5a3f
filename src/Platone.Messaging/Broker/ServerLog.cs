using System.Globalization;
using Microsoft.Extensions.Logging;
using MQTTnet.Diagnostics.Logger;

namespace Platone.Messaging.Broker;

/// <summary>MQTTnet's own errors, in the log; its other lines say what the broker says better.</summary>
sealed partial class ServerLog(ILogger logger) : IMqttNetLogger
{
    public bool IsEnabled => true;

    public void Publish(MqttNetLogLevel logLevel, string source, string message, object[]? parameters, Exception? exception)
    {
        if (logLevel != MqttNetLogLevel.Error) return;

        LogServerError(logger, parameters is { Length: > 0 } ? string.Format(CultureInfo.InvariantCulture, message, parameters) : message, exception);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Embedded broker: {Text}")]
    private static partial void LogServerError(ILogger logger, string text, Exception? exception);
}

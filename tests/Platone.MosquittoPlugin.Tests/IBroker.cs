namespace Platone.MosquittoPlugin.Tests;

/// <summary>A broker under test, on a free port of the loopback interface.</summary>
interface IBroker : IAsyncDisposable
{
    int Port { get; }

    string Log { get; }

    Task Start();

    /// <summary>Ends as an operator ends it, and cleanly.</summary>
    Task Stop();
}

enum BrokerKind
{
    Mosquitto,
    Embedded,
}

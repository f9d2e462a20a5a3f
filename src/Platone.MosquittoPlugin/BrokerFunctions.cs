using System.Runtime.InteropServices;
using System.Text;

namespace Platone.MosquittoPlugin;

/// <summary>Functions that the broker exports to its plugins. Only the broker's own thread may call them.</summary>
static unsafe partial class BrokerFunctions
{
    private const string Broker = "mosquitto_broker";

    public static ReadOnlySpan<byte> ClientId(void* client) => Text(mosquitto_client_id(client));

    /// <summary>Empty for a client without user name.</summary>
    public static ReadOnlySpan<byte> ClientUsername(void* client) => Text(mosquitto_client_username(client));

    public static ReadOnlySpan<byte> Text(byte* nullTerminated) => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(nullTerminated);

    public static bool TrySetUsername(void* client, string username)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(username + '\0'))
            return mosquitto_set_username(client, text) == BrokerResult.Success;
    }

    /// <summary>An OpenSSL <c>X509*</c> that the caller frees; null without a certificate.</summary>
    public static void* ClientCertificate(void* client) => mosquitto_client_certificate(client);

    /// <summary>Ends a client's connection, without its will.</summary>
    public static void Kick(string clientId)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(clientId + '\0'))
            _ = mosquitto_kick_client_by_clientid(text, withWill: 0);
    }

    /// <summary>A copy that the broker frees.</summary>
    public static byte* Copy(ReadOnlySpan<byte> bytes)
    {
        var copy = (byte*)mosquitto_malloc((nuint)bytes.Length);
        if (copy is null) throw new InvalidOperationException("The broker has no memory left.");

        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return copy;
    }

    public static void Register(void* plugin, BrokerEvent brokerEvent, delegate* unmanaged[Cdecl]<int, void*, void*, int> callback)
    {
        var result = mosquitto_callback_register(plugin, (int)brokerEvent, callback, null, null);
        if (result != BrokerResult.Success) throw new InvalidOperationException($"The broker refused the callback for {brokerEvent} with error {result}.");
    }

    public static void Unregister(void* plugin, BrokerEvent brokerEvent, delegate* unmanaged[Cdecl]<int, void*, void*, int> callback) =>
        _ = mosquitto_callback_unregister(plugin, (int)brokerEvent, callback, null);

    public static void Log(BrokerLogLevel level, string message)
    {
        fixed (byte* format = "%s\0"u8, text = Encoding.UTF8.GetBytes($"platone: {message}\0"))
            mosquitto_log_printf((int)level, format, text);
    }

    [LibraryImport(Broker), SuppressGCTransition]
    private static partial byte* mosquitto_client_id(void* client);

    [LibraryImport(Broker), SuppressGCTransition]
    private static partial byte* mosquitto_client_username(void* client);

    [LibraryImport(Broker)]
    private static partial int mosquitto_set_username(void* client, byte* username);

    [LibraryImport(Broker)]
    private static partial void* mosquitto_client_certificate(void* client);

    [LibraryImport(Broker)]
    private static partial int mosquitto_kick_client_by_clientid(byte* clientId, byte withWill);

    [LibraryImport(Broker)]
    private static partial void* mosquitto_malloc(nuint size);

    [LibraryImport(Broker)]
    private static partial int mosquitto_callback_register(
        void* plugin, int brokerEvent, delegate* unmanaged[Cdecl]<int, void*, void*, int> callback, void* eventData, void* userData);

    [LibraryImport(Broker)]
    private static partial int mosquitto_callback_unregister(
        void* plugin, int brokerEvent, delegate* unmanaged[Cdecl]<int, void*, void*, int> callback, void* eventData);

    // Variadic in C. On x86-64 and arm64 Linux a call with pointers alone is passed the same way.
    [LibraryImport(Broker)]
    private static partial void mosquitto_log_printf(int level, byte* format, byte* text);
}

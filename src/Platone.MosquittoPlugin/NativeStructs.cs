using System.Runtime.InteropServices;

namespace Platone.MosquittoPlugin;

// Laid out as in mosquitto_broker.h and mosquitto.h of plugin interface version 5; fields that are only there for the future are left out
// where they come last, because the broker owns the memory.

/// <summary><c>struct mosquitto_opt</c>: one <c>plugin_opt_{key} {value}</c> line.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct NativeOption
{
    public byte* Key;
    public byte* Value;
}

/// <summary><c>struct mosquitto_evt_basic_auth</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct BasicAuthEvent
{
    public void* Future;
    public void* Client;
    public byte* Username;
    public byte* Password;
}

/// <summary><c>struct mosquitto_evt_extended_auth</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct ExtendedAuthEvent
{
    public void* Future;
    public void* Client;
    public byte* DataIn;

    /// <summary>From <c>mosquitto_malloc</c>; the broker frees it.</summary>
    public byte* DataOut;

    public ushort DataInLength;
    public ushort DataOutLength;
    public byte* Method;
}

/// <summary><c>struct mosquitto_evt_disconnect</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct DisconnectEvent
{
    public void* Future;
    public void* Client;
    public int Reason;
}

/// <summary><c>struct mosquitto_evt_acl_check</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct AclCheckEvent
{
    public void* Future;
    public void* Client;
    public byte* Topic;
    public void* Payload;
    public void* Properties;
    public int Access;
    public uint PayloadLength;
    public byte Qos;
    public byte Retain;
}

/// <summary><c>enum mosquitto_plugin_event</c>, the events this plugin asks for.</summary>
enum BrokerEvent
{
    AclCheck = 2,
    BasicAuth = 3,
    ExtendedAuthStart = 4,
    ExtendedAuthContinue = 5,
    Tick = 9,
    Disconnect = 10,
}

/// <summary><c>enum mosq_err_t</c>, the answers this plugin gives.</summary>
static class BrokerResult
{
    public const int AuthContinue = -4;
    public const int Success = 0;
    public const int Invalid = 3;
    public const int AuthDenied = 11;
    public const int AclDenied = 12;
    public const int Defer = 17;
}

/// <summary><c>MOSQ_LOG_*</c>.</summary>
enum BrokerLogLevel
{
    Notice = 2,
    Warning = 4,
    Error = 8,
}

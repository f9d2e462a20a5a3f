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
    Tick = 9,
}

/// <summary><c>enum mosq_err_t</c>, the answers this plugin gives.</summary>
static class BrokerResult
{
    public const int Success = 0;
    public const int Invalid = 3;
    public const int AuthDenied = 11;
    public const int AclDenied = 12;
}

/// <summary><c>MOSQ_LOG_*</c>.</summary>
enum BrokerLogLevel
{
    Notice = 2,
    Warning = 4,
    Error = 8,
}

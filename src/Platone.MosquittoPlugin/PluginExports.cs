using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Platone.MosquittoPlugin;

/// <summary>
/// What the broker calls. Every body catches everything: an exception that crossed into C would end the broker. What goes wrong in a check
/// denies. The broker has one thread, so nothing here waits for anything.
/// </summary>
static unsafe class PluginExports
{
    private const int InterfaceVersion = 5;

    private static void* _id;
    private static PolicyPlugin? _plugin;

    [UnmanagedCallersOnly(EntryPoint = "mosquitto_plugin_version", CallConvs = [typeof(CallConvCdecl)])]
    public static int Version(int count, int* versions)
    {
        for (var i = 0; i < count; i++)
        {
            if (versions[i] == InterfaceVersion) return InterfaceVersion;
        }

        return -1;
    }

    [UnmanagedCallersOnly(EntryPoint = "mosquitto_plugin_init", CallConvs = [typeof(CallConvCdecl)])]
    public static int Initialise(void* id, void** userData, NativeOption* options, int count)
    {
        try
        {
            if (_plugin is not null) throw new InvalidOperationException("The plugin is configured twice; one broker has one rule table.");

            _id = id;
            _plugin = new(PluginOptions.Parse(options, count), BrokerFunctions.Log);
            BrokerFunctions.Register(id, BrokerEvent.BasicAuth, &OnBasicAuth);
            BrokerFunctions.Register(id, BrokerEvent.ExtendedAuthStart, &OnExtendedAuthStart);
            BrokerFunctions.Register(id, BrokerEvent.ExtendedAuthContinue, &OnExtendedAuthContinue);
            BrokerFunctions.Register(id, BrokerEvent.Disconnect, &OnDisconnect);
            BrokerFunctions.Register(id, BrokerEvent.AclCheck, &OnAclCheck);
            BrokerFunctions.Register(id, BrokerEvent.Tick, &OnTick);
            _plugin.Start();
            return BrokerResult.Success;
        }
        catch (Exception problem)
        {
            BrokerFunctions.Log(BrokerLogLevel.Error, problem.Message);
            return BrokerResult.Invalid;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "mosquitto_plugin_cleanup", CallConvs = [typeof(CallConvCdecl)])]
    public static int CleanUp(void* userData, NativeOption* options, int count)
    {
        try
        {
            BrokerFunctions.Unregister(_id, BrokerEvent.Tick, &OnTick);
            BrokerFunctions.Unregister(_id, BrokerEvent.AclCheck, &OnAclCheck);
            BrokerFunctions.Unregister(_id, BrokerEvent.Disconnect, &OnDisconnect);
            BrokerFunctions.Unregister(_id, BrokerEvent.ExtendedAuthContinue, &OnExtendedAuthContinue);
            BrokerFunctions.Unregister(_id, BrokerEvent.ExtendedAuthStart, &OnExtendedAuthStart);
            BrokerFunctions.Unregister(_id, BrokerEvent.BasicAuth, &OnBasicAuth);
            _plugin?.Dispose();
        }
        catch (Exception problem)
        {
            BrokerFunctions.Log(BrokerLogLevel.Error, problem.Message);
        }

        return BrokerResult.Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnBasicAuth(int brokerEvent, void* data, void* userData)
    {
        try
        {
            return LoginCheck.IsAccepted(_plugin!, (BasicAuthEvent*)data) ? BrokerResult.Success : BrokerResult.AuthDenied;
        }
        catch (Exception problem)
        {
            BrokerFunctions.Log(BrokerLogLevel.Error, $"login refused after {problem.GetType().Name}: {problem.Message}");
            return BrokerResult.AuthDenied;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnExtendedAuthStart(int brokerEvent, void* data, void* userData)
    {
        try
        {
            return _plugin!.Challenges.Start((ExtendedAuthEvent*)data);
        }
        catch (Exception problem)
        {
            BrokerFunctions.Log(BrokerLogLevel.Error, $"login refused after {problem.GetType().Name}: {problem.Message}");
            return BrokerResult.AuthDenied;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnExtendedAuthContinue(int brokerEvent, void* data, void* userData)
    {
        try
        {
            return _plugin!.Challenges.Continue((ExtendedAuthEvent*)data);
        }
        catch (Exception problem)
        {
            BrokerFunctions.Log(BrokerLogLevel.Error, $"login refused after {problem.GetType().Name}: {problem.Message}");
            return BrokerResult.AuthDenied;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDisconnect(int brokerEvent, void* data, void* userData)
    {
        try
        {
            _plugin!.Disconnected((nint)((DisconnectEvent*)data)->Client);
        }
        catch (Exception problem)
        {
            BrokerFunctions.Log(BrokerLogLevel.Error, $"disconnection not noted: {problem.Message}");
        }

        return BrokerResult.Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnAclCheck(int brokerEvent, void* data, void* userData)
    {
        try
        {
            var request = (AclCheckEvent*)data;
            return AccessCheck.IsAllowed(_plugin!, request->Access, BrokerFunctions.ClientUsername(request->Client), BrokerFunctions.Text(request->Topic))
                ? BrokerResult.Success
                : BrokerResult.AclDenied;
        }
        catch (Exception problem)
        {
            BrokerFunctions.Log(BrokerLogLevel.Error, $"access denied after {problem.GetType().Name}: {problem.Message}");
            return BrokerResult.AclDenied;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTick(int brokerEvent, void* data, void* userData)
    {
        try
        {
            _plugin!.Tick();
        }
        catch (Exception problem)
        {
            BrokerFunctions.Log(BrokerLogLevel.Error, $"tick failed: {problem.Message}");
        }

        return BrokerResult.Success;
    }
}

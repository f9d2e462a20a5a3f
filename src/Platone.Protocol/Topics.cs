using Platone.Cryptography;

namespace Platone.Protocol;

/// <summary>The topics of the bus. A wallet's address stands in them in lower case.</summary>
public static class Topics
{
    /// <summary>Every reading as it was accepted. Coarser resolutions are topics of their own, so that a grant can give less than everything.</summary>
    public const string Raw = "raw";

    public const string AllIngest = "ingest/+/+";

    /// <summary>The longest device name: it stands in topics, streams and tables.</summary>
    public const int MaxDeviceLength = 128;

    public static string Ingest(Address provider, string device) => $"ingest/{provider}/{device}";

    public static string Receipts(Address provider, string device) => $"receipts/{provider}/{device}";

    public static string Errors(Address provider, string device) => $"errors/{provider}/{device}";

    public static string Data(Address provider, string device, string resolution) => $"data/{provider}/{device}/{resolution}";

    public static string Certified(Address provider) => $"certified/{provider}";

    /// <summary>What becomes of a party's declarations.</summary>
    public static string Access(Address party) => $"access/{party}";

    /// <summary>
    /// Takes <c>ingest/{provider}/{device}</c> apart; false for any other topic, and for a wallet that is not in lower case. The device's name may be
    /// longer than <see cref="MaxDeviceLength"/>, so that the message can be refused under it.
    /// </summary>
    public static bool TryParseIngest(string topic, out Address provider, out string device)
    {
        (provider, device) = (default, "");
        var levels = topic.Split('/');
        if (levels is not ["ingest", var wallet, var name] || !IsLevel(name) || !Address.TryParse(wallet, out var address) || address.ToString() != wallet)
            return false;

        (provider, device) = (address, name);
        return true;
    }

    /// <summary>Whether a name can be a topic level and a stream's first part: 1 to 128 characters, none of <c>/ + #</c>, no control characters.</summary>
    public static bool IsDevice(string name) => name.Length <= MaxDeviceLength && IsLevel(name);

    private static bool IsLevel(string name) => name.Length > 0 && name.AsSpan().IndexOfAny("/+#") < 0 && !name.Any(char.IsControl);
}

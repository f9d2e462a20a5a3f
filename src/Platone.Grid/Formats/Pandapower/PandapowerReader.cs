namespace Platone.Grid.Formats.Pandapower;

/// <summary>Reads pandapower's JSON: tables (data frames) within a net.</summary>
public static class PandapowerReader
{
    /// <param name="stream">UTF-8; stays open.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="GridFormatException">The file is not a pandapower net, or one that cannot be.</exception>
    public static PandapowerNet Read(Stream stream, string file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(file);

        using var document = NetDocument.Read(stream, file);
        return new NetBuilder(document).Build();
    }
}

/// <summary>A pandapower net: the network, and what was measured in it.</summary>
/// <remarks>Ids of equipment are table and index: <c>line 12</c>. Those of nodes are the index alone.</remarks>
public sealed record PandapowerNet(Network Network, Measurements Measurements);

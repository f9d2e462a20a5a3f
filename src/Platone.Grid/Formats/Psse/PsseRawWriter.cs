using System.Text;

namespace Platone.Grid.Formats.Psse;

/// <summary>
/// Writes any network as PSS/E RAW text of revision 33, with all digits, so that reading it again gives the same power flow. It holds the positive sequence
/// alone: what differs between phases is summed up.
/// </summary>
/// <remarks>
/// Nodes that closed links or lines without impedance join are one bus. A bus keeps its node's id as its number where that is one from 1 to 999997; others
/// are numbered, and their name is the beginning of the id. A source behind an impedance is a swing bus of its own and a branch.
/// </remarks>
public static class PsseRawWriter
{
    /// <param name="stream">Is left open.</param>
    /// <returns>What the file does not hold as the network does, one sentence each.</returns>
    /// <exception cref="NetworkException">The network cannot be computed, or has more than the format can number.</exception>
    public static IReadOnlyList<string> Write(Network network, Stream stream, string title = "")
    {
        var written = new RawCase(network);
        foreach (var line in written.Lines(title)) stream.Write(Encoding.UTF8.GetBytes($"{line}\n"));

        return written.Changed();
    }
}

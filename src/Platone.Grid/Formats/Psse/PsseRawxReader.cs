namespace Platone.Grid.Formats.Psse;

/// <summary>Reads PSS/E power flow data in RAWX, the JSON form of revision 35: tables whose columns have names.</summary>
public static class PsseRawxReader
{
    /// <param name="stream">Is left open.</param>
    /// <param name="file">As the user named it, for messages.</param>
    /// <exception cref="GridFormatException">The case cannot be read.</exception>
    public static Network Read(Stream stream, string file) => new CaseNetwork(new RawxParser(stream, file).Parse()).Build();
}

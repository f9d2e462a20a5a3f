namespace Platone.Grid.Formats.Psse;

/// <summary>
/// Reads PSS/E power flow data in RAW text, revisions 23 and 29 to 35 (PSS/E Program Operation Manual, chapter "Power flow data file contents"). Equipment
/// stands where the file says: taps, switched shunts and phase shifters are not controlled.
/// </summary>
public static class PsseRawReader
{
    /// <param name="stream">Is left open.</param>
    /// <param name="file">As the user named it, for messages.</param>
    /// <exception cref="GridFormatException">The case cannot be read.</exception>
    public static Network Read(Stream stream, string file) => new CaseNetwork(new RawParser(stream, file).Parse()).Build();
}

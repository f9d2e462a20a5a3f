namespace Platone.Grid.Formats.Matpower;

/// <summary>
/// Reads MATPOWER cases of format version 2 (MATPOWER User's Manual, appendix B): a struct of tables, and the statements behind them that some
/// distribution cases convert their units with. A statement that is not understood is an error, because the tables would mean something else.
/// </summary>
public static class MatpowerReader
{
    /// <param name="stream">Is left open.</param>
    /// <param name="file">As the user named it, for messages.</param>
    /// <exception cref="GridFormatException">The case cannot be read.</exception>
    public static Network Read(Stream stream, string file)
    {
        var fields = new Interpreter(new Scanner(new TextLines(stream, file), file), file).Run();
        return new CaseNetwork(new CaseTables(fields, file), file).Build();
    }
}

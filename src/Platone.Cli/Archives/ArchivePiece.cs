namespace Platone.Cli.Archives;

/// <summary>What goes to the access layer in one message.</summary>
/// <param name="Place">The file, and the line where a table's piece begins: for errors.</param>
/// <param name="Device">Under whose name it is shared; null where the payload names several.</param>
/// <param name="Lines">Of a table: where each of the piece's readings stands in the file; else null.</param>
sealed record ArchivePiece(string Place, string? Device, byte[] Payload, IReadOnlyList<int>? Lines);

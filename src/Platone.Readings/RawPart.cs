namespace Platone.Readings;

/// <summary>One reading's bytes and where they stood in the message.</summary>
/// <param name="Offset">First byte of the part in the whole payload, as in <see cref="Reading.RawOffset"/>.</param>
/// <param name="Bytes">The part, unchanged.</param>
public readonly record struct RawPart(int Offset, ReadOnlyMemory<byte> Bytes);

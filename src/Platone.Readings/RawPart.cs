namespace Platone.Readings;

/// <summary>Bytes that are kept apart from their message, and where they stood in it: a reading's own, or its signature.</summary>
/// <param name="Offset">First byte of the part in the whole payload, as in <see cref="Reading.RawOffset"/>.</param>
/// <param name="Bytes">The part, unchanged.</param>
public readonly record struct RawPart(int Offset, ReadOnlyMemory<byte> Bytes);

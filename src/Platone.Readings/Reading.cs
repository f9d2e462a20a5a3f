namespace Platone.Readings;

/// <summary>One measured value in canonical form, and where it stands in the message that brought it.</summary>
/// <param name="Stream">What was measured, and by which device.</param>
/// <param name="TimeMicros">When: microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Value">The value in <paramref name="Unit"/>; multiples such as kilo are already applied, exactly.</param>
/// <param name="Unit">Base unit of the value.</param>
/// <param name="Quality">See <see cref="ReadingQuality"/>; 0 is valid.</param>
/// <param name="DeviceSequence">The device's own number for this reading's message, where it numbers them.</param>
/// <param name="RawOffset">First byte of this reading's part of the payload.</param>
/// <param name="RawLength">
/// Length of that part in bytes. The part is the JSON object or the XML element of this one reading; parts ascend and never overlap, so that one can be
/// erased alone.
/// </param>
/// <param name="Replaces">Where the device says that it corrects a reading: that one's sequence, which has the same stream and time.</param>
/// <param name="Signature">The device's own, where it signs; only with a <paramref name="DeviceSequence"/>, which is signed with it.</param>
public sealed record Reading(
    StreamName Stream, long TimeMicros, ExactDecimal Value, UnitSymbol Unit, ushort Quality, ulong? DeviceSequence, int RawOffset, int RawLength,
    ulong? Replaces = null, SignaturePart? Signature = null);

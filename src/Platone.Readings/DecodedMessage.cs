namespace Platone.Readings;

/// <summary>A device's message, understood.</summary>
/// <param name="Format">The format it came in.</param>
/// <param name="Device">The device that the message is from; null where meter readings of several meters share one message.</param>
/// <param name="Readings">At least one, in the order of the payload; no two have the same stream and time.</param>
public sealed record DecodedMessage(PayloadFormat Format, string? Device, IReadOnlyList<Reading> Readings);

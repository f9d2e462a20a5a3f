namespace Platone.Faults.Tests.Testing;

/// <summary>What was measured and when: by this a reading is known, in the store too.</summary>
/// <param name="Stream">Provider and the stream's name, as the view <c>readings</c> has it.</param>
readonly record struct Measured(string Stream, long TimeMicros);

/// <summary>A message of a device, with the values that the store must have for it: exact decimal text in the base unit.</summary>
sealed record DeviceMessage(string Device, byte[] Payload, IReadOnlyList<(Measured What, string Value)> Readings);

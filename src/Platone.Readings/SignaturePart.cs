using Platone.Cryptography;

namespace Platone.Readings;

/// <summary>A device's own signature of a reading, and where its text stood in the message: outside of the reading's raw part, which is signed.</summary>
/// <param name="Signature">What is signed is the record format's to say, see docs/proofs.md.</param>
/// <param name="Offset">First byte of the text in the whole payload, the 0 of 0x.</param>
public readonly record struct SignaturePart(Signature Signature, int Offset)
{
    /// <summary>A signature has one spelling, <see cref="Signature.ToString"/>, so it takes as many bytes of every message.</summary>
    public const int Length = 2 + (2 * Signature.Length);
}

namespace Platone.Certification;

/// <summary>What a certified record holds; part of the hashed bytes, so the numbers never change.</summary>
public enum RecordKind : byte
{
    Reading = 1,
    Revision = 2,
    Document = 3,
    Usage = 4,
    Baseline = 5,
    Tombstone = 6,
}

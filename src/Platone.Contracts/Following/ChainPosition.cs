using Platone.Cryptography;

namespace Platone.Contracts.Following;

/// <summary>A block that everything up to has been read. The hash tells whether the chain still has it.</summary>
public readonly record struct ChainPosition(ulong Number, Hash256 Hash);

using Platone.Cryptography;

namespace Platone.Bench.Certify;

/// <summary>Messages of one length, ready to be hashed: what the hashes alone of a tree or a batch cost.</summary>
sealed class ReadyHashes(int count, int length)
{
    private readonly byte[] _messages = new byte[count * length];
    private readonly Hash256[] _digests = new Hash256[count];

    public void Hash() => Keccak256.HashMany(_messages, length, _digests);
}

using System.Text;
using Platone.Cryptography;

namespace Platone.Protocol;

/// <summary>
/// The off-chain text of a declaration. The chain keeps only its hash as the opaque topic identifier, because topics and
/// device names can be personal data; the salt keeps anybody from guessing the topic from the hash.
/// </summary>
/// <param name="Topic">An MQTT topic filter such as <c>data/0x.../pmu-1/raw</c>.</param>
/// <param name="Salt">32 random bytes, hexadecimal.</param>
public sealed record DeclarationText(string Topic, string Salt)
{
    /// <summary><c>keccak256(abi.encode(salt, keccak256(utf8(topic))))</c>.</summary>
    /// <exception cref="FormatException">The salt is not 32 bytes of hexadecimal.</exception>
    public Hash256 TopicIdentifier()
    {
        var words = new AbiWriter(stackalloc byte[2 * AbiWriter.WordLength]);
        words.Write(Hash256.Parse(Salt));
        words.Write(Keccak256.Hash(Encoding.UTF8.GetBytes(Topic)));
        return Keccak256.Hash(words.Written);
    }
}

/// <summary>Asks for access: the text, and the consumer's signed transaction to SubscriptionRegistry.request.</summary>
/// <param name="Transaction">A signed EIP-1559 transaction, hexadecimal.</param>
public sealed record DeclarationRequest(DeclarationText Text, string Transaction);

/// <summary>Accepts, rejects or revokes: the party's signed transaction.</summary>
public sealed record DeclarationDecision(string Transaction);

/// <summary>A declaration as the chain has it. Times are ISO 8601; those that have not come are null.</summary>
/// <param name="Topic">The text's topic filter, null where the access layer was never given the text.</param>
public sealed record DeclarationView(
    string Id, string Provider, string Consumer, string TopicIdentifier, string? Topic, string Means, string Purpose, string NotBefore, string Expiry,
    string Status, string RequestedAt, string? DecidedAt, string? RevokedAt);

/// <summary>How data may be taken; the numbers stand on the chain.</summary>
[Flags]
public enum Means : byte
{
    None = 0,
    Mqtt = 1,
    Rest = 2,
    Both = 3,
}

/// <summary>What data may be used for; the numbers stand on the chain.</summary>
public enum Purpose : uint
{
    Unspecified = 0,
    GridOperation = 1,
    StateEstimation = 2,
    FlexibilityMarket = 3,
    Settlement = 4,
    Research = 5,
    Audit = 6,
}

/// <summary>A declaration's state; the first five are stored on the chain, the last follows from the clock.</summary>
public enum DeclarationStatus : byte
{
    None = 0,
    Requested = 1,
    Accepted = 2,
    Rejected = 3,
    Revoked = 4,
    Expired = 5,
}

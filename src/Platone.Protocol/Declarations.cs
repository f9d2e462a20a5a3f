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

/// <summary>A party's signature over what it does at the registry (EIP-712, docs/access.md), for anybody to hand in.</summary>
/// <param name="Nonce">The act's own number, 32 bytes: 24 that no other act has, and 8 of zero.</param>
/// <param name="Deadline">Unix seconds: the last in which it counts.</param>
/// <param name="Signature">65 bytes <c>r || s || v</c>, or what the signer's wallet contract understands (EIP-1271).</param>
public sealed record PartySignature(string Nonce, ulong Deadline, string Signature);

/// <summary>What a consumer asks for, as it signs it; the topic is the text's identifier. Times are Unix seconds.</summary>
public sealed record DeclarationTerms(string Consumer, string Provider, byte Means, uint Purpose, ulong NotBefore, ulong Expiry);

/// <summary>Asks for access: the text, the terms, and the consumer's signature over <c>RequestDeclaration</c>.</summary>
public sealed record DeclarationRequest(DeclarationText Text, DeclarationTerms Terms, PartySignature Signed);

/// <summary>Accepts, rejects, revokes or renounces.</summary>
/// <param name="By">Who signed: the provider, its delegate, or the consumer.</param>
public sealed record DeclarationDecision(string By, PartySignature Signed);

/// <summary>Takes back all that a provider accepted: of one consumer, or of everybody where there is none.</summary>
public sealed record RevocationOfAll(string Provider, string? Consumer, PartySignature Signed);

/// <summary>Lets a wallet accept, reject and revoke for a provider.</summary>
/// <param name="Until">Unix seconds: the first in which it may no more; 0 ends it now.</param>
public sealed record Delegation(string Provider, string Delegate, ulong Until, PartySignature Signed);

/// <summary>It is on its way to the chain.</summary>
/// <param name="Declaration">The declaration that it is about, where it is about one.</param>
public sealed record RelayedView(string? Declaration);

/// <summary>A declaration as the chain has it. Times are ISO 8601; those that have not come are null.</summary>
/// <param name="RevokedAt">When it was revoked or renounced.</param>
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

/// <summary>A declaration's state; all are stored on the chain but <see cref="Expired"/>, which follows from the clock.</summary>
public enum DeclarationStatus : byte
{
    None = 0,
    Requested = 1,
    Accepted = 2,
    Rejected = 3,
    Revoked = 4,
    Expired = 5,
    Renounced = 6,
}

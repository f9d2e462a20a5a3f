using Platone.Cryptography;

namespace Platone.Certification.Blocks;

/// <summary>
/// The validators that somebody trusts, and what they have to have signed: Besu's <c>BftValidatorsValidationRule</c> and
/// <c>BftCommitSealsValidationRule</c>, made stricter so that a proof has no surplus parts. Who trusts them trusts that fewer than a third lie.
/// </summary>
public sealed class QbftTrust
{
    private readonly Address[] _validators;

    /// <param name="validators">In any order.</param>
    /// <exception cref="ArgumentException">None, or one of them twice.</exception>
    public QbftTrust(IEnumerable<Address> validators)
    {
        _validators = [.. validators.Order()];
        if (_validators.Length == 0) throw new ArgumentException("Without validators nobody can be trusted.", nameof(validators));
        if (_validators.Distinct().Count() != _validators.Length) throw new ArgumentException("A validator is named twice.", nameof(validators));
    }

    /// <summary>In ascending order, as Besu writes them.</summary>
    public IReadOnlyList<Address> Validators => _validators;

    /// <summary>
    /// Two thirds of the known validators, rounded up (<c>BftHelpers.calculateRequiredValidatorQuorum</c>): 3 of 4, 5 of 7. Rounded down, 2 of 4
    /// would pass, and two halves of a split chain would both be final.
    /// </summary>
    public int Quorum => ((2 * _validators.Length) + 2) / 3;

    /// <summary>The header with the first seals that make a quorum: the only number that <see cref="FindFault"/> lets pass.</summary>
    public QbftHeader TrimToQuorum(QbftHeader header) => header.WithSeals(header.Seals.Take(Quorum));

    /// <summary>Why the header is not one that a quorum of these validators agreed on; null when it is.</summary>
    public string? FindFault(QbftHeader header)
    {
        if (!header.Validators.SequenceEqual(_validators))
            return $"The header's validators are not the trusted ones in ascending order: {string.Join(", ", header.Validators)}.";
        if (header.Seals.Count < Quorum) return $"Too few seals: {header.Seals.Count} where {Quorum} of {_validators.Length} validators have to agree.";
        if (header.Seals.Count > Quorum) return $"Too many seals: {header.Seals.Count} where {Quorum} are enough.";

        var sealedHash = header.SealedHash();
        var signers = new HashSet<Address>();
        foreach (var seal in header.Seals)
        {
            if (!seal.TryRecover(sealedHash, out var signer)) return $"Nobody can have made the seal {seal}.";
            if (!_validators.Contains(signer)) return $"A stranger sealed, or another block was sealed: {signer} is no validator.";
            if (!signers.Add(signer)) return $"The validator {signer} sealed twice.";
        }

        return null;
    }
}

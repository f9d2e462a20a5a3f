using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>One change of a rule table.</summary>
public abstract record RuleChange
{
    private RuleChange()
    {
    }

    /// <summary>A grant; one with the same id is replaced.</summary>
    public sealed record AddGrant(Grant Grant) : RuleChange;

    /// <summary>Removes a grant; one that is not there is none any more, which is what was asked.</summary>
    public sealed record RevokeGrant(Hash256 Id) : RuleChange;

    public sealed record AddProvider(Address Provider) : RuleChange;

    public sealed record RemoveProvider(Address Provider) : RuleChange;

    /// <summary>A credential; one that is there already stays.</summary>
    public sealed record AddCredential(Credential Credential) : RuleChange;

    /// <summary>Removes a credential, and ends the connections that it let in.</summary>
    public sealed record RemoveCredential(Credential Credential) : RuleChange;

    /// <summary>The chain's head, sent for every block, empty ones too. A higher number than before proves that the chain goes on.</summary>
    public sealed record Beat(ChainHead Head) : RuleChange;
}

namespace Platone.Policies;

/// <summary>The rule table's answer. The default value denies.</summary>
public readonly record struct Decision
{
    private Decision(bool allowed, DenyReason reason) => (Allowed, Reason) = (allowed, reason);

    public static Decision Allow { get; } = new(true, DenyReason.None);

    public bool Allowed { get; }

    /// <summary><see cref="DenyReason.None"/> exactly when allowed.</summary>
    public DenyReason Reason { get; }

    public static Decision Deny(DenyReason reason) => new(false, reason);
}

/// <summary>Why a request was denied; for logs, metrics and tests. Brokers tell clients no more than "not authorized".</summary>
public enum DenyReason
{
    None,

    /// <summary>The table has not seen a snapshot yet.</summary>
    NoRules,

    /// <summary>The client's name is neither a wallet's nor a device's.</summary>
    NotAnAccount,

    /// <summary>The chain's head has not advanced within the limit, so revocations may be missing.</summary>
    Stale,

    /// <summary>Not a topic name (or filter, for a subscription) of MQTT, or too long.</summary>
    InvalidTopic,

    /// <summary>None of the shapes that parties may use, for example <c>$SYS/#</c> or a wildcard in the place of the provider.</summary>
    UnknownTopic,

    /// <summary>The topic belongs to another wallet and is not one that can be granted.</summary>
    ForeignTopic,

    /// <summary>The wallet is not in the list of providers.</summary>
    NotProvider,

    /// <summary>The group of a shared subscription is not the own wallet.</summary>
    ForeignShareGroup,

    /// <summary>No grant covers it.</summary>
    NoGrant,

    /// <summary>A grant covers it, but does not hold yet.</summary>
    NotYetValid,

    /// <summary>A grant covered it, but has expired.</summary>
    Expired,
}

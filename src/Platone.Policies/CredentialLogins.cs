namespace Platone.Policies;

/// <summary>The connections that a <see cref="Credential"/> let in, so that they end when it is taken away. One thread at a time.</summary>
/// <typeparam name="TConnection">By what the broker knows a connection.</typeparam>
public sealed class CredentialLogins<TConnection>(RuleTable rules)
    where TConnection : notnull
{
    private readonly Dictionary<TConnection, (string ClientId, Credential Credential)> _logins = [];
    private long _checked;

    /// <param name="by">Null where something else let it in.</param>
    public void Set(TConnection connection, string clientId, Credential? by)
    {
        if (by is null) _logins.Remove(connection);
        else _logins[connection] = (clientId, by);
    }

    public void Remove(TConnection connection) => _logins.Remove(connection);

    /// <summary>Takes out the connections whose credential is gone. Costs nothing where none was taken away since the last call.</summary>
    /// <returns>Their client ids.</returns>
    public IReadOnlyList<string> TakeEnded()
    {
        var version = rules.CredentialVersion;
        if (version == _checked) return [];

        _checked = version;
        var ended = _logins.Where(login => !rules.Holds(login.Value.Credential)).ToArray();
        foreach (var (connection, _) in ended) _logins.Remove(connection);
        return [.. ended.Select(login => login.Value.ClientId)];
    }
}

using Platone.Cryptography;
using Platone.Policies;

namespace Platone.Storage;

/// <param name="Wallet">Who registered it.</param>
/// <param name="CreatedAt">Unix seconds.</param>
public sealed record StoredCredential(Credential Credential, Address Wallet, CredentialKind Kind, long CreatedAt);

public enum CredentialKind
{
    Certificate = 1,
    Password = 2,
}

/// <summary>The certificates and passwords that wallets registered for themselves and their devices: hashes only.</summary>
public sealed class CredentialStore(Database database)
{
    /// <summary>More than one wallet's devices need, and an end to what one wallet can fill.</summary>
    public const int MostOfOneWallet = 10_000;

    private const string Select = "SELECT hash, account, wallet, kind, created FROM credential";

    /// <summary>A wallet's, by account; everybody's where it is null.</summary>
    public IReadOnlyList<StoredCredential> List(Address? wallet)
    {
        using var connection = database.OpenReader();
        using var command = wallet is { } own
            ? connection.Command($"{Select} WHERE wallet=$1 ORDER BY account, created, hash", own.ToArray())
            : connection.Command($"{Select} ORDER BY account, created, hash");
        return command.Read(row => new StoredCredential(
            new(row.GetHash(0), row.GetString(1)), row.GetAddress(2), (CredentialKind)row.GetInt64(3), row.GetInt64(4)));
    }

    /// <summary>Adds a credential; an account's new password takes the place of those it had.</summary>
    /// <returns>Those whose place it took; null, and nothing is changed, where the wallet has <see cref="MostOfOneWallet"/>.</returns>
    public Task<IReadOnlyList<Credential>?> AddAsync(StoredCredential added, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<Credential>?>(
        connection =>
        {
            var (credential, wallet) = (added.Credential, added.Wallet.ToArray());
            var replaced = added.Kind == CredentialKind.Password ? PasswordsOf(connection, credential.Account) : [];
            using var count = connection.Command("SELECT count(*) FROM credential WHERE wallet=$1", wallet);
            if ((long)count.ExecuteScalar()! - replaced.Count >= MostOfOneWallet) return null;

            foreach (var old in replaced) Delete(connection, old);
            connection.Execute(
                "INSERT INTO credential (hash, account, wallet, kind, created) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING",
                credential.Hash.ToArray(), credential.Account, wallet, (long)added.Kind, added.CreatedAt);
            return replaced;
        },
        cancellationToken);

    /// <summary>Removes what a wallet registered under a hash, for whichever account.</summary>
    /// <returns>What was removed.</returns>
    public Task<IReadOnlyList<Credential>> RemoveAsync(Address wallet, Hash256 hash, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<Credential>>(
        connection =>
        {
            using var find = connection.Command("SELECT account FROM credential WHERE wallet=$1 AND hash=$2", wallet.ToArray(), hash.ToArray());
            var removed = find.Read(row => new Credential(hash, row.GetString(0)));
            foreach (var credential in removed) Delete(connection, credential);
            return removed;
        },
        cancellationToken);

    private static List<Credential> PasswordsOf(System.Data.Common.DbConnection connection, string account)
    {
        using var find = connection.Command("SELECT hash FROM credential WHERE account=$1 AND kind=$2", account, (long)CredentialKind.Password);
        return find.Read(row => new Credential(row.GetHash(0), account));
    }

    private static void Delete(System.Data.Common.DbConnection connection, Credential credential) =>
        connection.Execute("DELETE FROM credential WHERE hash=$1 AND account=$2", credential.Hash.ToArray(), credential.Account);
}

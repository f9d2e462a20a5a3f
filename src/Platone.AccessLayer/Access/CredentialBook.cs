using Platone.Cryptography;
using Platone.Messaging;
using Platone.Policies;
using Platone.Storage;

namespace Platone.AccessLayer.Access;

/// <summary>
/// The credentials in the store and in the brokers' rules. One change at a time: were two told to the brokers in another order than the store took them,
/// what was taken away would go on opening.
/// </summary>
public sealed class CredentialBook(CredentialStore credentials, PolicyFeedServer feed) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <returns>False where the wallet has as many as it may.</returns>
    public async Task<bool> TryAddAsync(StoredCredential added, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (await credentials.AddAsync(added, cancellationToken) is not { } replaced) return false;

            foreach (var old in replaced) feed.Publish(new RuleChange.RemoveCredential(old));
            feed.Publish(new RuleChange.AddCredential(added.Credential));
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <returns>False where the wallet has none with this hash.</returns>
    public async Task<bool> RemoveAsync(Address wallet, Hash256 hash, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var removed = await credentials.RemoveAsync(wallet, hash, cancellationToken);
            foreach (var credential in removed) feed.Publish(new RuleChange.RemoveCredential(credential));
            return removed.Count > 0;
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();
}

using Microsoft.EntityFrameworkCore;
using Platone.Identity.Store;

namespace Platone.Identity.SignIn;

/// <summary>Each nonce counts once, also over a restart.</summary>
sealed class UsedNonces(IdentityStore store, TimeProvider time)
{
    /// <summary>False where it was used before. On the disk when it answers.</summary>
    /// <param name="expires">Unix seconds from which on nobody has to remember it.</param>
    public async Task<bool> TryUseAsync(string nonce, long expires, CancellationToken cancellationToken) =>
        await store.Database.ExecuteSqlAsync(
            $"INSERT INTO UsedNonces (Nonce, Expires) VALUES ({nonce}, {expires}) ON CONFLICT DO NOTHING", cancellationToken) == 1;

    /// <summary>Forgets those that are over.</summary>
    public Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return store.UsedNonces.Where(nonce => nonce.Expires <= now).ExecuteDeleteAsync(cancellationToken);
    }
}

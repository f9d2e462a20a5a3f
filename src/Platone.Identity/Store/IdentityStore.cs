using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Platone.Identity.Keys;

namespace Platone.Identity.Store;

/// <summary>What the identity service keeps: OpenIddict's clients, authorizations and open tokens, and the nonces that are used.</summary>
public sealed class IdentityStore(DbContextOptions<IdentityStore> options) : DbContext(options)
{
    private const long SchemaVersion = 1;

    public DbSet<UsedNonce> UsedNonces => Set<UsedNonce>();

    /// <summary>The statements that make its tables.</summary>
    public static string Schema
    {
        get
        {
            using var reader = new StreamReader(typeof(IdentityStore).Assembly.GetManifestResourceStream("schema.sql")!);
            return reader.ReadToEnd();
        }
    }

    public static void Use(DbContextOptionsBuilder options, string file) => options.UseSqlite(ConnectionString(file)).UseOpenIddict();

    /// <summary>Makes the file and its tables where they are missing.</summary>
    /// <exception cref="InvalidDataException">It is of another version, or open to others.</exception>
    public static async Task PrepareAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) await PrivateFile.Create(file, FileMode.CreateNew).DisposeAsync();
        PrivateFile.RefuseOpenToOthers(file);
        await using var connection = new SqliteConnection(ConnectionString(file));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        await command.ExecuteNonQueryAsync(cancellationToken);
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        if (version == SchemaVersion) return;
        if (version != 0) throw new InvalidDataException($"{file}: found schema version {version}, expected {SchemaVersion}.");

#pragma warning disable CA2100 // The schema is ours, nobody's input.
        command.CommandText = $"BEGIN IMMEDIATE; {Schema} PRAGMA user_version = {SchemaVersion}; COMMIT";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<UsedNonce>().HasKey(nonce => nonce.Nonce);

    private static string ConnectionString(string file) => new SqliteConnectionStringBuilder { DataSource = file }.ToString();
}

/// <summary>A nonce that signed a wallet in; kept until it is over, so that it counts once, whatever is restarted in between.</summary>
/// <param name="Expires">Unix seconds.</param>
public sealed record UsedNonce(string Nonce, long Expires);

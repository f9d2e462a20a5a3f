using System.CommandLine;
using System.Data.Common;
using Platone.Cli.Hosting;
using Platone.Storage;

namespace Platone.Cli.Commands;

/// <summary>What people call a store: <c>sqlite</c> for the data folder's own file, else a connection string of PostgreSQL.</summary>
static class StoreName
{
    private const string Sqlite = "sqlite";

    public static Option<string?> Option(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && given != Sqlite && !Database.IsConnectionString(given))
                result.AddError(
                    $"{name}: found '{given}', expected sqlite, or a connection string such as \"Host=localhost;Database=platone;Username=platone\"");
        });
        return option;
    }

    /// <summary>Lets a folder that has no readings yet use a store; one that has some keeps its own.</summary>
    /// <exception cref="BadInputException">The folder uses another store already.</exception>
    public static void Choose(DataDirectory directory, string named)
    {
        var (store, known) = (Resolve(directory, named), directory.Store);
        if (store == known) return;
        if (known != directory.EmbeddedStore || File.Exists(known))
            throw new BadInputException(
                $"--store: found {named}, expected {(known == directory.EmbeddedStore ? Sqlite : known)}, which this folder uses; "
                + "`platone store move` brings it elsewhere");

        directory.UseStore(store);
    }

    /// <summary>What <see cref="Database.Open"/> takes. A password is kept by nobody: it comes from PGPASSWORD or a .pgpass file.</summary>
    public static string Resolve(DataDirectory directory, string named)
    {
        if (named == Sqlite) return directory.EmbeddedStore;

        DbConnectionStringBuilder parts;
        try
        {
            parts = new DbConnectionStringBuilder { ConnectionString = named };
        }
        catch (ArgumentException e)
        {
            throw new BadInputException($"--store: {e.Message}");
        }

        if (parts.ContainsKey("Password") || parts.ContainsKey("Pwd"))
            throw new BadInputException(
                "--store: found a password, which every user of this machine can read in the list of processes; expected it in PGPASSWORD or a .pgpass file");
        return parts.ConnectionString;
    }
}

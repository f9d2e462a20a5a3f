using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Platone.Testing;

/// <summary>
/// A PostgreSQL server of one's own, by Debian's programs: on a Unix socket in its folder, with the server's own defaults for what is durable.
/// </summary>
sealed class PostgresServer : IDisposable
{
    private readonly string _folder;
    private int _databases;

    /// <param name="folder">A new one, short enough for a socket's path.</param>
    public PostgresServer(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        if (Environment.IsPrivilegedProcess) Run("chown", "postgres", _folder);
        RunAsServer("initdb", "--pgdata", Data, "--username", "platone", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync");
        RunAsServer(
            "pg_ctl", "--pgdata", Data, "--log", Path.Combine(_folder, "log"), "--wait", "--options",
            $"-c listen_addresses='' -c unix_socket_directories={_folder} -c max_connections=200 -c shared_buffers=256MB -c max_wal_size=4GB", "start");
    }

    public static bool IsInstalled => Programs is not null;

    private static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .Max(StringComparer.Ordinal)
        : null;

    private string Data => Path.Combine(_folder, "data");

    /// <param name="terms">What follows CREATE DATABASE name.</param>
    /// <returns>The connection string of a new, empty database.</returns>
    public string NewDatabase(string terms = "STRATEGY = FILE_COPY")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"store_{Interlocked.Increment(ref _databases)}");
        Execute("postgres", $"CREATE DATABASE {name} {terms}");
        return ConnectionString(name);
    }

    public void Drop(string connectionString)
    {
        NpgsqlConnection.ClearAllPools();
        Execute("postgres", $"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    public void Execute(string database, string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        RunAsServer("pg_ctl", "--pgdata", Data, "--mode", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) => $"Host={_folder};Username=platone;Database={database}";

    /// <summary>The server refuses to be root's.</summary>
    private static void RunAsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        if (Environment.IsPrivilegedProcess) Run("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", path, .. arguments]);
        else Run(path, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        // What the server inherits as its output must not be a pipe that somebody waits for.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}

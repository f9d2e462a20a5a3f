using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Platone.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own: on a Unix socket in a temporary folder, in memory where the machine has a place for that, ended
/// with the process. Tests that need it are skipped where Debian's package is not installed.
/// </summary>
sealed class PostgresServer
{
    private static readonly Lazy<PostgresServer> Started = new(() => new());

    private readonly string _folder;
    private int _databases;

    private PostgresServer()
    {
        _folder = Directory.CreateTempSubdirectory("platone-postgres-").FullName;
        if (Directory.Exists("/dev/shm")) Move(ref _folder, Path.Combine("/dev/shm", Path.GetFileName(_folder)));
        if (Environment.IsPrivilegedProcess) Run("chown", "postgres", _folder);
        RunAsServer("initdb", "--pgdata", Data, "--username", "platone", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync");
        RunAsServer(
            "pg_ctl", "--pgdata", Data, "--log", Path.Combine(_folder, "log"), "--wait", "--options",
            $"-c listen_addresses='' -c unix_socket_directories={_folder} -c max_connections=200 -c shared_buffers=64MB", "start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();

        // What SQLite's own functions are called in tests.
        Execute("template1", """
            CREATE FUNCTION hex(bytea) RETURNS text LANGUAGE sql AS 'SELECT upper(encode($1, ''hex''))';
            CREATE FUNCTION randomblob(int) RETURNS bytea LANGUAGE sql AS
              'SELECT substr(string_agg(decode(md5(random()::text), ''hex''), ''''), 1, $1) FROM generate_series(1, $1 / 16 + 1)';
            """);
    }

    public static PostgresServer Shared
    {
        get
        {
            Assert.SkipWhen(Programs is null, "PostgreSQL's server (Debian: postgresql) is not installed.");
            return Started.Value;
        }
    }

    private static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
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

    private string ConnectionString(string database) => $"Host={_folder};Username=platone;Database={database}";

    private void Execute(string database, string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private void Stop()
    {
        RunAsServer("pg_ctl", "--pgdata", Data, "--mode", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

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
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null", program, .. arguments]) { RedirectStandardError = false, WorkingDirectory = "/" })!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static void Move(ref string folder, string target)
    {
        Directory.Delete(folder);
        Directory.CreateDirectory(target);
        folder = target;
    }
}

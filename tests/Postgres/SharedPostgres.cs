namespace Platone.Testing;

/// <summary>
/// One server for all tests of a process, in memory where the machine has a place for that. Tests that need it are skipped where it is not installed.
/// </summary>
static class SharedPostgres
{
    private static readonly Lazy<PostgresServer> Started = new(Start);

    public static PostgresServer Server
    {
        get
        {
            Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL's server (Debian: postgresql) is not installed.");
            return Started.Value;
        }
    }

    private static PostgresServer Start()
    {
        var memory = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var server = new PostgresServer(Path.Combine(memory, $"platone-postgres-{Environment.ProcessId}"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();

        // What SQLite's own functions are called in tests.
        server.Execute("template1", """
            CREATE FUNCTION hex(bytea) RETURNS text LANGUAGE sql AS 'SELECT upper(encode($1, ''hex''))';
            CREATE FUNCTION randomblob(int) RETURNS bytea LANGUAGE sql AS
              'SELECT substr(string_agg(decode(md5(random()::text), ''hex''), ''''), 1, $1) FROM generate_series(1, $1 / 16 + 1)';
            """);
        return server;
    }
}

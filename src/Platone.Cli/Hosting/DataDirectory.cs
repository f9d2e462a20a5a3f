using System.Security.Cryptography;
using System.Text;

namespace Platone.Cli.Hosting;

/// <summary>The one folder with everything that must survive a restart, and the lock that keeps a second framework out of it.</summary>
sealed class DataDirectory
{
    // The kernel's limit for a Unix socket's path is 108 bytes, its end included.
    private const int MaxSocketPath = 107;

    private DataDirectory(string root)
    {
        Root = root;
    }

    public string Root { get; }

    /// <summary>What <see cref="Storage.Database.Open"/> takes: a file of this folder, or the database that <see cref="StoreFile"/> names.</summary>
    public string Store => File.Exists(StoreFile) ? File.ReadAllText(StoreFile).Trim() : EmbeddedStore;

    public string EmbeddedStore => Path.Combine(Root, "platone.db");

    /// <summary>How far an audit is that was interrupted.</summary>
    public string AuditState => Path.Combine(Root, "audit.state");

    public string ChainFolder => Path.Combine(Root, "chain");

    public string ChainState => Path.Combine(ChainFolder, "anvil.json");

    /// <summary>What the embedded chain writes when it ends; adopted as <see cref="ChainState"/> afterwards.</summary>
    public string ChainStateAtEnd => Path.Combine(ChainFolder, "anvil-at-end.json");

    public string Deployments => Path.Combine(Root, "deployments");

    public string BrokerFolder => Path.Combine(Root, "broker");

    public string BrokerConfiguration => Path.Combine(BrokerFolder, "mosquitto.conf");

    public string BrokerSnapshot => Path.Combine(BrokerFolder, "rules");

    public string Wallets => Path.Combine(Root, "wallets");

    public string BrokerKey => Path.Combine(Wallets, "broker-token.secret");

    public string IdentityStore => Path.Combine(Root, "identity.db");

    public string IdentityKeys => Path.Combine(Root, "identity", "keys");
    /// <summary>The CA and the server's certificate; see <see cref="MakeTls"/>.</summary>
    public string Tls => Path.Combine(Root, "tls");

    /// <summary>The certificate that a running framework shows, for commands on this machine.</summary>
    public string ServedCertificate => Path.Combine(RunFolder, "server.pem");

    public string Endpoints => Path.Combine(RunFolder, "endpoints.json");

    public string FeedSocket
    {
        get
        {
            var path = Path.Combine(RunFolder, "rules.sock");
            if (Encoding.UTF8.GetByteCount(path) <= MaxSocketPath) return path;

            // A deep folder: a private place with a short name, the same at every start.
            var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..16];
            return Path.Combine(MakePrivate(Path.Combine(Path.GetTempPath(), $"platone-{Environment.UserName}-{name}")), "rules.sock");
        }
    }

    private string StoreFile => Path.Combine(Root, "store");

    private string LockFile => Path.Combine(RunFolder, "lock");

    private string RunFolder => Path.Combine(Root, "run");

    /// <summary>Without its ending: what records a child, see <see cref="Processes.PidFile"/>.</summary>
    public string PidFile(string name) => Path.Combine(RunFolder, name);

    /// <summary>The recorded children whose names start so.</summary>
    /// <returns>Their paths, as <see cref="PidFile"/> has them.</returns>
    public IReadOnlyList<string> PidFiles(string start) =>
    [
        .. Directory.EnumerateFiles(RunFolder, start + "*")
            .Where(file => Path.GetExtension(file) is Processes.PidFile.Running or Processes.PidFile.Starting)
            .Select(file => Path.ChangeExtension(file, null))
            .Distinct(),
    ];

    public string LogFile(string name) => Path.Combine(Root, "log", name + ".log");

    /// <summary>Names a folder without touching it.</summary>
    /// <exception cref="DirectoryNotFoundException">It does not exist.</exception>
    public static DataDirectory Existing(string path) =>
        Directory.Exists(path) ? new(Path.GetFullPath(path)) : throw new DirectoryNotFoundException($"--data: there is no folder {Path.GetFullPath(path)}.");

    /// <summary>Makes the folder where it is missing; only its owner may look into it, because it holds keys.</summary>
    public static DataDirectory Create(string path)
    {
        var data = new DataDirectory(Path.GetFullPath(path));
        MakePrivate(data.Root);
        foreach (var folder in new[] { data.RunFolder, data.Wallets, data.Deployments, Path.Combine(data.Root, "log") }) Directory.CreateDirectory(folder);
        return data;
    }

    public void MakeTls() => MakePrivate(Tls);

    /// <summary>Lets this folder's commands use another store from now on.</summary>
    /// <param name="store">A connection string without a password, or <see cref="EmbeddedStore"/>.</param>
    public void UseStore(string store)
    {
        if (store == EmbeddedStore)
        {
            File.Delete(StoreFile);
            return;
        }

        var beside = StoreFile + ".new";
        File.WriteAllText(beside, store + Environment.NewLine);
        File.Move(beside, StoreFile, overwrite: true);
    }

    /// <summary>Whether a framework runs with this folder.</summary>
    public bool IsInUse()
    {
        if (!File.Exists(LockFile)) return false;

        try
        {
            using var probe = new FileStream(LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <exception cref="IOException">Another framework runs with this folder.</exception>
    public IDisposable Lock()
    {
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"--data: {Root} is in use by another `platone up`.", e);
        }
    }

    private static string MakePrivate(string folder)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, Owner);
        else if ((File.GetUnixFileMode(folder) & ~Owner) != 0 && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException($"{folder}: found mode {File.GetUnixFileMode(folder)}, expected 0700: it holds keys (chmod 700).");
        else File.SetUnixFileMode(folder, Owner);
        return folder;
    }
}

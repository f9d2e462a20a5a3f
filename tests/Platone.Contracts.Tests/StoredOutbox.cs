using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Storage;

namespace Platone.Contracts.Tests;

/// <summary>The real outbox in a store of its own: a restart of the sender survives in it.</summary>
sealed class StoredOutbox : IDisposable
{
    public static readonly Address Receiver = Address.Parse("0x00000000000000000000000000000000000000ff");

    private readonly string _folder = Directory.CreateTempSubdirectory("platone-outbox-").FullName;
    private readonly Database _database;

    public StoredOutbox()
    {
        _database = Database.Open(Path.Combine(_folder, "platone.db"));
        Store = new(_database);
        Chain = new(_database);
    }

    public OutboxStore Store { get; }

    public ChainStore Chain { get; }

    public IReadOnlyList<OutboxCall> Calls => Store.Newest(int.MaxValue);

    public IEnumerable<Attempt> Attempts => Calls.SelectMany(call => call.Attempts);

    public Task AddAsync(int count) => Store.AddAsync([.. Enumerable.Range(0, count).Select(_ => Call(Receiver, []))], CancellationToken.None);

    public Task AddAsync(Address to, byte[] data) => Store.AddAsync([Call(to, data)], CancellationToken.None);

    public static NewCall Call(Address to, byte[] data) => new(RunningSender.Key.Address, "test", to, data, 200_000);

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

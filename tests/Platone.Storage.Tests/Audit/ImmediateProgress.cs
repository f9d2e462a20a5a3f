namespace Platone.Storage.Tests.Audit;

/// <summary>Tells each step before the audit takes the next one, where <see cref="Progress{T}"/> would tell it some time later.</summary>
sealed class ImmediateProgress(Action<(ulong Done, ulong Of)> report) : IProgress<(ulong Done, ulong Of)>
{
    public void Report((ulong Done, ulong Of) value) => report(value);
}

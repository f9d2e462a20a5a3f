namespace Platone.Contracts.Tests;

/// <summary>Waits for what other processes will do; the deadline only ends a test that hangs.</summary>
static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var end = DateTime.UtcNow + Deadline;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, $"Waited in vain for: {what}.");
            await Task.Delay(10);
        }
    }
}

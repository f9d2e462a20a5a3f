namespace Platone.Testing;

/// <summary>Waits for something that will be so; gives up long after it should.</summary>
static class Eventually
{
    private static readonly TimeSpan GivesUp = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, Func<string> otherwise) => TrueAsync(() => Task.FromResult(condition()), otherwise);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > GivesUp) Assert.Fail(otherwise());
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}

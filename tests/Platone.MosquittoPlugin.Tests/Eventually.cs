namespace Platone.MosquittoPlugin.Tests;

/// <summary>Waits for something that will be so; gives up long after it should.</summary>
static class Eventually
{
    private static readonly TimeSpan GivesUp = TimeSpan.FromSeconds(30);

    public static Task True(Func<bool> condition, string otherwise) => True(condition, () => otherwise);

    public static Task True(Func<bool> condition, Func<string> otherwise) => True(() => Task.FromResult(condition()), otherwise);

    public static Task True(Func<Task<bool>> condition, string otherwise) => True(condition, () => otherwise);

    private static async Task True(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > GivesUp) Assert.Fail(otherwise());
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}

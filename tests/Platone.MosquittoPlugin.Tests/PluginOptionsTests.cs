namespace Platone.MosquittoPlugin.Tests;

public sealed class PluginOptionsTests
{
    [Fact]
    public void Reads_all_options() =>
        Assert.Equal(new("/run/feed.sock", "/var/rules", 500), Parse("socket=/run/feed.sock", "snapshot=/var/rules", "stale_after_ms=500"));

    [Fact]
    public void The_socket_is_enough() => Assert.Equal(new("/run/feed.sock", null, null), Parse("socket=/run/feed.sock"));

    [Theory]
    [InlineData("plugin_opt_socket")]
    [InlineData("plugin_opt_socket", "socket=relative")]
    [InlineData("plugin_opt_socket", "socket=/a", "socket=/b")]
    [InlineData("plugin_opt_snapshot", "socket=/a", "snapshot=")]
    [InlineData("plugin_opt_stale_after_ms", "socket=/a", "stale_after_ms=0")]
    [InlineData("plugin_opt_stale_after_ms", "socket=/a", "stale_after_ms=1s")]
    [InlineData("plugin_opt_sokcet", "sokcet=/a")]
    public void A_wrong_option_is_named(string name, params string[] options) =>
        Assert.StartsWith(name, Assert.Throws<FormatException>(() => Parse(options)).Message, StringComparison.Ordinal);

    private static PluginOptions Parse(params string[] options) =>
        PluginOptions.Parse(options.Select(option => option.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
}

using System.Text;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.AccessLayer.Access;

/// <summary>Which topics a declaration can be about: the provider's own data and nothing else.</summary>
static class DataTopic
{
    /// <summary>Whether the text is a valid topic filter below <c>data/{provider}/</c>.</summary>
    public static bool IsOf(Address provider, string text) =>
        TopicFilter.IsValid(Encoding.UTF8.GetBytes(text)) && !text.Any(char.IsControl) && text.StartsWith($"data/{provider}/", StringComparison.Ordinal);
}

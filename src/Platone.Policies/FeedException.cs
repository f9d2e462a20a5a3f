namespace Platone.Policies;

/// <summary>A line of the feed that does not follow its grammar; names the line, what was expected and what was found.</summary>
public sealed class FeedException : Exception
{
    public FeedException(string message) : base(message)
    {
    }

    public FeedException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public FeedException()
    {
    }
}

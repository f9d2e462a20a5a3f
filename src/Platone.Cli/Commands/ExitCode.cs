namespace Platone.Cli.Commands;

static class ExitCode
{
    public const int Success = 0;

    /// <summary>Ran, and the answer is no.</summary>
    public const int No = 1;

    /// <summary>Bad usage or bad input: one line on standard error says what.</summary>
    public const int BadInput = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM before there was an answer, as shells tell it.</summary>
    public const int Interrupted = 130;
}

using System.Globalization;
using System.Text;

namespace Platone.Cli.Hosting;

/// <summary>
/// Lines appended to one file. A line that a full disk does not take is lost and counted: what goes on must not end because nobody can
/// write about it.
/// </summary>
sealed class LogFile(string path) : IDisposable
{
    private readonly Lock _writing = new();
    // Unbuffered: after a failed write nothing of it may come again.
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private bool _closed;
    private long _lost;

    public void WriteLine(string line)
    {
        lock (_writing)
        {
            if (_closed) return;

            try
            {
                var lost = _lost == 0
                    ? ""
                    : string.Create(
                        CultureInfo.InvariantCulture, $"{Environment.NewLine}({_lost} lines are missing here: the disk took none){Environment.NewLine}");
                _file.Write(Encoding.UTF8.GetBytes($"{lost}{line}{Environment.NewLine}"));
                _lost = 0;
            }
            catch (IOException)
            {
                _lost++;
            }
        }
    }

    public void Dispose()
    {
        lock (_writing)
        {
            _closed = true;
            _file.Dispose();
        }
    }
}

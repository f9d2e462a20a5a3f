using Platone.Grid.Formats.Cim;
using Platone.Grid.Formats.Matpower;
using Platone.Grid.Formats.Pandapower;
using Platone.Grid.Formats.PowerGridModel;
using Platone.Grid.Formats.Psse;

namespace Platone.Grid.Tests;

/// <summary>Every reader by the ending of its files.</summary>
static class AnyFormat
{
    public static Network Read(string format, Func<Stream> open) => format switch
    {
        "m" => Read(open, MatpowerReader.Read),
        "raw" => Read(open, PsseRawReader.Read),
        "rawx" => Read(open, PsseRawxReader.Read),
        "json" => Read(open, (stream, file) => PowerGridModelReader.ReadInput(stream, file).Network),
        "pandapower" => Read(open, (stream, file) => PandapowerReader.Read(stream, file).Network),
        "xml" => CimReader.Read([new("file", open)]),
        _ => throw new ArgumentException(format, nameof(format)),
    };

    private static Network Read(Func<Stream> open, Func<Stream, string, Network> read)
    {
        using var stream = open();
        return read(stream, "file");
    }
}

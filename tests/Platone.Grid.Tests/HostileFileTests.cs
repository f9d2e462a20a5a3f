using System.Diagnostics;
using System.Text;
using Platone.Grid.Formats;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

/// <summary>Whatever a file holds, it is read, or refused with one clear error, in bounded time and memory.</summary>
public sealed class HostileFileTests
{
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    private const string RdfStart = $"<?xml version=\"1.0\"?><rdf:RDF xmlns:rdf=\"{Rdf}\" xmlns:cim=\"http://iec.ch/TC57/2013/CIM-schema-cim16#\">";

    private static readonly int Cases = Environment.GetEnvironmentVariable("PLATONE_LONG") == "1" ? 20_000 : 300;

    /// <summary>Files of other people to damage, by format.</summary>
    public static TheoryData<string, string> Samples => new()
    {
        { "m", "matpower/case33bw.m" },
        { "m", "matpower/case14.m" },
        { "raw", "psse/powsybl/IEEE_14_bus.raw" },
        { "raw", "psse/powsybl/IEEE_14_bus_nodeBreaker_rev35.raw" },
        { "raw", "psse/powsybl/ThreeMIB_T3W_modified.raw" },
        { "raw", "psse/gridpack/case9.raw" },
        { "rawx", "psse/powsybl/IEEE_14_bus_rev35.rawx" },
        { "json", "pgm/power_flow/pandapower/networks/asymmetric/distribution-case/input.json" },
        { "json", "pgm/power_flow/pandapower/components/symmetric/three_winding_transformer/input.json" },
        { "json", "pgm/state_estimation/dummy-test-sym/input.json" },
        { "pandapower", "pandapower/estimation/3bus_wls.json" },
        { "xml", "cgmes/v2.4.15/MicroGrid-BaseCase/CGMES_v2.4.15_MicroGridTestConfiguration_BC_BE_v2/MicroGridTestConfiguration_BC_BE_EQ_V2.xml" },
        { "xml", "cim-cigre-mv/pyvolt-CIGRE-MV-NoTap/Rootnet_FULL_NE_06J16h_EQ.xml" },
    };

    /// <summary>Where a reader is in the middle of a value, and what may follow for ever.</summary>
    public static TheoryData<string, string, string> Endless => new()
    {
        { "m", "function mpc = c\nmpc.version = '2';\nmpc.baseMVA = ", "1" },
        { "m", "function mpc = c\nmpc.version = '2';\nmpc.bus = [", " 1" },
        { "m", "function mpc = c\n%", "x" },
        { "raw", "0, 100.0, 33, 0, 0, 60 / \ntitle\ntitle\n1,'", "A" },
        { "raw", "0, 100.0, 33, 0, 0, 60 / ", " " },
        { "raw", "", "1" },
        { "rawx", "{\"network\":{\"bus\":{\"fields\":[\"", "a" },
        { "json", "{\"version\":\"1.0\",\"type\":\"input\",\"is_batch\":false,\"attributes\":{},\"data\":{\"node\":[{\"id\":", "1" },
        { "json", "{\"version\":\"1.0\",\"type\":\"input\",\"is_batch\":false,\"attributes\":{},\"data\":{\"node\":[{\"id\":1,\"extra\":", "[" },
        { "json", "", "[" },
        { "pandapower", "{\"_module\":\"pandapower.auxiliary\",\"_class\":\"pandapowerNet\",\"_object\":{\"bus\":\"", "x" },
        { "xml", RdfStart + "<cim:ACLineSegment rdf:ID=\"", "a" },
        { "xml", RdfStart + "<cim:ACLineSegment rdf:ID=\"a\"><cim:ACLineSegment.r>", "1" },
        { "xml", RdfStart, "<cim:A>" },
        { "xml", RdfStart + "<!--", "x" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_damaged_file_is_read_or_refused(string format, string path)
    {
        var whole = File.ReadAllBytes(SharedData.Path(path));
        var random = new Random(20261127);
        for (var i = 0; i < Cases * 20_000 / Math.Max(20_000, whole.Length); i++)
        {
            var damaged = Damage(whole, random);
            try
            {
                var network = AnyFormat.Read(format, () => new MemoryStream(damaged));
                SymmetricPowerFlow.Solve(network, new() { MaxIterations = 5 });
            }
            catch (Exception e) when (e is GridFormatException or NetworkException)
            {
                Assert.NotEmpty(e.Message);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"case {i} of {path}", e);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_file_that_ends_early_is_read_or_refused(string format, string path)
    {
        var whole = File.ReadAllBytes(SharedData.Path(path));
        for (var i = 0; i < 40; i++)
        {
            var part = whole[..(int)((long)whole.Length * i / 40)];
            try
            {
                AnyFormat.Read(format, () => new MemoryStream(part));
            }
            catch (GridFormatException e)
            {
                Assert.Equal("file", e.File);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Endless))]
    public void What_never_ends_is_refused_before_it_fills_the_memory(string format, string start, string more)
    {
        var stream = new EndlessStream(start, more, 1L << 30);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        Assert.Throws<GridFormatException>(() => AnyFormat.Read(format, () => stream));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 30);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"took {clock.Elapsed}");
    }

    [Theory]
    [InlineData("m")]
    [InlineData("raw")]
    [InlineData("rawx")]
    [InlineData("json")]
    [InlineData("pandapower")]
    [InlineData("xml")]
    public void Nothing_is_no_network(string format) => Assert.Throws<GridFormatException>(() => AnyFormat.Read(format, () => new MemoryStream()));

    [Fact]
    public void An_entity_bomb_is_refused()
    {
        const string Entities = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        const string Bomb = $"<?xml version=\"1.0\"?>{Entities}<rdf:RDF xmlns:rdf=\"{Rdf}\">&b;</rdf:RDF>";

        Assert.Throws<GridFormatException>(() => AnyFormat.Read("xml", () => new MemoryStream(Encoding.UTF8.GetBytes(Bomb))));
    }

    /// <summary>A few bytes changed, a piece cut out, doubled, or a number made another.</summary>
    private static byte[] Damage(byte[] whole, Random random)
    {
        var damaged = whole.ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(damaged.Count);
            var length = Math.Min(random.Next(1, 60), damaged.Count - at);
            switch (random.Next(6))
            {
                case 0: damaged[at] = (byte)random.Next(256); break;
                case 1: damaged.RemoveRange(at, length); break;
                case 2: damaged.InsertRange(at, damaged.GetRange(at, length)); break;
                case 3: damaged[at] = (byte)Signs[random.Next(Signs.Length)]; break;
                case 4: damaged.InsertRange(at, Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)])); break;
                default: ReplaceNumber(damaged, at, random); break;
            }
        }

        return [.. damaged];
    }

    private const string Signs = "0123456789-.,'\"[]{}<>/ \n";

    private static readonly string[] Numbers = ["0", "-1", "1e400", "NaN", "-1e308", "99999999999", "2147483648", "1e-320", "Inf"];

    private static void ReplaceNumber(List<byte> bytes, int at, Random random)
    {
        var start = bytes.FindIndex(at, value => value is >= (byte)'0' and <= (byte)'9');
        if (start < 0) return;

        var end = start;
        while (end < bytes.Count && (bytes[end] is >= (byte)'0' and <= (byte)'9' || bytes[end] == '.')) end++;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)]));
    }

    /// <summary>A beginning, and then the same for ever; the test fails, as out of data, where someone reads it to its end.</summary>
    private sealed class EndlessStream(string start, string more, long length) : Stream
    {
        private readonly byte[] _start = Encoding.UTF8.GetBytes(start), _more = Encoding.UTF8.GetBytes(more);
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_position >= length) throw new InvalidOperationException("read all of it");

            for (var i = 0; i < count; i++, _position++)
                buffer[offset + i] = _position < _start.Length ? _start[_position] : _more[(_position - _start.Length) % _more.Length];

            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

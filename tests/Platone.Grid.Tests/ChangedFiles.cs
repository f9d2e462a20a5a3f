using System.Text;
using Platone.Grid.Formats;

namespace Platone.Grid.Tests;

/// <summary>Valid files with a few bytes changed.</summary>
static class ChangedFiles
{
    /// <summary>Whatever becomes of a file, it is read or refused, and nothing else.</summary>
    public static void AssertReadOrRefused(string valid, int count, Func<Stream, Network> read)
    {
        var random = new Random(20_260);
        for (var i = 0; i < count; i++)
        {
            var bytes = Changed(Encoding.UTF8.GetBytes(valid), random);
            try
            {
                Assert.NotNull(read(new MemoryStream(bytes)));
            }
            catch (GridFormatException e)
            {
                Assert.NotEmpty(e.Problem);
            }
        }
    }

    private static byte[] Changed(byte[] bytes, Random random)
    {
        var changed = bytes.ToList();
        for (var i = random.Next(1, 4); i > 0 && changed.Count > 1; i--)
        {
            var place = random.Next(changed.Count);
            switch (random.Next(6))
            {
                case 0: changed.RemoveRange(place, Math.Min(random.Next(1, 40), changed.Count - place)); break;
                case 1: changed.InsertRange(place, changed.GetRange(place, Math.Min(random.Next(1, 40), changed.Count - place))); break;
                case 2: changed.RemoveRange(place, changed.Count - place); break;
                case 3: changed[place] = (byte)random.Next(256); break;
                case 4: changed[place] = (byte)"0123456789-.,;:'/()[]{}=*+\n "[random.Next(28)]; break;
                default: changed.InsertRange(place, "1e999"u8.ToArray()); break;
            }
        }

        return changed.ToArray();
    }
}

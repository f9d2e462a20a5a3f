using System.Security.Cryptography;
using System.Text;

namespace Platone.Cryptography;

/// <summary>
/// A wallet's secret as 12 to 24 English words with a checksum, to be written on paper (BIP-39). Never shows itself: only <see cref="Words"/> does.
/// </summary>
public sealed class Mnemonic
{
    private const int BitsPerWord = 11;
    private const int SeedLength = 64;
    private const int Iterations = 2048;

    private static readonly string[] List = ReadList();

    private readonly string[] _words;

    private Mnemonic(string[] words) => _words = words;

    /// <summary>The secret: the words, one space between them.</summary>
    public string Words => string.Join(' ', _words);

    /// <summary>12, 15, 18, 21 or 24.</summary>
    public int Count => _words.Length;

    /// <param name="entropy">16, 20, 24, 28 or 32 random bytes: 12, 15, 18, 21 or 24 words.</param>
    public static Mnemonic FromEntropy(ReadOnlySpan<byte> entropy)
    {
        if (entropy.Length is < 16 or > 32 || entropy.Length % 4 != 0)
            throw new ArgumentException($"Entropy has 16, 20, 24, 28 or 32 bytes, not {entropy.Length}.", nameof(entropy));

        // The checksum is the first bit of the hash for every 32 bits of entropy: 8 at the most.
        byte[] bits = [.. entropy, SHA256.HashData(entropy)[0]];
        var words = new string[entropy.Length * 3 / 4];
        for (var i = 0; i < words.Length; i++) words[i] = List[ReadIndex(bits, i * BitsPerWord)];
        CryptographicOperations.ZeroMemory(bits);
        return new(words);
    }

    /// <summary>Reads words that any white space separates, whatever the case of their letters.</summary>
    /// <exception cref="FormatException">Another number of words, a word that is not in the list, or a checksum that does not fit. The message does not
    /// repeat a word.</exception>
    public static Mnemonic Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (12 or 15 or 18 or 21 or 24)) throw new FormatException($"Expected 12, 15, 18, 21 or 24 words, found {words.Length}.");

        var bits = new byte[((words.Length * BitsPerWord) + 7) / 8];
        for (var i = 0; i < words.Length; i++)
        {
            var index = Array.BinarySearch(List, words[i], StringComparer.Ordinal);
            if (index < 0) throw new FormatException($"Word {i + 1} is not one of the {List.Length} English words of BIP-39.");
            WriteIndex(bits, i * BitsPerWord, index);
        }

        var mnemonic = FromEntropy(bits.AsSpan(0, words.Length / 3 * 4));
        CryptographicOperations.ZeroMemory(bits);
        return mnemonic._words.AsSpan().SequenceEqual(words)
            ? mnemonic
            : throw new FormatException("The words' checksum does not fit: a word is wrong, or two have changed places.");
    }

    /// <summary>The 64 bytes from which <see cref="HdKey"/> starts. Another passphrase gives another wallet; there is no wrong one.</summary>
    /// <exception cref="NotSupportedException">The passphrase needs Unicode's normal form KD, and this process runs without Unicode's tables (invariant
    /// globalization), where it would silently lead to another wallet than elsewhere.</exception>
    public byte[] ToSeed(string passphrase = "")
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        return Rfc2898DeriveBytes.Pbkdf2(Words, Encoding.UTF8.GetBytes("mnemonic" + Normalized(passphrase)), Iterations, HashAlgorithmName.SHA512, SeedLength);
    }

    public override string ToString() => $"{Count} words";

    private static string Normalized(string text)
    {
        if (Ascii.IsValid(text)) return text;
        // One character with an accent becomes two, where the runtime has the tables.
        if ("\u00e9".Normalize(NormalizationForm.FormKD).Length == 2) return text.Normalize(NormalizationForm.FormKD);

        throw new NotSupportedException("This process cannot normalise a passphrase with characters outside ASCII (invariant globalization).");
    }

    private static int ReadIndex(ReadOnlySpan<byte> bits, int position)
    {
        var index = 0;
        for (var bit = position; bit < position + BitsPerWord; bit++) index = (index << 1) | ((bits[bit / 8] >> (7 - (bit % 8))) & 1);
        return index;
    }

    private static void WriteIndex(Span<byte> bits, int position, int index)
    {
        for (var i = 0; i < BitsPerWord; i++)
        {
            var bit = position + i;
            bits[bit / 8] |= (byte)(((index >> (BitsPerWord - 1 - i)) & 1) << (7 - (bit % 8)));
        }
    }

    /// <summary>The 2,048 English words of BIP-39, in the order of the alphabet.</summary>
    private static string[] ReadList()
    {
        const string Name = "bip39-english.txt";
        using var stream = typeof(Mnemonic).Assembly.GetManifestResourceStream(Name) ?? throw new InvalidOperationException($"The resource {Name} is missing.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

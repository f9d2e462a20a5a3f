using System.Globalization;
using System.Text;

namespace Platone.Cryptography.Tests;

/// <summary>Words, derived keys and key files against ethers, in both directions.</summary>
public class WalletDifferentialTests
{
    static readonly int[] EntropyLengths = [16, 20, 24, 28, 32];

    [Fact]
    public async Task Words_agree_with_ethers()
    {
        var random = new Random(31);
        var cases = Enumerable.Range(0, FuzzCases.Count(500, most: 20_000)).Select(_ => NextEntropy(random)).ToArray();

        var answers = await EthersOracle.AskAsync(cases.Select(entropy => Question.Of("words", ("entropy", Hex.Encode(entropy)))));

        Assert.Equal(answers.Select(answer => answer.GetValue<string>()), cases.Select(entropy => Mnemonic.FromEntropy(entropy).Words));
    }

    [Fact]
    public async Task Keys_at_random_paths_agree_with_ethers()
    {
        var random = new Random(32);
        var cases = Enumerable.Range(0, FuzzCases.Count(100, most: 5_000))
            .Select(_ => (Mnemonic: Mnemonic.FromEntropy(NextEntropy(random)), Passphrase: NextText(random), Path: NextPath(random))).ToArray();

        var answers = await EthersOracle.AskAsync(cases.Select(x => Question.Of(
            "derive", ("words", x.Mnemonic.Words), ("passphrase", x.Passphrase), ("path", x.Path))));

        for (var i = 0; i < cases.Length; i++)
        {
            var key = HdKey.FromSeed(Mnemonic.Parse(cases[i].Mnemonic.Words).ToSeed(cases[i].Passphrase)).Derive(cases[i].Path);
            Assert.Equal(answers[i]["address"]!.GetValue<string>(), key.PrivateKey.Address.ToChecksumString());
            Assert.Equal(answers[i]["extendedKey"]!.GetValue<string>(), key.ToExtendedKey());
        }
    }

    [Fact]
    public async Task Key_files_are_read_by_ethers_and_those_of_ethers_are_read()
    {
        var random = new Random(33);
        var cases = Enumerable.Range(0, FuzzCases.Count(30, most: 500))
            .Select(_ => (Key: random.NextKey(), Password: NextText(random) + "\u00fc", Cost: NextCost(random))).ToArray();
        var ours = cases.Select(x => SecretStorage.Encrypt(x.Key, x.Password, x.Cost, random.NextBytes(SecretStorage.RandomLength))).ToArray();

        var answers = await EthersOracle.AskAsync(
        [
            .. cases.Select((x, i) => Question.Of("decryptKey", ("json", ours[i]), ("password", x.Password))),
            .. cases.Select(x => Question.Of(
                "encryptKey", ("key", Hex.Encode(x.Key.ToArray())), ("password", x.Password), ("n", x.Cost.N), ("r", x.Cost.R), ("p", x.Cost.P))),
        ]);

        for (var i = 0; i < cases.Length; i++)
        {
            Assert.Equal(Hex.Encode(cases[i].Key.ToArray()), answers[i].GetValue<string>());

            var theirs = Encoding.UTF8.GetBytes(answers[cases.Length + i].GetValue<string>());
            Assert.Equal(cases[i].Key.ToArray(), SecretStorage.Decrypt(theirs, cases[i].Password).ToArray());
        }
    }

    static byte[] NextEntropy(Random random) => random.NextBytes(EntropyLengths[random.Next(EntropyLengths.Length)]);

    static string NextText(Random random) => new([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(' ', '~' + 1))]);

    static ScryptCost NextCost(Random random) => new(1 << random.Next(1, 11), random.Next(1, 9), random.Next(1, 4));

    static string NextPath(Random random) => "m" + string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => NextStep(random)));

    static string NextStep(Random random)
    {
        var index = random.Next(2) == 0 ? random.Next(100) : random.Next(int.MaxValue);
        return string.Create(CultureInfo.InvariantCulture, $"/{index}{(random.Next(2) == 0 ? "'" : "")}");
    }
}

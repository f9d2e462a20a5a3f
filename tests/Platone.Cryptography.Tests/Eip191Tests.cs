namespace Platone.Cryptography.Tests;

public class Eip191Tests
{
    // Around the lengths whose decimal form gains a digit.
    static readonly int[] Lengths = [0, 1, 9, 10, 99, 100, 999, 1000];

    [Fact]
    public void The_hash_of_hello_world_is_the_one_that_wallets_publish() =>
        Assert.Equal("0xd9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68", Eip191.Hash("hello world").ToString());

    [Fact]
    public void Text_is_hashed_as_UTF_8() => Assert.Equal(Eip191.Hash("Łódź €"u8), Eip191.Hash("Łódź €"));

    [Fact]
    public async Task Messages_of_many_lengths_agree_with_ethers()
    {
        var random = new Random(9);
        var messages = Lengths.Select(random.NextBytes).ToArray();

        var answers = await EthersOracle.AskAsync(messages.Select(message => Question.Of("messageHash", ("message", Hex.Encode(message)))));

        for (var i = 0; i < messages.Length; i++) Assert.Equal(answers[i].GetValue<string>(), Eip191.Hash(messages[i]).ToString());
    }
}

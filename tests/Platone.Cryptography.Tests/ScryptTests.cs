using System.Text;
using Org.BouncyCastle.Crypto.Generators;

namespace Platone.Cryptography.Tests;

public class ScryptTests
{
    // RFC 7914, section 12.
    [Theory]
    [InlineData(
        "", "", 16, 1, 1,
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData(
        "password", "NaCl", 1024, 8, 16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    public void The_vectors_of_RFC_7914_are_reproduced(string password, string salt, int n, int r, int p, string expected) =>
        Assert.Equal("0x" + expected, Hex.Encode(Scrypt.Derive(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), new(n, r, p), 64)));

    [Fact]
    public void Random_costs_agree_with_BouncyCastle()
    {
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            var cost = new ScryptCost(1 << random.Next(1, 9), random.Next(1, 10), random.Next(1, 5));
            var (password, salt, length) = (random.NextBytes(random.Next(80)), random.NextBytes(random.Next(80)), random.Next(1, 100));

            Assert.Equal(SCrypt.Generate(password, salt, cost.N, cost.R, cost.P, length), Scrypt.Derive(password, salt, cost, length));
        }
    }
}

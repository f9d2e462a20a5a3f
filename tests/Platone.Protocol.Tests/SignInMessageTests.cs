using System.Text;
using Platone.Cryptography;
using Platone.Cryptography.Tests;

namespace Platone.Protocol.Tests;

/// <summary>Held against the EIP's own example and against messages and signatures that the npm packages siwe 3.0.0 and ethers 6.17.0 made.</summary>
public sealed class SignInMessageTests
{
    /// <summary>EIP-4361, "Examples": the message with all but request id, and one with an implicit scheme.</summary>
    private const string Example = """
        example.com wants you to sign in with your Ethereum account:
        0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2

        I accept the ExampleOrg Terms of Service: https://example.com/tos

        URI: https://example.com/login
        Version: 1
        Chain ID: 1
        Nonce: 32891756
        Issued At: 2021-09-30T16:25:24Z
        Resources:
        - ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
        - https://example.com/my-web2-claim.json
        """;

    private const string Everything =
        "https://127.0.0.1:5081 wants you to sign in with your Ethereum account:\n0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A\n\n"
        + "I accept: a/b?c=d&e=[f]@g~h\n\nURI: http://127.0.0.1:5081/\nVersion: 1\nChain ID: 31337\nNonce: 32891756deadbeef\n"
        + "Issued At: 2026-11-27T04:00:00.000Z\nExpiration Time: 2026-11-27T04:05:00Z\nNot Before: 2026-11-27T03:59:00.5+00:00\nRequest ID: r-1:@x\n"
        + "Resources:\n- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/\n- https://example.com/my-web2-claim.json";

    private const string Least =
        "127.0.0.1:5081 wants you to sign in with your Ethereum account:\n0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A\n\n\n"
        + "URI: http://127.0.0.1:5081/\nVersion: 1\nChain ID: 31337\nNonce: 32891756deadbeef\nIssued At: 2026-11-27T04:00:00.000Z";

    private static readonly DateTimeOffset Issued = new(2026, 11, 27, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_example_of_the_EIP_is_read_as_it_says()
    {
        var message = SignInMessage.Parse(Example);

        Assert.Null(message.Scheme);
        Assert.Equal("example.com", message.Domain);
        Assert.Equal("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", message.Address.ToChecksumString());
        Assert.Equal("I accept the ExampleOrg Terms of Service: https://example.com/tos", message.Statement);
        Assert.Equal("https://example.com/login", message.Uri);
        Assert.Equal((1ul, "32891756"), (message.ChainId, message.Nonce));
        Assert.Equal(new(2021, 9, 30, 16, 25, 24, TimeSpan.Zero), message.IssuedAt);
        Assert.Equal((null, null, null), (message.ExpirationTime, message.NotBefore, message.RequestId));
        Assert.Equal(
            ["ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/", "https://example.com/my-web2-claim.json"], message.Resources);
        Assert.Equal(Example, message.ToString());
    }

    [Theory]
    [InlineData("example.com:3388", null)]
    [InlineData("https://example.com", "https")]
    public void The_other_examples_differ_in_who_asks(string asks, string? scheme)
    {
        var message = SignInMessage.Parse(asks + Example["example.com".Length..]);

        Assert.Equal((scheme, asks.Split("//")[^1]), (message.Scheme, message.Domain));
    }

    [Theory]
    [InlineData(Least, "0xfb0b26f942a07624c6884e6d8a9f306e3ebec3ec83954f5ab513c7503a6a2ba51fedbf8b52fbcbc0f40334aa0546a84ead0e0d8e4dd0c4faa3400f42ea51fc7f1b")]
    [InlineData(
        Everything, "0xdf2883f46eb198da2c3eb96c674c19af13b09ba4883ce1568772434ea4b54e723e2627a1510b45460a6ccaa580141163ef7d2654f4f9bbc314449cb80c4feb461b")]
    public void What_the_siwe_package_wrote_and_ethers_signed_is_read_and_verifies(string text, string signature)
    {
        var message = SignInMessage.Parse(text);

        Assert.True(Signature.TryParse(signature, out var signed));
        Assert.True(signed.TryRecover(Eip191.Hash(text), out var signer));
        Assert.Equal(signer, message.Address);
        Assert.Equal(Issued, message.IssuedAt);
    }

    [Fact]
    public void Every_optional_part_is_read()
    {
        var message = SignInMessage.Parse(Everything);

        Assert.Equal(("https", "I accept: a/b?c=d&e=[f]@g~h", "r-1:@x"), (message.Scheme, message.Statement, message.RequestId));
        Assert.Equal((Issued.AddMinutes(5), Issued.AddSeconds(-59.5)), (message.ExpirationTime, message.NotBefore));
        Assert.Equal(2, message.Resources!.Count);
        Assert.Empty(SignInMessage.Parse(Least + "\nResources:").Resources!);
        Assert.Equal("", SignInMessage.Parse(Least + "\nRequest ID: ").RequestId);
    }

    [Theory]
    [InlineData("https", "Sign in.", "2026-11-27T04:05:00Z", "r%20x", "https://a.example/?q#f", "urn:x:y")]
    [InlineData(null, null, null, null)]
    [InlineData(null, "a", null, "")]
    public void What_is_written_is_read_back(string? scheme, string? statement, string? expires, string? requestId, params string[] resources)
    {
        var message = new SignInMessage(
            scheme, "example.org", new Random(1).NextKey().Address, statement, "https://example.org/", 31337, "abcdefgh12345678", Issued.AddTicks(1234567),
            expires is null ? null : DateTimeOffset.Parse(expires, System.Globalization.CultureInfo.InvariantCulture), NotBefore: Issued, requestId, resources);

        Assert.Equal(message, SignInMessage.Parse(message.ToString()));
    }

    [Theory]
    [InlineData("127.0.0.1:5081 wants", "127.0.0.1:5081  wants", "line 1")]
    [InlineData("127.0.0.1:5081 wants", " wants", "line 1")]
    [InlineData("127.0.0.1:5081 wants", "a/b wants", "line 1")]
    [InlineData("127.0.0.1:5081 wants", "1x://a wants", "line 1")]
    [InlineData("127.0.0.1:5081 wants", "[::g] wants", "line 1")]
    [InlineData("account:\n", "account: \n", "line 1")]
    [InlineData("0x19E7E376", "0x19e7e376", "EIP-55")]
    [InlineData("0x19E7E376", "0X19E7E376", "EIP-55")]
    [InlineData("\n\n\nURI", "\n\nURI", "line 5")]
    [InlineData("\n\n\nURI", "\n\n\n\nURI", "line 5")]
    [InlineData("\n\n\nURI", "\n\nnäher\n\nURI", "statement")]
    [InlineData("\n\n\nURI", "\n\ntwo\nlines\n\nURI", "line 5")]
    [InlineData("URI: http://127.0.0.1:5081/", "URI: 127.0.0.1", "RFC 3986")]
    [InlineData("URI: http://127.0.0.1:5081/", "URI: http://a b/", "RFC 3986")]
    [InlineData("URI: http://127.0.0.1:5081/", "URI: http://a/%zz", "RFC 3986")]
    [InlineData("URI: http", "uri: http", "line 5")]
    [InlineData("Version: 1", "Version: 2", "line 6")]
    [InlineData("Version: 1", "Version: 1 ", "line 6")]
    [InlineData("Chain ID: 31337", "Chain ID: -1", "line 7")]
    [InlineData("Chain ID: 31337", "Chain ID: 99999999999999999999", "line 7")]
    [InlineData("Chain ID: 31337", "Chain ID: ", "line 7")]
    [InlineData("Nonce: 32891756deadbeef", "Nonce: 3289175", "line 8")]
    [InlineData("Nonce: 32891756deadbeef", "Nonce: 32891756-deadbeef", "line 8")]
    [InlineData("2026-11-27T04:00:00.000Z", "2026-11-27 04:00:00Z", "RFC 3339")]
    [InlineData("2026-11-27T04:00:00.000Z", "2026-02-30T04:00:00Z", "RFC 3339")]
    [InlineData("2026-11-27T04:00:00.000Z", "2026-11-27T04:00:00", "RFC 3339")]
    [InlineData("2026-11-27T04:00:00.000Z", "2026-11-27T04:00:00.Z", "RFC 3339")]
    [InlineData("04:00:00.000Z", "04:00:00.000Z\n", "line 10")]
    [InlineData("04:00:00.000Z", "04:00:00.000Z\nNot Before: 2026-11-27T04:00:00Z\nExpiration Time: 2026-11-27T05:00:00Z", "line 11")]
    [InlineData("04:00:00.000Z", "04:00:00.000Z\nRequest ID: a b", "line 10")]
    [InlineData("04:00:00.000Z", "04:00:00.000Z\nRequest ID: a\nRequest ID: b", "line 11")]
    [InlineData("04:00:00.000Z", "04:00:00.000Z\nResources: x", "line 10")]
    [InlineData("04:00:00.000Z", "04:00:00.000Z\nResources:\n- not a uri", "line 11")]
    [InlineData("04:00:00.000Z", "04:00:00.000Z\nResources:\n-https://a.example", "line 11")]
    [InlineData("\nURI", "\r\nURI", "line 4")]
    public void What_the_grammar_does_not_have_is_refused_with_its_place(string part, string instead, string saying)
    {
        var changed = Least.Replace(part, instead, StringComparison.Ordinal);
        Assert.NotEqual(Least, changed);

        Assert.Contains(saying, Assert.Throws<FormatException>(() => SignInMessage.Parse(changed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_refused_before_it_is_read()
    {
        var text = Least + "\nResources:" + string.Concat(Enumerable.Repeat("\n- https://a.example/", 1000));
        Assert.Contains("4096", Assert.Throws<FormatException>(() => SignInMessage.Parse(text)).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A changed message is refused or reads as another; where it reads the same, only the spelling of a time differs. Nothing else is ever thrown.
    /// </summary>
    [Fact]
    public void No_change_of_a_character_goes_unseen()
    {
        var (random, original) = (new Random(4), SignInMessage.Parse(Everything));
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var changed = Mutate(Everything, random);
            try
            {
                var message = SignInMessage.Parse(changed);
                if (message.Equals(original)) Assert.Equal(WithoutTimes(Everything), WithoutTimes(changed));
            }
            catch (FormatException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(refused, 10_000, 20_000);
    }

    private static string Mutate(string text, Random random)
    {
        const string Characters = "\n\r\t :/-_aZ09%~é\0\u2028";
        var (place, character) = (random.Next(text.Length), Characters[random.Next(Characters.Length)]);
        return random.Next(3) switch
        {
            0 => text.Remove(place, 1),
            1 => text.Insert(place, character.ToString()),
            _ => new StringBuilder(text) { [place] = character }.ToString(),
        };
    }

    private static string WithoutTimes(string text) => string.Join('\n', text.Split('\n').Where(line => !line.Contains("27T0", StringComparison.Ordinal)));
}

using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Platone.Cryptography;

namespace Platone.Protocol.Tests;

public sealed class SignedRequestTests
{
    private const long Time = 1_767_225_600;

    private static readonly PrivateKey Key = PrivateKey.FromBytes(new Random(1).NextBytes(32));
    private static readonly Hash256 Nonce = new Random(2).NextHash();
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"transaction":"0x02"}""");

    [Fact]
    public async Task Headers_are_what_a_wallet_with_ethers_makes_of_the_description()
    {
        var random = new Random(3);
        var cases = Enumerable.Range(0, 50).Select(i => (
            Key: random.NextKey(), Method: i % 2 == 0 ? "POST" : "GET", Path: $"/readings?stream=dévice%2F{i}&from=1", Time: (long)random.Next(),
            Nonce: random.NextHash(), Body: random.NextBytes(random.Next(100)))).ToArray();

        var answers = await EthersOracle.AskAsync(cases.Select(x => Question.Of(
            "signedRequest", ("key", Hex.Encode(x.Key.ToArray())), ("method", x.Method), ("path", x.Path),
            ("time", x.Time.ToString(CultureInfo.InvariantCulture)), ("nonce", x.Nonce.ToString()), ("body", Hex.Encode(x.Body)))));

        Assert.Equal(
            answers.Select(answer => answer.GetValue<string>()),
            cases.Select(x => SignedRequest.Sign(x.Key, x.Method, x.Path, x.Body, x.Time, x.Nonce).ToHeader()));
    }

    [Fact]
    public void A_header_is_read_back_and_verifies()
    {
        Assert.True(SignedRequest.TryParse(Signed().ToHeader(), out var parsed));

        Assert.Equal(Signed(), parsed);
        Assert.True(parsed!.IsSignedBy("POST", "/declarations", Body));
    }

    [Theory]
    [InlineData("GET", "/declarations")]
    [InlineData("post", "/declarations")]
    [InlineData("POST", "/declarations/")]
    [InlineData("POST", "/declarations?all=1")]
    [InlineData("POST", "/Declarations")]
    public void Another_method_or_path_does_not_verify(string method, string path) => Assert.False(Signed().IsSignedBy(method, path, Body));

    [Fact]
    public void Another_body_time_nonce_or_address_does_not_verify()
    {
        var signed = Signed();
        for (var place = 0; place < Body.Length; place++)
        {
            byte[] changed = [.. Body];
            changed[place] ^= 1;
            Assert.False(signed.IsSignedBy("POST", "/declarations", changed));
        }

        Assert.False(signed.IsSignedBy("POST", "/declarations", []));
        Assert.False(signed.IsSignedBy("POST", "/declarations", [.. Body, 0]));
        Assert.False((signed with { Time = Time + 1 }).IsSignedBy("POST", "/declarations", Body));
        Assert.False((signed with { Nonce = Hash256.Zero }).IsSignedBy("POST", "/declarations", Body));
        Assert.False((signed with { Address = new Random(4).NextAddress() }).IsSignedBy("POST", "/declarations", Body));
        Assert.False((signed with { Signature = default }).IsSignedBy("POST", "/declarations", Body));
    }

    [Fact]
    public void Every_changed_digit_of_a_header_is_refused_or_does_not_verify()
    {
        var header = Signed().ToHeader();
        for (var place = SignedRequest.Scheme.Length + 1; place < header.Length; place++)
        {
            foreach (var character in "0123456789abcdefx,= ")
            {
                if (character == header[place]) continue;

                var changed = header[..place] + character + header[(place + 1)..];
                Assert.False(Verifies(changed), changed);
            }
        }
    }

    [Fact]
    public void The_twin_signature_with_the_other_s_is_refused()
    {
        var order = Number(Hex.Decode("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));
        var signature = Signed().Signature;
        var twin = order - Number(signature.S.ToArray());
        var bytes = twin.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] padded = [.. new byte[32 - bytes.Length], .. bytes];

        Assert.False((Signed() with { Signature = new(signature.R, new(padded), (byte)(1 - signature.RecoveryId)) }).IsSignedBy("POST", "/declarations", Body));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Platone-Eip191")]
    [InlineData("Platone-Eip191 ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer eyJ")]
    public void What_is_no_such_header_is_refused(string? header)
    {
        Assert.False(SignedRequest.TryParse(header, out var request));
        Assert.Null(request);
    }

    [Fact]
    public void Missing_repeated_unknown_and_malformed_parts_are_refused()
    {
        var header = Signed().ToHeader();
        var parts = header[(SignedRequest.Scheme.Length + 1)..].Split(',');

        foreach (var part in parts)
        {
            var others = string.Join(',', parts.Where(other => other != part));
            var (name, value) = (part[..part.IndexOf('=', StringComparison.Ordinal)], part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            string[] wrong =
            [
                "", $",{part},{part}", $",{name}", $",{name}{value}", $",{name}=", $",x{part}", $",{name.ToUpperInvariant()}={value}",
                $",{name}=-{value}", $",{name}={value}.0",
            ];

            Assert.All(wrong, rest => Assert.False(SignedRequest.TryParse($"{SignedRequest.Scheme} {others}{rest}", out _), rest));
        }

        Assert.False(SignedRequest.TryParse(header + ",realm=x", out _));
        Assert.False(SignedRequest.TryParse(header.Replace("time=", "time=9999999999", StringComparison.Ordinal), out _));
    }

    [Fact]
    public void Whatever_stands_in_a_header_is_answered_and_only_what_was_signed_verifies() =>
        Prop.ForAll(Headers().ToArbitrary(), header => !Verifies(header) || (SignedRequest.TryParse(header, out var request) && request == Signed()))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    private static SignedRequest Signed() => SignedRequest.Sign(Key, "POST", "/declarations", Body, Time, Nonce);

    private static bool Verifies(string header) => SignedRequest.TryParse(header, out var request) && request!.IsSignedBy("POST", "/declarations", Body);

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static Gen<string> Headers()
    {
        var header = Signed().ToHeader();
        var pieces = Gen.Elements("=", ",", "==", "address=", "time=", "nonce=0x", "signature=", "0x", "\0", "é", "\ud800", " ", "9", new string('f', 130));
        var spliced = from place in Gen.Choose(0, header.Length)
                      from cut in Gen.Elements(0, 1, 10, 64)
                      from piece in pieces
                      select header[..place] + piece + header[Math.Min(place + cut, header.Length)..];
        var sentences = pieces.ArrayOf().Select(words => $"{SignedRequest.Scheme} {string.Concat(words)}");
        return Gen.OneOf(spliced, sentences, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
    }
}

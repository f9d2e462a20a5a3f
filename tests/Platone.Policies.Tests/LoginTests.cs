using System.Globalization;
using System.Numerics;
using System.Text;
using Platone.Cryptography;

namespace Platone.Policies.Tests;

public sealed class LoginTests
{
    private const long Now = 1_700_000_000;
    private const string Device = "0xabababababababababababababababababab0002/old meter";

    // What ethers 6 makes of this text with the first of the well-known test keys.
    private const string AnnasText =
        "Platone broker login\noperator 0x70997970c51812dc3a010c7d01b50e0d17dc79c8\nclient 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266-meter é\n"
        + "nonce 0x1111111111111111111111111111111111111111111111111111111111111111\nuntil 1700000030";
    private const string EthersSignature =
        "2103738150acf673d61f34a4f3deb886d8be0182d06599f415e13b4fdea6b56139b394bb53af3e5cae70f6b92180f1fc9faaf1cef821430c484ba32e382807801c";
    private const string AnnasClient = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266-meter é";

    private static readonly Address Anna = Address.Parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
    private static readonly WalletChallenge AnnasChallenge = new(
        Address.Parse("0x70997970c51812dc3a010c7d01b50e0d17dc79c8"), AnnasClient,
        Hash256.Parse("0x1111111111111111111111111111111111111111111111111111111111111111"), Now + 30);

    private readonly RuleTable _rules = new();
    private readonly string _wallet = Given.Consumer.ToString();

    public LoginTests() => _rules.Replace(Given.Snapshot(), 0);

    [Fact]
    public void The_wallet_s_own_token_and_client_id_let_it_in() => Assert.Equal(LoginResult.Accepted, Check(_wallet, Token(), _wallet + "-1"));

    [Fact]
    public void The_client_id_may_be_the_wallet_alone() => Assert.Equal(LoginResult.Accepted, Check(_wallet, Token(), _wallet));

    [Fact]
    public void A_client_id_of_another_wallet_is_refused() => Assert.Equal(LoginResult.ForeignClientId, Check(_wallet, Token(), Given.Provider + "-1"));

    [Theory]
    [InlineData("")]
    [InlineData("auto-5B2C0F9C-9D3E")]
    [InlineData("0x")]
    public void A_client_id_that_names_no_wallet_is_refused(string clientId) => Assert.Equal(LoginResult.ForeignClientId, Check(_wallet, Token(), clientId));

    [Fact]
    public void A_wallet_has_one_spelling()
    {
        Assert.Equal(LoginResult.NotAnAccount, Check(Given.Consumer.ToChecksumString(), Token(), _wallet));
        Assert.Equal(LoginResult.NotAnAccount, Check(_wallet[2..], Token(), _wallet));
        Assert.Equal(LoginResult.NotAnAccount, Check("", Token(), _wallet));
        Assert.Equal(LoginResult.ForeignClientId, Check(_wallet, Token(), "0X" + _wallet[2..]));
    }

    [Fact]
    public void Bad_tokens_are_told_apart()
    {
        Assert.Equal(LoginResult.MalformedToken, Check(_wallet, "", _wallet));
        Assert.Equal(LoginResult.ExpiredToken, Check(_wallet, Token(Now), _wallet));
        Assert.Equal(LoginResult.WrongToken, Check(_wallet, BrokerToken.Issue(Given.Key.Bytes, Given.Provider, Now + 60), _wallet));
    }

    [Fact]
    public void Without_rules_nobody_gets_in()
    {
        var request = new LoginRequest { Username = Bytes(_wallet), Password = Bytes(Token()), ClientId = Bytes(_wallet) };
        Assert.Equal(LoginResult.NoRules, Login.Check(new(), request, Now).Result);
        Assert.Equal(LoginResult.NoRules, Login.Begin(new(), Bytes(_wallet), Bytes(_wallet), default, Now, out _).Result);
    }

    [Fact]
    public void A_device_gets_in_by_its_password_under_its_own_name_alone()
    {
        Assert.Equal(LoginResult.Accepted, Check(Device, "s3cret", Device));
        Assert.Equal(LoginResult.UnknownCredential, Check(Device, "s3cret ", Device));
        Assert.Equal(LoginResult.UnknownCredential, Check(Device, "", Device));
        Assert.Equal(LoginResult.UnknownCredential, Check(Device + "2", "s3cret", Device + "2"));
        Assert.Equal(LoginResult.ForeignClientId, Check(Device, "s3cret", Device + "2"));
        Assert.Equal(LoginResult.ForeignClientId, Check(Device, "s3cret", Given.Provider.ToString()));
        Assert.Equal(LoginResult.MalformedToken, Check(Given.Provider.ToString(), "s3cret", Given.Provider.ToString()));
    }

    [Fact]
    public void A_wallet_s_token_is_no_password_of_its_devices()
    {
        var token = BrokerToken.Issue(Given.Key.Bytes, Given.Provider, Now + 60);
        Assert.Equal(LoginResult.UnknownCredential, Check(Device, token, Device));
        Assert.Equal(LoginResult.ForeignClientId, Check(Given.Provider.ToString(), token, Device));
    }

    [Fact]
    public void A_password_that_was_taken_away_opens_nothing()
    {
        _rules.Apply(new RuleChange.RemoveCredential(Given.Password), 0);
        Assert.Equal(LoginResult.UnknownCredential, Check(Device, "s3cret", Device));
    }

    [Fact]
    public void A_certificate_lets_in_the_accounts_that_it_is_registered_for()
    {
        var certificate = Given.Id(9);
        Assert.Equal(LoginResult.MalformedToken, Check(_wallet, "", _wallet, certificate));
        _rules.Apply(new RuleChange.AddCredential(new(certificate, _wallet)), 0);
        Assert.Equal(LoginResult.Accepted, Check(_wallet, "", _wallet + "-1", certificate));
        Assert.Equal(LoginResult.ForeignClientId, Check(_wallet, "", Given.Stranger.ToString(), certificate));
        Assert.Equal(LoginResult.MalformedToken, Check(Given.Stranger.ToString(), "", Given.Stranger.ToString(), certificate));
        Assert.Equal(LoginResult.MalformedToken, Check(_wallet, "", _wallet, Given.Id(10)));
        Assert.Equal(LoginResult.Accepted, Check(_wallet, Token(), _wallet, Given.Id(10)));
    }

    [Fact]
    public void Connections_end_with_the_credential_that_let_them_in()
    {
        var logins = new CredentialLogins<int>(_rules);
        logins.Set(1, "one", Given.Password);
        logins.Set(2, "two", new(Given.Id(9), _wallet));
        logins.Set(3, "three", Given.Password);
        logins.Set(3, "three", by: null);
        Assert.Equal(["two"], logins.TakeEnded());

        _rules.Apply(new RuleChange.RemoveCredential(Given.Password), 0);
        Assert.Equal(["one"], logins.TakeEnded());
        Assert.Empty(logins.TakeEnded());
    }

    [Fact]
    public void A_wallet_signs_in_by_the_challenge_that_it_was_given()
    {
        Assert.Equal(LoginResult.Accepted, Begin(Anna, AnnasClient, out var challenge));
        Assert.Equal(AnnasChallenge with { Operator = Given.Operator }, challenge);
        Assert.Equal(AnnasChallenge.ToUtf8(), Bytes(AnnasText));
        Assert.True(WalletChallenge.TryParse(Bytes(AnnasText), out var read));
        Assert.Equal(AnnasChallenge, read);
        Assert.Equal(LoginResult.Accepted, Login.Complete(AnnasChallenge, Anna, Convert.FromHexString(EthersSignature), Now + 30).Result);
    }

    [Fact]
    public void A_signature_counts_for_one_challenge_one_wallet_and_thirty_seconds()
    {
        var signature = Convert.FromHexString(EthersSignature);
        Assert.Equal(LoginResult.LateSignature, Login.Complete(AnnasChallenge, Anna, signature, Now + 31).Result);
        Assert.Equal(LoginResult.WrongSignature, Login.Complete(AnnasChallenge, Given.Stranger, signature, Now).Result);
        foreach (var other in new[]
        {
            AnnasChallenge with { Operator = Given.Operator }, AnnasChallenge with { ClientId = $"{Anna}-meter 2" },
            AnnasChallenge with { Nonce = Given.Id(1) }, AnnasChallenge with { Until = Now + 31 },
        }) Assert.Equal(LoginResult.WrongSignature, Login.Complete(other, Anna, signature, Now).Result);

        for (var i = 0; i < signature.Length; i++)
        {
            byte[] changed = [.. signature];
            changed[i] ^= 1;
            Assert.Equal(LoginResult.WrongSignature, Login.Complete(AnnasChallenge, Anna, changed, Now).Result);
        }

        Assert.Equal(LoginResult.WrongSignature, Login.Complete(AnnasChallenge, Anna, signature.AsSpan(0, 64), Now).Result);
        Assert.Equal(LoginResult.WrongSignature, Login.Complete(AnnasChallenge, Anna, [], Now).Result);
        // The other of the two signatures that fit: s in the upper half (EIP-2).
        Assert.Equal(LoginResult.WrongSignature, Login.Complete(AnnasChallenge, Anna, Malleate(signature), Now).Result);
    }

    [Fact]
    public void Only_a_wallet_with_a_client_id_of_its_own_is_given_a_challenge()
    {
        Assert.Equal(LoginResult.NotAnAccount, Login.Begin(_rules, "0x"u8, Bytes(AnnasClient), default, Now, out _).Result);
        Assert.Equal(LoginResult.NotAnAccount, Login.Begin(_rules, [], [], default, Now, out _).Result);
        Assert.Equal(LoginResult.NotAnAccount, Login.Begin(_rules, Bytes(Device), Bytes(Device), default, Now, out var none).Result);
        Assert.Null(none);
        Assert.Equal(LoginResult.ForeignClientId, Begin(Anna, $"{Given.Stranger}-1", out _));
        Assert.Equal(LoginResult.ForeignClientId, Begin(Anna, $"{Anna}/meter", out _));
        Assert.Equal(LoginResult.ForeignClientId, Begin(Anna, $"{Anna}-1\nnonce", out _));
    }

    [Fact]
    public void Nothing_but_a_challenge_is_taken_for_one() =>
        Assert.All(
            new[] { "", "\n\n\n\n", AnnasText + "\n", AnnasText + " ", AnnasText.Replace("login", "logout", StringComparison.Ordinal),
                AnnasText.Replace("17000", "017000", StringComparison.Ordinal), AnnasText.Replace("0x7", "0X7", StringComparison.Ordinal),
                AnnasText[..^1] + "x",
                AnnasText.Replace("operator 0x70997970c51812dc3a010c7d01b50e0d17dc79c8\n", "", StringComparison.Ordinal) },
            text => Assert.False(WalletChallenge.TryParse(Bytes(text), out _), text));

    private static string Token(long expiry = Now + 60) => BrokerToken.Issue(Given.Key.Bytes, Given.Consumer, expiry);

    private LoginResult Check(string user, string password, string clientId, Hash256? certificate = null) => Login.Check(
        _rules, new() { Username = Bytes(user), Password = Bytes(password), ClientId = Bytes(clientId), Certificate = certificate }, Now).Result;

    private LoginResult Begin(Address wallet, string clientId, out WalletChallenge? challenge) =>
        Login.Begin(_rules, Bytes(wallet.ToString()), Bytes(clientId), AnnasChallenge.Nonce, Now, out challenge).Result;

    private static byte[] Malleate(byte[] signature)
    {
        var order = BigInteger.Parse("0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var s = order - new BigInteger(signature.AsSpan(32, 32), isUnsigned: true, isBigEndian: true);
        return [.. signature[..32], .. s.ToByteArray(isUnsigned: true, isBigEndian: true), (byte)(55 - signature[64])];
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

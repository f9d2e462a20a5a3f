using System.Text;

namespace Platone.Policies.Tests;

public sealed class LoginTests
{
    private const long Now = 1_700_000_000;
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
        Assert.Equal(LoginResult.NotAWallet, Check(Given.Consumer.ToChecksumString(), Token(), _wallet));
        Assert.Equal(LoginResult.NotAWallet, Check(_wallet[2..], Token(), _wallet));
        Assert.Equal(LoginResult.NotAWallet, Check("", Token(), _wallet));
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
    public void Without_rules_nobody_gets_in() =>
        Assert.Equal(LoginResult.NoRules, Login.Check(new(), Bytes(_wallet), Bytes(Token()), Bytes(_wallet), Now, out _));

    [Fact]
    public void The_text_form_of_the_client_id_rule_agrees()
    {
        Assert.True(ClientId.Belongs(_wallet + "x", Given.Consumer));
        Assert.False(ClientId.Belongs(_wallet + "x", Given.Provider));
        Assert.False(ClientId.Belongs("x" + _wallet, Given.Consumer));
    }

    private static string Token(long expiry = Now + 60) => BrokerToken.Issue(Given.Key.Bytes, Given.Consumer, expiry);

    private LoginResult Check(string user, string token, string clientId) => Login.Check(_rules, Bytes(user), Bytes(token), Bytes(clientId), Now, out _);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

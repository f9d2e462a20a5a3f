using System.Text;

namespace Platone.Cryptography.Tests;

public class SecretStorageTests
{
    static readonly ScryptCost Cheap = new(2, 8, 1);
    static readonly PrivateKey Key = PrivateKey.FromBytes([.. new byte[31], 7]);

    // The vectors of the Web3 Secret Storage definition (Ethereum's wiki).
    [Theory]
    [InlineData(
        """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
        "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
        "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
        "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """)]
    [InlineData(
        """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},
        "ciphertext":"d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c","kdf":"scrypt",
        "kdfparams":{"dklen":32,"n":262144,"r":1,"p":8,"salt":"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
        "mac":"2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """)]
    public void The_definitions_vectors_are_read(string json)
    {
        var key = SecretStorage.Decrypt(Encoding.UTF8.GetBytes(json), "testpassword");

        Assert.Equal("0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d", Hex.Encode(key.ToArray()));
        Assert.Equal(Address.Parse("0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b"), key.Address);
    }

    [Fact]
    public void What_is_written_is_read_back_and_shows_no_key()
    {
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            var (key, password) = (random.NextKey(), Convert.ToBase64String(random.NextBytes(random.Next(20))) + "Grüße");
            var json = SecretStorage.Encrypt(key, password, Cheap, random.NextBytes(SecretStorage.RandomLength));

            Assert.DoesNotContain(Convert.ToHexStringLower(key.ToArray()), json, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(key.ToArray(), SecretStorage.Decrypt(Encoding.UTF8.GetBytes(json), password).ToArray());
            Assert.Throws<WrongPasswordException>(() => SecretStorage.Decrypt(Encoding.UTF8.GetBytes(json), password + " "));
        }
    }

    [Fact]
    public void The_counter_carries_over_all_its_bytes()
    {
        var json = SecretStorage.Encrypt(Key, "", Cheap, [.. new byte[32], .. Enumerable.Repeat((byte)0xff, 16), .. new byte[16]]);

        Assert.Equal(Key.ToArray(), SecretStorage.Decrypt(Encoding.UTF8.GetBytes(json), "").ToArray());
    }

    [Theory]
    [InlineData("\"version\": 3", "\"version\": 4", "version: expected 3, found 4")]
    [InlineData("\"version\": 3", "\"version\": \"3\"", "version: expected Number, found String")]
    [InlineData("\"crypto\"", "\"cripto\"", "crypto: expected in the key file, found none")]
    [InlineData("aes-128-ctr", "aes-128-cbc", "cipher: expected aes-128-ctr, found 'aes-128-cbc'")]
    [InlineData("\"scrypt\"", "\"argon2\"", "kdf: expected scrypt or pbkdf2, found 'argon2'")]
    [InlineData("\"scrypt\"", "\"pbkdf2\"", "prf: expected in the key file")]
    [InlineData("\"n\": 2", "\"n\": 3", "n=3 r=8 p=1")]
    [InlineData("\"n\": 2", "\"n\": 0", "n=0")]
    [InlineData("\"n\": 2", "\"n\": -2147483648", "n=-2147483648")]
    [InlineData("\"n\": 2", "\"n\": 524288", "found n=524288")]
    [InlineData("\"n\": 2", "\"n\": 4294967296", "n: expected a whole number below 2^31, found 4294967296")]
    [InlineData("\"r\": 8", "\"r\": 1073741824", "r=1073741824")]
    [InlineData("\"r\": 8", "\"r\": 0", "r=0")]
    [InlineData("\"p\": 1", "\"p\": 1048576", "p=1048576")]
    [InlineData("\"dklen\": 32", "\"dklen\": 2000000000", "dklen: expected 32, found 2000000000")]
    [InlineData("\"iv\": \"", "\"iv\": \"00", "iv: expected 16 bytes of hexadecimal, found 34 characters")]
    [InlineData("\"salt\": \"", "\"salt\": \"x", "salt: expected 0 to 1024 bytes")]
    [InlineData("\"ciphertext\": \"", "\"ciphertext\": \"00", "ciphertext: expected 32 bytes")]
    [InlineData("\"mac\": \"", "\"mac\": \"00", "mac: expected 32 bytes")]
    [InlineData("\"address\": \"", "\"address\": \"00", "address: expected 0x")]
    [InlineData("{", "[", "JSON")]
    public void A_file_that_is_none_or_costs_too_much_is_refused(string found, string changed, string reason)
    {
        var json = SecretStorage.Encrypt(Key, "secret", Cheap, new byte[SecretStorage.RandomLength]);
        Assert.Contains(found, json, StringComparison.Ordinal);
        var at = json.IndexOf(found, StringComparison.Ordinal);

        var file = Encoding.UTF8.GetBytes(json.Remove(at, found.Length).Insert(at, changed));
        var error = Assert.Throws<FormatException>(() => SecretStorage.Decrypt(file, "secret"));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_iterations_are_refused_before_they_are_done()
    {
        const string json = """
            {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"00000000000000000000000000000000"},
            "ciphertext":"0000000000000000000000000000000000000000000000000000000000000000","kdf":"pbkdf2",
            "kdfparams":{"c":2000000000,"dklen":32,"prf":"hmac-sha256","salt":""},
            "mac":"0000000000000000000000000000000000000000000000000000000000000000"},"version":3}
            """;

        var error = Assert.Throws<FormatException>(() => SecretStorage.Decrypt(Encoding.UTF8.GetBytes(json), ""));
        Assert.Contains("c: expected 1 to 10000000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_file_is_refused_unread() =>
        Assert.Throws<FormatException>(() => SecretStorage.Decrypt(new byte[SecretStorage.MaxLength + 1], ""));

    [Fact]
    public void Every_changed_byte_is_refused_or_does_not_change_the_key()
    {
        var json = Encoding.UTF8.GetBytes(SecretStorage.Encrypt(Key, "secret", Cheap, new Random(2).NextBytes(SecretStorage.RandomLength)));
        for (var i = 0; i < json.Length; i++)
        {
            var changed = (byte[])json.Clone();
            changed[i] ^= 1;
            try
            {
                Assert.Equal(Key.Address, SecretStorage.Decrypt(changed, "secret").Address);
            }
            catch (Exception e) when (e is FormatException or WrongPasswordException)
            {
                // Refused, which is the other allowed outcome.
            }
        }
    }
}

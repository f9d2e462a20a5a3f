using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platone.Cli.Commands;

namespace Platone.Bench.Plugin;

/// <summary>Mosquitto's own plugin for access control, with a file in which every consumer has a role of its own.</summary>
static class DynamicSecurity
{
    private const int Iterations = 101; // its own default
    private const string OperatorRole = "operator";

    private static readonly string[] Places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"];

    /// <exception cref="BadInputException">It is not installed.</exception>
    public static string Library() =>
        Places.Select(place => Path.Combine(place, "mosquitto_dynamic_security.so")).FirstOrDefault(File.Exists)
            ?? throw new BadInputException($"mosquitto_dynamic_security.so: found in none of {string.Join(", ", Places)}, expected Debian's package mosquitto");

    /// <param name="filters">What each consumer may hear: one rule of its role for each.</param>
    public static async Task WriteAsync(string path, GrantField field, IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        var allowed = new { publishClientSend = false, publishClientReceive = false, subscribe = true, unsubscribe = true };
        var rules = filters.Select(filter => Rule("publishClientReceive", filter)).ToArray();
        var document = new
        {
            defaultACLAccess = allowed,
            clients = field.Consumers.Select(consumer => Client(field, consumer, consumer.ToString()))
                .Prepend(Client(field, field.Operator, OperatorRole)),
            groups = Array.Empty<object>(),
            roles = field.Consumers.Select(consumer => new { rolename = consumer.ToString(), acls = rules })
                .Prepend(new { rolename = OperatorRole, acls = new[] { Rule("publishClientSend", "#") } }),
        };
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, document, cancellationToken: cancellationToken);
    }

    private static object Client(GrantField field, Cryptography.Address wallet, string role)
    {
        var salt = RandomNumberGenerator.GetBytes(12);
        var hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(field.Token(wallet)), salt, Iterations, HashAlgorithmName.SHA512, 64);
        return new
        {
            username = wallet.ToString(),
            salt = Convert.ToBase64String(salt),
            password = Convert.ToBase64String(hash),
            iterations = Iterations,
            roles = new[] { new { rolename = role } },
        };
    }

    private static object Rule(string kind, string topic) => new { acltype = kind, topic, allow = true };
}

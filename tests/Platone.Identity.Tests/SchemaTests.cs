using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Platone.Identity.Store;

namespace Platone.Identity.Tests;

public sealed partial class SchemaTests
{
    [Fact]
    public void The_schema_is_what_the_model_says()
    {
        var options = new DbContextOptionsBuilder<IdentityStore>();
        IdentityStore.Use(options, "unused.db");
        using var store = new IdentityStore(options.Options);

        Assert.Equal(Statements(store.Database.GenerateCreateScript()), Statements(IdentityStore.Schema));
    }

    private static IEnumerable<string> Statements(string script) =>
        Comment().Replace(script, "").Split(';').Select(statement => Space().Replace(statement, " ").Trim()).Where(statement => statement.Length > 0)
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("^--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

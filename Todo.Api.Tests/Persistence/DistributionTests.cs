using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Persistence;

/// <summary>
/// That the data of a user could lie together on a machine of its own (docs/scaling.md): keys begin with the user, nothing points from one user to
/// another, and a statement says whose data it wants. What is otherwise is named here, with the reason.
/// </summary>
public sealed partial class DistributionTests(TodoApi api)
{
    /// <summary>Keys that do not begin with the user.</summary>
    private static readonly Dictionary<string, string> OtherKeys = new()
    {
        ["pk_refresh_tokens"] = "a client sends its refresh token and nothing else",
        ["ix_users_email"] = "an address is taken once among all accounts",
    };

    /// <summary>Files with statements that do not name one user.</summary>
    private static readonly Dictionary<string, string> OtherStatements = new()
    {
        ["LoginEndpoint.cs"] = "finds an account by its address; local accounts only",
        ["RefreshEndpoint.cs"] = "finds a session by its token; local accounts only",
        ["RefreshTokens.cs"] = "revokes the sessions that come from one sign-in; local accounts only",
        ["LogoutEndpoint.cs"] = "hands the table to RefreshTokens",
        ["TrashCleaning.cs"] = "looks for users who have something that is due; what it deletes is of one user at a time",
        ["ReminderRinger.cs"] = "looks for users who have a reminder that is due; what it rings is of one user at a time",
        ["ExpiredKeys.cs"] = "takes away what is old, of all users alike",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Keys_of_the_model_begin_with_the_user()
    {
        var keys = Model().SelectMany(entity => entity.GetKeys()).ToArray();

        Assert.NotEmpty(keys);
        Assert.All(keys.Where(key => !OtherKeys.ContainsKey(key.GetName()!)), key => Assert.True(IsUser(key.Properties[0]), key.GetName()));
    }

    [Fact]
    public void References_of_the_model_stay_within_a_user()
    {
        var references = Model().SelectMany(entity => entity.GetForeignKeys()).ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(
            IsUser(reference.Properties[0]) && IsUser(reference.PrincipalKey.Properties[0]), reference.GetConstraintName()));
    }

    [Fact]
    public async Task In_the_database_so_do_unique_indexes_and_references()
    {
        var unique = await ReadAsync(
            """
            SELECT index.relname, owner.relname || '.' || coalesce(a.attname, 'expression')
            FROM pg_index i JOIN pg_class index ON index.oid = i.indexrelid JOIN pg_class owner ON owner.oid = i.indrelid
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE i.indisunique AND owner.relnamespace = 'public'::regnamespace AND owner.relname <> '__EFMigrationsHistory'
            """);
        var references = await ReadAsync(
            """
            SELECT c.conname || side.name, side.relation::regclass || '.' || a.attname
            FROM pg_constraint c CROSS JOIN LATERAL (VALUES (' from', c.conrelid, c.conkey[1]), (' to', c.confrelid, c.confkey[1])) AS side (name, relation, attribute)
            JOIN pg_attribute a ON a.attrelid = side.relation AND a.attnum = side.attribute WHERE c.contype = 'f'
            """);

        Assert.Equal(OtherKeys.Keys.Order(), unique.Where(index => !IsUser(index.Column)).Select(index => index.Name).Order());
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(IsUser(reference.Column), $"{reference}"));
    }

    [Fact]
    public void Statements_name_the_user()
    {
        var tables = string.Join('|', Model().Select(entity => entity.GetTableName()));
        var sets = string.Join('|', typeof(TodoDbContext).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic).Select(property => property.Name));
        var ofTable = new Regex($@"\b(FROM|JOIN|INTO|UPDATE) ({tables})\b");

        // From the table, also where RefreshTokens was handed it, to the end of what is asked of it.
        var ofSet = new Regex($@"(\bdb\.({sets})\b(?!\.Add\(|\.FromSql\()|\btokens\s+\.Where\()[^;]*");

        var statements = SourceTree.Files().Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal)).SelectMany(file =>
        {
            var code = File.ReadAllText(file);
            var sql = Texts().Matches(code).Where(text => ofTable.IsMatch(text.Value)).Select(text => (text.Value, NamesUser: SqlNamesUser().IsMatch(text.Value)));
            var linq = ofSet.Matches(code).Select(query => (query.Value, NamesUser: LinqNamesUser().IsMatch(query.Value)));
            return sql.Concat(linq).Select(statement => (File: Path.GetFileName(file), Text: statement.Value, statement.NamesUser));
        }).ToArray();

        Assert.True(statements.Length >= 30, $"Only {statements.Length} statements were found.");
        var others = statements.Where(statement => !statement.NamesUser).ToArray();
        Assert.True(
            others.Select(statement => statement.File).ToHashSet().SetEquals(OtherStatements.Keys),
            string.Join("\n\n", others.Select(statement => $"{statement.File}: {statement.Text}")));
    }

    private static bool IsUser(IReadOnlyProperty property) =>
        property.Name == (property.DeclaringType.ClrType == typeof(User) ? nameof(User.Id) : nameof(IOwned.UserId));

    private static bool IsUser(string column) => column == "users.id" || column.EndsWith(".user_id", StringComparison.Ordinal);

    private IEntityType[] Model()
    {
        using var scope = api.Services.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<TodoDbContext>().Model.GetEntityTypes()];
    }

    private async Task<(string Name, string Column)[]> ReadAsync(string sql)
    {
        var rows = new List<(string, string)>();
        await using var command = api.Services.DataSource().CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct))
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return [.. rows];
    }

    [GeneratedRegex(@"\$+(""{3}.*?""{3}|""[^""]*"")", RegexOptions.Singleline)]
    private static partial Regex Texts();

    // A value of the request, a column of the same statement that has one, or the values of a new row.
    [GeneratedRegex(@"\buser_id = (\{|listening\.user_id)|INSERT INTO \w+ \(user_id\b|INSERT INTO users \(id\b")]
    private static partial Regex SqlNamesUser();

    // ListTasksQuery hands the table to Matching, whose first condition is the owner.
    [GeneratedRegex(@"\.OwnedBy\(|\bUserId == |\b(user|owner|known)\.Id == |^db\.Tasks, shape, values")]
    private static partial Regex LinqNamesUser();
}

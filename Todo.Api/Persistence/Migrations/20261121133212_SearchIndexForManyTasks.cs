using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Todo.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SearchIndexForManyTasks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "tasks_created",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // Existing tasks begin as outside the index, which rewrites nothing; the default of the model follows below.
            migrationBuilder.AddColumn<bool>(
                name: "in_search_index",
                table: "tasks",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // Written by hand: the index is on an expression, which EF Core cannot describe (ListTasksSql spells it the same way), and goes
            // before the update, which would have to maintain it. The 300 stand here as a number: a migration does not change with the code.
            // A short list of pending entries is written out in a moment; one of the usual 4 MB has stalled a request for a second.
            migrationBuilder.Sql(
                """
                DROP INDEX ix_tasks_search;

                UPDATE users SET tasks_created = existing.count
                FROM (SELECT user_id, count(*) FROM tasks GROUP BY user_id) existing
                WHERE existing.user_id = users.id;

                UPDATE tasks SET in_search_index = true
                FROM (SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY id) AS number
                      FROM tasks
                      WHERE user_id IN (SELECT id FROM users WHERE tasks_created > 300)) numbered
                WHERE numbered.id = tasks.id AND numbered.number > 300;

                ALTER TABLE tasks ALTER COLUMN in_search_index SET DEFAULT true;

                CREATE INDEX ix_tasks_search ON tasks USING gin (user_id, (title || E'\n' || coalesce(description, '')) gin_trgm_ops)
                WITH (gin_pending_list_limit = 256) WHERE in_search_index;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_in_search_index",
                table: "tasks",
                columns: new[] { "user_id", "in_search_index" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP INDEX ix_tasks_search;
                CREATE INDEX ix_tasks_search ON tasks USING gin (user_id, (title || E'\n' || coalesce(description, '')) gin_trgm_ops);
                """);

            migrationBuilder.DropIndex(
                name: "ix_tasks_in_search_index",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "tasks_created",
                table: "users");

            migrationBuilder.DropColumn(
                name: "in_search_index",
                table: "tasks");
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Todo.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SearchText : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The index is written by hand, as before: EF Core cannot describe it.
            migrationBuilder.Sql("DROP INDEX ix_tasks_search;");

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "tasks",
                type: "text",
                nullable: true,
                computedColumnSql: "lower(title || E'\\n' || coalesce(description, ''))",
                stored: true);

            migrationBuilder.Sql(
                """
                CREATE INDEX ix_tasks_search ON tasks USING gin (user_id, search_text gin_trgm_ops)
                WITH (gin_pending_list_limit = 256) WHERE in_search_index;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // With the column goes the index on it.
            migrationBuilder.DropColumn(
                name: "search_text",
                table: "tasks");

            migrationBuilder.Sql(
                """
                CREATE INDEX ix_tasks_search ON tasks USING gin (user_id, (title || E'\n' || coalesce(description, '')) gin_trgm_ops)
                WITH (gin_pending_list_limit = 256) WHERE in_search_index;
                """);
        }
    }
}

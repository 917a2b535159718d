using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Todo.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FiltersInIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_completed",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_created",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_priority",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_updated",
                table: "tasks");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_completed",
                table: "tasks",
                columns: new[] { "user_id", "completed", "created_at", "id", "priority" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_created",
                table: "tasks",
                columns: new[] { "user_id", "created_at", "id", "priority" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_priority",
                table: "tasks",
                columns: new[] { "user_id", "priority", "id", "completed" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_updated",
                table: "tasks",
                columns: new[] { "user_id", "updated_at", "id", "completed", "priority" });

            // Written by hand: indexes on expressions, which EF Core cannot describe. ListTasksSql spells them the same way.
            migrationBuilder.Sql(
                """
                DROP INDEX ix_tasks_due_asc, ix_tasks_due_desc, ix_tasks_title;
                CREATE INDEX ix_tasks_due_asc ON tasks (user_id, coalesce(due_at, 'infinity'), id, completed, priority);
                CREATE INDEX ix_tasks_due_desc ON tasks (user_id, coalesce(due_at, '-infinity'), id, completed, priority);
                CREATE INDEX ix_tasks_title ON tasks (user_id, lower(title COLLATE "und-x-icu"), id, completed, priority);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_completed",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_created",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_priority",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_updated",
                table: "tasks");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_completed",
                table: "tasks",
                columns: new[] { "user_id", "completed", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_created",
                table: "tasks",
                columns: new[] { "user_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_priority",
                table: "tasks",
                columns: new[] { "user_id", "priority", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_updated",
                table: "tasks",
                columns: new[] { "user_id", "updated_at", "id" });

            migrationBuilder.Sql(
                """
                DROP INDEX ix_tasks_due_asc, ix_tasks_due_desc, ix_tasks_title;
                CREATE INDEX ix_tasks_due_asc ON tasks (user_id, coalesce(due_at, 'infinity'), id);
                CREATE INDEX ix_tasks_due_desc ON tasks (user_id, coalesce(due_at, '-infinity'), id);
                CREATE INDEX ix_tasks_title ON tasks (user_id, lower(title COLLATE "und-x-icu"), id);
                """);
        }
    }
}

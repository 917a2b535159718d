using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Todo.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:btree_gin", ",,")
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.CheckConstraint("ck_users_id", "id <> ''");
                });

            migrationBuilder.CreateTable(
                name: "tasks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    completed = table.Column<bool>(type: "boolean", nullable: false),
                    priority = table.Column<short>(type: "smallint", nullable: false, comment: "1 low, 2 medium, 3 high"),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    due_is_date = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tasks", x => x.id);
                    table.CheckConstraint("ck_tasks_due", "NOT due_is_date OR (due_at IS NOT NULL AND due_at = date_trunc('day', due_at, 'UTC'))");
                    table.CheckConstraint("ck_tasks_priority", "priority BETWEEN 1 AND 3");
                    table.CheckConstraint("ck_tasks_title", "title <> ''");
                    table.ForeignKey(
                        name: "fk_tasks_user",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

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

            // Written by hand: indexes on expressions, which EF Core cannot describe. ListTasksSql spells them the same way.
            migrationBuilder.Sql(
                """
                CREATE INDEX ix_tasks_due_asc ON tasks (user_id, coalesce(due_at, 'infinity'), id);
                CREATE INDEX ix_tasks_due_desc ON tasks (user_id, coalesce(due_at, '-infinity'), id);
                CREATE INDEX ix_tasks_title ON tasks (user_id, lower(title COLLATE "und-x-icu"), id);
                CREATE INDEX ix_tasks_search ON tasks USING gin (user_id, (title || E'\n' || coalesce(description, '')) gin_trgm_ops);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tasks");

            migrationBuilder.DropTable(
                name: "users");
        }
    }
}

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
            // Written by hand, as is everything in SQL here. Not a function in SQL, which PostgreSQL would take apart: this one is dear by its COST, so
            // that a search folds its words once, while it is planned, and not again for each row. First to small letters, because the capital ẞ and the
            // Turkish İ have themselves for capitals.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION fold(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
                BEGIN
                    RETURN upper(lower(normalize(value, NFKC) COLLATE "und-x-icu"));
                END $$;
                """);

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true, comment: "unique without case: ix_users_email, in the migration"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.CheckConstraint("ck_users_account", "(email IS NULL) = (password_hash IS NULL)");
                    table.CheckConstraint("ck_users_id", "id <> ''");
                });

            migrationBuilder.CreateTable(
                name: "refresh_tokens",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of the token"),
                    family = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    spent_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refresh_tokens", x => x.hash);
                    table.ForeignKey(
                        name: "fk_refresh_tokens_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tasks",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    completed = table.Column<bool>(type: "boolean", nullable: false),
                    priority = table.Column<short>(type: "smallint", nullable: false, comment: "1 low, 2 medium, 3 high"),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    due_is_date = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    search_text = table.Column<string>(type: "text", nullable: false, computedColumnSql: "fold(title || E'\\n' || coalesce(description, ''))", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tasks", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_tasks_due", "NOT due_is_date OR (due_at IS NOT NULL AND due_at = date_trunc('day', due_at, 'UTC'))");
                    table.CheckConstraint("ck_tasks_priority", "priority BETWEEN 1 AND 3");
                    table.CheckConstraint("ck_tasks_title", "title <> ''");
                    table.ForeignKey(
                        name: "fk_tasks_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 90);

            migrationBuilder.CreateIndex(
                name: "ix_refresh_tokens_family",
                table: "refresh_tokens",
                column: "family");

            migrationBuilder.CreateIndex(
                name: "ix_refresh_tokens_user_id_expires_at",
                table: "refresh_tokens",
                columns: new[] { "user_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_user_id_created_at_id",
                table: "tasks",
                columns: new[] { "user_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_user_id_priority_id",
                table: "tasks",
                columns: new[] { "user_id", "priority", "id" });

            // Indexes on expressions, which EF Core cannot describe; ListTasksQuery spells them in the same way. The one of e-mails decides who
            // registered first.
            migrationBuilder.Sql(
                """
                CREATE UNIQUE INDEX ix_users_email ON users (fold(email));
                CREATE INDEX ix_tasks_due_asc ON tasks (user_id, coalesce(due_at, TIMESTAMPTZ '9999-12-31T23:59:59.999999Z'), id);
                CREATE INDEX ix_tasks_due_desc ON tasks (user_id, coalesce(due_at, TIMESTAMPTZ '0001-01-01T00:00:00Z'), id);
                CREATE INDEX ix_tasks_title ON tasks (user_id, (fold(title) COLLATE "und-x-icu"), id);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "refresh_tokens");

            migrationBuilder.DropTable(
                name: "tasks");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.Sql("DROP FUNCTION fold(text);");
        }
    }
}

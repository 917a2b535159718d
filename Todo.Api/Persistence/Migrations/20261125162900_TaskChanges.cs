using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Todo.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class TaskChanges : Migration
    {
        // Counts versions, fills search_text and appends to the log, in the transaction of the write and no matter which program writes
        // (docs/adr/0011). It runs at every write, so it is spelled for speed: few expressions, because PL/pgSQL prepares each one anew in each transaction,
        // and a short way for a toggle. Functions are assigned and not performed: PERFORM would run a query.
        //
        // Numbers of one user are given out under a lock of that user, which is kept to the end of the transaction: so they are committed in their
        // order, and a reader that has seen one has seen all before it. The row is locked before, by the write itself. For that order to hold
        // everywhere, who writes several tasks locks all their rows before writing the first: a statement with
        // WHERE id = ANY(ARRAY(SELECT id FROM tasks WHERE … FOR UPDATE)), a transaction with a SELECT … FOR UPDATE of its own. Otherwise one that has
        // the lock of the user waits for a row, and one that has the row for the lock: a deadlock. Tasks of several users are written in one
        // transaction per user for the same reason.
        internal const string RecordTaskChange =
            """
            CREATE FUNCTION record_task_change() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                change smallint := 1;
                old_values jsonb;
                ignored text;
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    NEW.version := 1;
                    NEW.search_text := fold(NEW.title || E'\n' || coalesce(NEW.description, ''));
                ELSIF TG_OP = 'UPDATE' THEN
                    IF (NEW.title, NEW.description, NEW.priority, NEW.due_at, NEW.due_is_date, NEW.deleted_at)
                        IS NOT DISTINCT FROM (OLD.title, OLD.description, OLD.priority, OLD.due_at, OLD.due_is_date, OLD.deleted_at) THEN
                        IF NEW.completed = OLD.completed THEN
                            NEW.version := OLD.version;
                            NEW.updated_at := OLD.updated_at;
                            RETURN NEW;
                        END IF;
                        old_values := jsonb_build_object('completed', OLD.completed);
                    ELSE
                        old_values :=
                            CASE WHEN NEW.title <> OLD.title THEN jsonb_build_object('title', OLD.title) ELSE '{}' END ||
                            CASE WHEN NEW.description IS DISTINCT FROM OLD.description THEN jsonb_build_object('description', OLD.description) ELSE '{}' END ||
                            CASE WHEN NEW.completed <> OLD.completed THEN jsonb_build_object('completed', OLD.completed) ELSE '{}' END ||
                            CASE WHEN NEW.priority <> OLD.priority THEN jsonb_build_object('priority', OLD.priority) ELSE '{}' END ||
                            CASE WHEN NEW.due_at IS DISTINCT FROM OLD.due_at THEN jsonb_build_object('due_at', OLD.due_at AT TIME ZONE 'UTC') ELSE '{}' END ||
                            CASE WHEN NEW.due_is_date <> OLD.due_is_date THEN jsonb_build_object('due_is_date', OLD.due_is_date) ELSE '{}' END ||
                            CASE WHEN NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN jsonb_build_object('deleted_at', OLD.deleted_at AT TIME ZONE 'UTC') ELSE '{}' END;
                        IF old_values ?| '{title,description}' THEN
                            NEW.search_text := fold(NEW.title || E'\n' || coalesce(NEW.description, ''));
                        END IF;
                    END IF;

                    -- A clock that was set back does not set a task back.
                    NEW.version := OLD.version + 1;
                    NEW.updated_at := greatest(CASE WHEN NEW.updated_at = OLD.updated_at THEN clock_timestamp() ELSE NEW.updated_at END, OLD.updated_at + interval '1 microsecond');
                    change := CASE
                        WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL THEN 5
                        WHEN OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL THEN 6
                        WHEN NEW.completed AND NOT OLD.completed THEN 3
                        WHEN OLD.completed AND NOT NEW.completed THEN 4
                        ELSE 2 END;
                ELSE
                    -- The texts leave the log with the task. The rows stay, for tokens that point at them.
                    ignored := pg_advisory_xact_lock(hashtextextended(OLD.user_id, 13));
                    INSERT INTO task_changes (user_id, task_id, type) VALUES (OLD.user_id, OLD.id, 7);
                    UPDATE task_changes SET before = NULL, after = NULL WHERE user_id = OLD.user_id AND task_id = OLD.id AND after IS NOT NULL;
                    RETURN OLD;
                END IF;

                ignored := pg_advisory_xact_lock(hashtextextended(NEW.user_id, 13));
                INSERT INTO task_changes (user_id, task_id, type, before, after)
                VALUES (NEW.user_id, NEW.id, change, old_values, jsonb_build_object(
                    'title', NEW.title, 'description', NEW.description, 'completed', NEW.completed, 'priority', NEW.priority,
                    'due_at', NEW.due_at AT TIME ZONE 'UTC', 'due_is_date', NEW.due_is_date, 'version', NEW.version,
                    'created_at', NEW.created_at AT TIME ZONE 'UTC', 'updated_at', NEW.updated_at AT TIME ZONE 'UTC', 'deleted_at', NEW.deleted_at AT TIME ZONE 'UTC'));
                RETURN NEW;
            END $$;

            CREATE TRIGGER record_task_change BEFORE INSERT OR UPDATE OR DELETE ON tasks FOR EACH ROW EXECUTE FUNCTION record_task_change();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_user_id_created_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_user_id_priority_id",
                table: "tasks");

            // Written by hand, as is everything in SQL here. The trigger fills search_text now: before an update that has a trigger, PostgreSQL computes
            // stored generated columns anew each time, whether or not their sources changed. Where there is nothing but ASCII, capitals are all there is to fold,
            // and that is most of what people write.
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION fold(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
                BEGIN
                    IF octet_length(value) = length(value) THEN
                        RETURN upper(value COLLATE "C");
                    END IF;
                    RETURN upper(lower(normalize(value, NFKC) COLLATE "und-x-icu"));
                END $$;

                ALTER TABLE tasks ALTER COLUMN search_text DROP EXPRESSION;

                DROP INDEX ix_tasks_due_asc, ix_tasks_due_desc, ix_tasks_title;
                """);

            migrationBuilder.AddColumn<DateTime>(
                name: "deleted_at",
                table: "tasks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "tasks",
                type: "bigint",
                nullable: false,
                defaultValue: 1L);

            migrationBuilder.CreateTable(
                name: "task_changes",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    task_id = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<short>(type: "smallint", nullable: false, comment: "1 created, 2 updated, 3 completed, 4 reopened, 5 deleted, 6 restored, 7 purged"),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    after = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_changes", x => new { x.user_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_deleted_at",
                table: "tasks",
                column: "deleted_at",
                filter: "deleted_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_user_id_created_at_id_priority",
                table: "tasks",
                columns: new[] { "user_id", "created_at", "id", "priority" },
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_user_id_deleted_at_id",
                table: "tasks",
                columns: new[] { "user_id", "deleted_at", "id" },
                filter: "deleted_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_user_id_priority_id",
                table: "tasks",
                columns: new[] { "user_id", "priority", "id" },
                filter: "deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_task_changes_user_id_task_id_id",
                table: "task_changes",
                columns: new[] { "user_id", "task_id", "id" });

            // Indexes on expressions, as in the first migration, and without the trash. The priority at the end of an index lets a list with that filter pass over
            // other tasks without reading their rows.
            migrationBuilder.Sql(
                """
                CREATE INDEX ix_tasks_due_asc ON tasks (user_id, coalesce(due_at, TIMESTAMPTZ '9999-12-31T23:59:59.999999Z'), id, priority) WHERE deleted_at IS NULL;
                CREATE INDEX ix_tasks_due_desc ON tasks (user_id, coalesce(due_at, TIMESTAMPTZ '0001-01-01T00:00:00Z'), id, priority) WHERE deleted_at IS NULL;
                CREATE INDEX ix_tasks_title ON tasks (user_id, (fold(title) COLLATE "und-x-icu"), id) WHERE deleted_at IS NULL;
                """);

            migrationBuilder.Sql(RecordTaskChange);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // What is in the trash is deleted for good: without deleted_at it would be back.
            migrationBuilder.Sql(
                """
                DROP TRIGGER record_task_change ON tasks;
                DROP FUNCTION record_task_change();
                DELETE FROM tasks WHERE deleted_at IS NOT NULL;

                DROP INDEX ix_tasks_due_asc, ix_tasks_due_desc, ix_tasks_title;
                """);

            migrationBuilder.DropTable(
                name: "task_changes");

            migrationBuilder.DropIndex(
                name: "ix_tasks_deleted_at",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_user_id_created_at_id_priority",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_user_id_deleted_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_user_id_priority_id",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "deleted_at",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "version",
                table: "tasks");

            migrationBuilder.Sql(
                """
                ALTER TABLE tasks DROP COLUMN search_text;
                ALTER TABLE tasks ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (fold(title || E'\n' || coalesce(description, ''))) STORED;

                CREATE INDEX ix_tasks_due_asc ON tasks (user_id, coalesce(due_at, TIMESTAMPTZ '9999-12-31T23:59:59.999999Z'), id);
                CREATE INDEX ix_tasks_due_desc ON tasks (user_id, coalesce(due_at, TIMESTAMPTZ '0001-01-01T00:00:00Z'), id);
                CREATE INDEX ix_tasks_title ON tasks (user_id, (fold(title) COLLATE "und-x-icu"), id);
                """);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_user_id_created_at_id",
                table: "tasks",
                columns: new[] { "user_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_user_id_priority_id",
                table: "tasks",
                columns: new[] { "user_id", "priority", "id" });
        }
    }
}

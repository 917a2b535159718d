using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Todo.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Organising : Migration
    {
        // As before (TaskChanges), with the members that organise: what only some tasks have is in the log only where they have it. A change of its counts alone gives
        // a task a version and a row without members, which is no history. Whatever gives tasks a parent, tags or a new place has the lock of their user first.
        private const string RecordTaskChange =
            """
            CREATE OR REPLACE FUNCTION record_task_change() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                change smallint := 1;
                old_values jsonb;
                problem text;
                ignored boolean;
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    -- The texts leave the log with the task. The rows stay, for tokens that point at them.
                    ignored := lock_tasks_of(OLD.user_id);
                    INSERT INTO task_changes (user_id, task_id, type) VALUES (OLD.user_id, OLD.id, 7);
                    UPDATE task_changes SET before = NULL, after = NULL WHERE user_id = OLD.user_id AND task_id = OLD.id AND after IS NOT NULL;
                    RETURN OLD;
                END IF;

                IF TG_OP = 'UPDATE' THEN
                    IF (NEW.title, NEW.description, NEW.priority, NEW.due_at, NEW.due_is_date, NEW.deleted_at, NEW.tags, NEW.list_id, NEW.parent_id, NEW.moved_to,
                        NEW.recurrence, NEW.recurrence_from, NEW.time_zone, NEW.series_start, NEW.series_index, NEW.reminders)
                        IS NOT DISTINCT FROM (OLD.title, OLD.description, OLD.priority, OLD.due_at, OLD.due_is_date, OLD.deleted_at, OLD.tags, OLD.list_id, OLD.parent_id, OLD.moved_to,
                        OLD.recurrence, OLD.recurrence_from, OLD.time_zone, OLD.series_start, OLD.series_index, OLD.reminders) THEN
                        IF NEW.completed <> OLD.completed THEN
                            old_values := jsonb_build_object('completed', OLD.completed);
                        ELSIF (NEW.subtasks_total, NEW.subtasks_completed, NEW.next_task_id) IS DISTINCT FROM (OLD.subtasks_total, OLD.subtasks_completed, OLD.next_task_id) THEN
                            old_values := '{}';
                        ELSE
                            NEW.version := OLD.version;
                            NEW.updated_at := OLD.updated_at;
                            RETURN NEW;
                        END IF;
                    ELSE
                        ignored := lock_tasks_of(NEW.user_id);
                        IF NEW.tags IS DISTINCT FROM OLD.tags THEN
                            NEW.tags := known_tags(NEW.user_id, NEW.tags);
                            NEW.tag_keys := fold_all(NEW.tags);
                        END IF;

                        IF OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL THEN
                            -- What went along with it comes back with it. A parent that is gone by now is none.
                            IF OLD.subtasks_total > 0 THEN
                                SELECT count(*), count(*) FILTER (WHERE completed) INTO NEW.subtasks_total, NEW.subtasks_completed
                                FROM tasks WHERE user_id = OLD.user_id AND parent_id = OLD.id AND trashed_with = coalesce(OLD.trashed_with, OLD.id);
                            END IF;
                            IF parent_problem(NEW.user_id, NEW.id, NEW.parent_id, coalesce(OLD.trashed_with, OLD.id)) IS NOT NULL THEN
                                NEW.parent_id := NULL;
                            END IF;
                            NEW.trashed_with := NULL;

                            -- Moves leave it its place; an undone one may not have. Where it was created no move goes to.
                            IF NEW.moved_to IS NOT NULL AND EXISTS (
                                SELECT FROM tasks WHERE user_id = NEW.user_id AND deleted_at IS NULL AND coalesce(moved_to, task_position(id)) COLLATE "C" = NEW.moved_to) THEN
                                NEW.moved_to := NULL;
                            END IF;
                        ELSIF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN
                            problem := parent_problem(NEW.user_id, NEW.id, NEW.parent_id, NULL);
                        END IF;

                        old_values :=
                            CASE WHEN NEW.title <> OLD.title THEN jsonb_build_object('title', OLD.title) ELSE '{}' END ||
                            CASE WHEN NEW.description IS DISTINCT FROM OLD.description THEN jsonb_build_object('description', OLD.description) ELSE '{}' END ||
                            CASE WHEN NEW.completed <> OLD.completed THEN jsonb_build_object('completed', OLD.completed) ELSE '{}' END ||
                            CASE WHEN NEW.priority <> OLD.priority THEN jsonb_build_object('priority', OLD.priority) ELSE '{}' END ||
                            CASE WHEN NEW.due_at IS DISTINCT FROM OLD.due_at THEN jsonb_build_object('due_at', OLD.due_at AT TIME ZONE 'UTC') ELSE '{}' END ||
                            CASE WHEN NEW.due_is_date <> OLD.due_is_date THEN jsonb_build_object('due_is_date', OLD.due_is_date) ELSE '{}' END ||
                            CASE WHEN NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN jsonb_build_object('deleted_at', OLD.deleted_at AT TIME ZONE 'UTC') ELSE '{}' END;
                        IF (NEW.tags, NEW.list_id, NEW.parent_id, NEW.moved_to, NEW.recurrence, NEW.recurrence_from, NEW.time_zone, NEW.series_start, NEW.series_index, NEW.reminders)
                            IS DISTINCT FROM (OLD.tags, OLD.list_id, OLD.parent_id, OLD.moved_to, OLD.recurrence, OLD.recurrence_from, OLD.time_zone, OLD.series_start, OLD.series_index, OLD.reminders) THEN
                            old_values := old_values ||
                                CASE WHEN NEW.tags <> OLD.tags THEN jsonb_build_object('tags', OLD.tags) ELSE '{}' END ||
                                CASE WHEN NEW.list_id IS DISTINCT FROM OLD.list_id THEN jsonb_build_object('list_id', OLD.list_id) ELSE '{}' END ||
                                CASE WHEN NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN jsonb_build_object('parent_id', OLD.parent_id) ELSE '{}' END ||
                                CASE WHEN NEW.moved_to IS DISTINCT FROM OLD.moved_to THEN jsonb_build_object('moved_to', OLD.moved_to) ELSE '{}' END ||
                                CASE WHEN NEW.recurrence IS DISTINCT FROM OLD.recurrence THEN jsonb_build_object('recurrence', OLD.recurrence) ELSE '{}' END ||
                                CASE WHEN NEW.recurrence_from IS DISTINCT FROM OLD.recurrence_from THEN jsonb_build_object('recurrence_from', OLD.recurrence_from) ELSE '{}' END ||
                                CASE WHEN NEW.time_zone IS DISTINCT FROM OLD.time_zone THEN jsonb_build_object('time_zone', OLD.time_zone) ELSE '{}' END ||
                                CASE WHEN NEW.series_start IS DISTINCT FROM OLD.series_start THEN jsonb_build_object('series_start', OLD.series_start AT TIME ZONE 'UTC') ELSE '{}' END ||
                                CASE WHEN NEW.series_index IS DISTINCT FROM OLD.series_index THEN jsonb_build_object('series_index', OLD.series_index) ELSE '{}' END ||
                                CASE WHEN NEW.reminders IS DISTINCT FROM OLD.reminders THEN jsonb_build_object('reminders', OLD.reminders) ELSE '{}' END;
                        END IF;
                        IF old_values ?| '{title,description,tags}' THEN
                            NEW.search_text := search_text_of(NEW.title, NEW.description, NEW.tag_keys);
                        ELSIF old_values = '{}' THEN
                            -- The same tags in another spelling.
                            NEW.version := OLD.version;
                            NEW.updated_at := OLD.updated_at;
                            RETURN NEW;
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
                    NEW.version := 1;
                    IF NEW.tags <> '{}' OR NEW.parent_id IS NOT NULL THEN
                        ignored := lock_tasks_of(NEW.user_id);
                        NEW.tags := known_tags(NEW.user_id, NEW.tags);
                        NEW.tag_keys := fold_all(NEW.tags);
                        problem := parent_problem(NEW.user_id, NEW.id, NEW.parent_id, NULL);
                    END IF;
                    NEW.search_text := search_text_of(NEW.title, NEW.description, NEW.tag_keys);
                END IF;

                IF problem IS NOT NULL THEN
                    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = problem, MESSAGE = 'The task cannot have this parent';
                END IF;

                ignored := lock_tasks_of(NEW.user_id);
                INSERT INTO task_changes (user_id, task_id, type, before, after)
                VALUES (NEW.user_id, NEW.id, change, old_values, task_snapshot(NEW));
                RETURN NEW;
            END $$;
            """;

        // What counts, trashes, restores and reminds comes after the row: these write other rows.
        private const string FollowTask =
            """
            -- Of the parents and lists that a task leaves and joins.
            CREATE FUNCTION count_task() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                owner text := coalesce(NEW.user_id, OLD.user_id);
                was smallint := CASE WHEN TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL THEN 1 ELSE 0 END;
                now_is smallint := CASE WHEN TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN 1 ELSE 0 END;
                at timestamptz := coalesce(NEW.updated_at, clock_timestamp());
            BEGIN
                -- Of a task that comes back with its parent, the parent has counted it.
                IF NOT (TG_OP = 'UPDATE' AND OLD.trashed_with IS NOT NULL AND NEW.trashed_with IS NULL AND pg_trigger_depth() > 1) THEN
                    UPDATE tasks SET subtasks_total = subtasks_total + more, subtasks_completed = subtasks_completed + more_completed, updated_at = at
                    FROM (
                        SELECT id AS parent, sum(more) AS more, sum(CASE WHEN is_completed THEN more ELSE 0 END) AS more_completed
                        FROM (VALUES (OLD.parent_id, -was, OLD.completed), (NEW.parent_id, now_is, NEW.completed)) AS counts (id, more, is_completed)
                        WHERE id IS NOT NULL GROUP BY id) AS parents
                    WHERE user_id = owner AND id = parent AND deleted_at IS NULL AND (more <> 0 OR more_completed <> 0);
                END IF;

                UPDATE lists SET total = total + more, open = open + more_open, updated_at = at
                FROM (
                    SELECT id AS list, sum(more) AS more, sum(CASE WHEN is_completed THEN 0 ELSE more END) AS more_open
                    FROM (VALUES (OLD.list_id, -was, OLD.completed), (NEW.list_id, now_is, NEW.completed)) AS counts (id, more, is_completed)
                    WHERE id IS NOT NULL GROUP BY id) AS changed
                WHERE user_id = owner AND id = list AND (more <> 0 OR more_open <> 0);
                RETURN NULL;
            END $$;

            CREATE TRIGGER count_new_task AFTER INSERT ON tasks FOR EACH ROW
                WHEN (NEW.parent_id IS NOT NULL OR NEW.list_id IS NOT NULL) EXECUTE FUNCTION count_task();
            CREATE TRIGGER count_changed_task AFTER UPDATE ON tasks FOR EACH ROW
                WHEN ((OLD.parent_id IS NOT NULL OR OLD.list_id IS NOT NULL OR NEW.parent_id IS NOT NULL OR NEW.list_id IS NOT NULL)
                    AND (OLD.parent_id, OLD.list_id, OLD.completed, OLD.deleted_at) IS DISTINCT FROM (NEW.parent_id, NEW.list_id, NEW.completed, NEW.deleted_at))
                EXECUTE FUNCTION count_task();
            CREATE TRIGGER count_removed_task AFTER DELETE ON tasks FOR EACH ROW
                WHEN (OLD.deleted_at IS NULL AND (OLD.parent_id IS NOT NULL OR OLD.list_id IS NOT NULL)) EXECUTE FUNCTION count_task();

            -- A level at a time: what is trashed or restored here does the same to what is below it.
            CREATE FUNCTION take_subtasks_along() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                root bigint := coalesce(NEW.trashed_with, OLD.trashed_with, NEW.id);
            BEGIN
                IF NEW.deleted_at IS NOT NULL THEN
                    UPDATE tasks SET deleted_at = NEW.deleted_at, trashed_with = root, updated_at = NEW.updated_at
                    WHERE user_id = NEW.user_id AND parent_id = NEW.id AND deleted_at IS NULL;
                ELSE
                    UPDATE tasks SET deleted_at = NULL, updated_at = NEW.updated_at
                    WHERE user_id = NEW.user_id AND parent_id = NEW.id AND deleted_at IS NOT NULL AND trashed_with = root;
                END IF;
                RETURN NULL;
            END $$;

            CREATE TRIGGER take_subtasks_along AFTER UPDATE ON tasks FOR EACH ROW
                WHEN (OLD.subtasks_total > 0 AND (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)) EXECUTE FUNCTION take_subtasks_along();

            -- Those that are still to come. A relative one of a date counts from midnight in the task's time zone.
            CREATE FUNCTION arm_reminders() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    DELETE FROM pending_reminders WHERE user_id = NEW.user_id AND task_id = NEW.id;
                END IF;
                IF NEW.completed OR NEW.deleted_at IS NOT NULL OR NEW.reminders IS NULL THEN
                    RETURN NULL;
                END IF;

                INSERT INTO pending_reminders (user_id, task_id, rings_at)
                SELECT DISTINCT NEW.user_id, NEW.id, at
                FROM (
                    SELECT coalesce(
                        (reminder ->> 'at')::timestamptz,
                        CASE WHEN NEW.due_is_date THEN NEW.due_at AT TIME ZONE 'UTC' AT TIME ZONE coalesce(NEW.time_zone, 'UTC') ELSE NEW.due_at END
                            - make_interval(mins => (reminder ->> 'before_minutes')::int)) AS at
                    FROM jsonb_array_elements(NEW.reminders) AS reminder) AS reminders
                WHERE at > NEW.updated_at;
                RETURN NULL;
            END $$;

            CREATE TRIGGER arm_first_reminders AFTER INSERT ON tasks FOR EACH ROW WHEN (NEW.reminders IS NOT NULL) EXECUTE FUNCTION arm_reminders();
            CREATE TRIGGER arm_reminders AFTER UPDATE ON tasks FOR EACH ROW
                WHEN ((OLD.reminders IS NOT NULL OR NEW.reminders IS NOT NULL)
                    AND (OLD.reminders, OLD.due_at, OLD.due_is_date, OLD.time_zone, OLD.completed, OLD.deleted_at)
                        IS DISTINCT FROM (NEW.reminders, NEW.due_at, NEW.due_is_date, NEW.time_zone, NEW.completed, NEW.deleted_at))
                EXECUTE FUNCTION arm_reminders();
            """;

        private const string Functions =
            """
            -- Until the end of the transaction, so that this user's changes come one after the other. A statement that writes tasks has it among its
            -- conditions, and so gets it before it locks a row; then the trigger may write other rows of the user. Written as it is, it is taken apart and costs no call.
            CREATE FUNCTION lock_tasks_of(owner text) RETURNS boolean LANGUAGE sql AS $$
                SELECT pg_advisory_xact_lock(hashtextextended(owner, 13))::text = ''
            $$;

            -- The same where it is free; false, without waiting, where it is not.
            CREATE FUNCTION try_lock_tasks_of(owner text) RETURNS boolean LANGUAGE sql AS $$
                SELECT pg_try_advisory_xact_lock(hashtextextended(owner, 13))
            $$;

            CREATE FUNCTION fold_all(names text[]) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
            BEGIN
                RETURN ARRAY(SELECT fold(name) FROM unnest(names) WITH ORDINALITY AS given (name, place) ORDER BY place);
            END $$;

            -- Written as they are, they are taken apart, and the names folded once for all tasks.
            CREATE FUNCTION has_all_tags(keys text[], names text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT keys @> fold_all(names) $$;
            CREATE FUNCTION has_any_tag(keys text[], names text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT keys && fold_all(names) $$;

            -- In the spelling that the user gave each first, and each once.
            CREATE FUNCTION known_tags(owner text, names text[]) RETURNS text[] LANGUAGE plpgsql AS $$
            BEGIN
                IF names = '{}' THEN
                    RETURN names;
                END IF;

                INSERT INTO tags (user_id, key, name) SELECT owner, fold(name), name FROM unnest(names) AS name ON CONFLICT DO NOTHING;
                RETURN ARRAY(
                    SELECT tags.name FROM unnest(fold_all(names)) WITH ORDINALITY AS given (key, place) JOIN tags ON tags.user_id = owner AND tags.key = given.key
                    GROUP BY tags.name ORDER BY min(place));
            END $$;

            CREATE FUNCTION search_text_of(title text, description text, tag_keys text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
            BEGIN
                RETURN fold(title || E'\n' || coalesce(description, '')) || CASE WHEN tag_keys = '{}' THEN '' ELSE E'\n' || array_to_string(tag_keys, E'\n') END;
            END $$;

            -- As TaskPosition spells an id.
            CREATE FUNCTION task_position(id bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                SELECT chr(96 + length(id::text)) || id::text
            $$;

            -- The constraint that a parent would break; nothing where it may be the parent. One that is not there at all is left to the foreign key.
            -- What is in the trash has no level, but for what comes back along with the task: that which went there with the same one.
            CREATE FUNCTION parent_problem(owner text, task bigint, parent bigint, along bigint) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE
                ancestor tasks;
                levels int := 0;
            BEGIN
                IF parent IS NULL THEN
                    RETURN NULL;
                END IF;

                SELECT * INTO ancestor FROM tasks WHERE user_id = owner AND id = parent;
                IF ancestor.deleted_at IS NOT NULL THEN
                    RETURN 'tasks_parent_live';
                END IF;

                WHILE ancestor.id IS NOT NULL LOOP
                    IF ancestor.id = task THEN
                        RETURN 'tasks_parent_cycle';
                    END IF;
                    levels := levels + 1;
                    SELECT * INTO ancestor FROM tasks WHERE user_id = owner AND id = ancestor.parent_id;
                END LOOP;

                levels := levels + (
                    WITH RECURSIVE tree AS (
                        SELECT task AS id, 1 AS level
                        UNION ALL
                        SELECT child.id, level + 1 FROM tree JOIN tasks AS child ON child.user_id = owner AND child.parent_id = tree.id
                        WHERE level <= 4 AND (child.deleted_at IS NULL OR child.trashed_with = along))
                    SELECT max(level) FROM tree);
                RETURN CASE WHEN levels > 4 THEN 'tasks_levels' END;
            END $$;

            -- What the log keeps of a task. Times are in UTC, without saying so.
            CREATE FUNCTION task_snapshot(task tasks) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
            BEGIN
                RETURN jsonb_build_object(
                    'title', task.title, 'description', task.description, 'completed', task.completed, 'priority', task.priority,
                    'due_at', task.due_at AT TIME ZONE 'UTC', 'due_is_date', task.due_is_date, 'version', task.version,
                    'created_at', task.created_at AT TIME ZONE 'UTC', 'updated_at', task.updated_at AT TIME ZONE 'UTC', 'deleted_at', task.deleted_at AT TIME ZONE 'UTC')
                    || CASE WHEN task.list_id IS NULL AND task.parent_id IS NULL AND task.tags = '{}' AND task.subtasks_total = 0 AND task.moved_to IS NULL
                            AND task.recurrence IS NULL AND task.time_zone IS NULL AND task.next_task_id IS NULL AND task.reminders IS NULL THEN '{}'
                        ELSE jsonb_strip_nulls(jsonb_build_object(
                            'tags', task.tags, 'list_id', task.list_id, 'parent_id', task.parent_id,
                            'subtasks_total', task.subtasks_total, 'subtasks_completed', task.subtasks_completed, 'moved_to', task.moved_to,
                            'recurrence', task.recurrence, 'recurrence_from', task.recurrence_from, 'time_zone', task.time_zone,
                            'series_start', task.series_start AT TIME ZONE 'UTC', 'series_index', task.series_index, 'next_task_id', task.next_task_id))
                            || CASE WHEN task.reminders IS NULL THEN '{}' ELSE jsonb_build_object('reminders', task.reminders) END
                        END;
            END $$;
            """;

        private const string VersionOfList =
            """
            CREATE FUNCTION set_list_version() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (NEW.name, NEW.color, NEW.open, NEW.total) IS NOT DISTINCT FROM (OLD.name, OLD.color, OLD.open, OLD.total) THEN
                    NEW.version := OLD.version;
                    NEW.updated_at := OLD.updated_at;
                ELSE
                    NEW.version := OLD.version + 1;
                    NEW.updated_at := greatest(NEW.updated_at, OLD.updated_at + interval '1 microsecond');
                END IF;
                RETURN NEW;
            END $$;

            CREATE TRIGGER set_list_version BEFORE UPDATE ON lists FOR EACH ROW EXECUTE FUNCTION set_list_version();
            """;

        private const string ForeignKeys =
            """
            ALTER TABLE tasks
                ADD CONSTRAINT fk_tasks_lists FOREIGN KEY (user_id, list_id) REFERENCES lists (user_id, id) ON DELETE SET NULL (list_id),
                ADD CONSTRAINT fk_tasks_parents FOREIGN KEY (user_id, parent_id) REFERENCES tasks (user_id, id) ON DELETE SET NULL (parent_id);

            CREATE UNIQUE INDEX ix_tasks_position ON tasks (user_id, (coalesce(moved_to, task_position(id)) COLLATE "C")) WHERE deleted_at IS NULL;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "list_id",
                table: "tasks",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "moved_to",
                table: "tasks",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "next_task_id",
                table: "tasks",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "parent_id",
                table: "tasks",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "recurrence",
                table: "tasks",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "recurrence_from",
                table: "tasks",
                type: "smallint",
                nullable: true,
                comment: "1 due, 2 completion");

            migrationBuilder.AddColumn<string>(
                name: "reminders",
                table: "tasks",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "series_index",
                table: "tasks",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "series_start",
                table: "tasks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "subtasks_completed",
                table: "tasks",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "subtasks_total",
                table: "tasks",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string[]>(
                name: "tag_keys",
                table: "tasks",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string[]>(
                name: "tags",
                table: "tasks",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "tasks",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "trashed_with",
                table: "tasks",
                type: "bigint",
                nullable: true);

            migrationBuilder.AlterColumn<short>(
                name: "type",
                table: "task_changes",
                type: "smallint",
                nullable: false,
                comment: "1 created, 2 updated, 3 completed, 4 reopened, 5 deleted, 6 restored, 7 purged, 8 reminder",
                oldClrType: typeof(short),
                oldType: "smallint",
                oldComment: "1 created, 2 updated, 3 completed, 4 reopened, 5 deleted, 6 restored, 7 purged");

            migrationBuilder.CreateTable(
                name: "lists",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    color = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: true),
                    open = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    total = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    version = table.Column<long>(type: "bigint", nullable: false, defaultValue: 1L),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lists", x => new { x.user_id, x.id });
                    table.CheckConstraint("ck_lists_name", "name <> ''");
                    table.ForeignKey(
                        name: "fk_lists_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pending_reminders",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    task_id = table.Column<long>(type: "bigint", nullable: false),
                    rings_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_reminders", x => new { x.user_id, x.task_id, x.rings_at });
                    table.ForeignKey(
                        name: "fk_pending_reminders_tasks_user_id_task_id",
                        columns: x => new { x.user_id, x.task_id },
                        principalTable: "tasks",
                        principalColumns: new[] { "user_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tags",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tags", x => new { x.user_id, x.key });
                    table.ForeignKey(
                        name: "fk_tags_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_user_id_list_id_created_at_id",
                table: "tasks",
                columns: new[] { "user_id", "list_id", "created_at", "id" },
                filter: "list_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_user_id_parent_id_created_at_id",
                table: "tasks",
                columns: new[] { "user_id", "parent_id", "created_at", "id" },
                filter: "parent_id IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_tasks_recurrence",
                table: "tasks",
                sql: "recurrence IS NULL OR due_at IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_tasks_reminders",
                table: "tasks",
                sql: "due_at IS NOT NULL OR reminders IS NULL OR NOT jsonb_path_exists(reminders, '$[*].before_minutes')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_tasks_tags",
                table: "tasks",
                sql: "cardinality(tags) <= 20");

            migrationBuilder.CreateIndex(
                name: "ix_pending_reminders_rings_at",
                table: "pending_reminders",
                column: "rings_at");

            // Written by hand, as is everything in SQL here: EF Core knows no SET NULL of one column.
            migrationBuilder.Sql(Functions);
            migrationBuilder.Sql(ForeignKeys);
            migrationBuilder.Sql(RecordTaskChange);
            migrationBuilder.Sql(FollowTask);
            migrationBuilder.Sql(VersionOfList);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // What is in the trash with another task stays there.
            migrationBuilder.Sql(
                """
                DROP TRIGGER count_new_task ON tasks;
                DROP TRIGGER count_changed_task ON tasks;
                DROP TRIGGER count_removed_task ON tasks;
                DROP TRIGGER take_subtasks_along ON tasks;
                DROP TRIGGER arm_first_reminders ON tasks;
                DROP TRIGGER arm_reminders ON tasks;
                DROP TRIGGER set_list_version ON lists;
                DROP TRIGGER record_task_change ON tasks;
                DROP FUNCTION count_task(), take_subtasks_along(), arm_reminders(), set_list_version(), record_task_change(), task_snapshot(tasks), parent_problem(text, bigint, bigint, bigint),
                    search_text_of(text, text, text[]), known_tags(text, text[]), has_all_tags(text[], text[]), has_any_tag(text[], text[]), fold_all(text[]), lock_tasks_of(text), try_lock_tasks_of(text);
                UPDATE tasks SET search_text = fold(title || E'\n' || coalesce(description, '')) WHERE tags <> '{}';
                DELETE FROM task_changes WHERE type = 8;
                DROP INDEX ix_tasks_position;
                DROP FUNCTION task_position(bigint);
                """);
            migrationBuilder.Sql(TaskChanges.RecordTaskChange);

            migrationBuilder.DropForeignKey(
                name: "fk_tasks_lists",
                table: "tasks");

            migrationBuilder.DropForeignKey(
                name: "fk_tasks_parents",
                table: "tasks");

            migrationBuilder.DropTable(
                name: "lists");

            migrationBuilder.DropTable(
                name: "pending_reminders");

            migrationBuilder.DropTable(
                name: "tags");

            migrationBuilder.DropIndex(
                name: "ix_tasks_user_id_list_id_created_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_user_id_parent_id_created_at_id",
                table: "tasks");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tasks_recurrence",
                table: "tasks");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tasks_reminders",
                table: "tasks");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tasks_tags",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "list_id",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "moved_to",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "next_task_id",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "parent_id",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "recurrence",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "recurrence_from",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "reminders",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "series_index",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "series_start",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "subtasks_completed",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "subtasks_total",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "tag_keys",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "tags",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "time_zone",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "trashed_with",
                table: "tasks");

            migrationBuilder.AlterColumn<short>(
                name: "type",
                table: "task_changes",
                type: "smallint",
                nullable: false,
                comment: "1 created, 2 updated, 3 completed, 4 reopened, 5 deleted, 6 restored, 7 purged",
                oldClrType: typeof(short),
                oldType: "smallint",
                oldComment: "1 created, 2 updated, 3 completed, 4 reopened, 5 deleted, 6 restored, 7 purged, 8 reminder");
        }
    }
}

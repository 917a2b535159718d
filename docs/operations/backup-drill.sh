#!/usr/bin/env bash
# Proves that a backup can be restored: dumps the database of DATABASE_URL, restores it beside, drops that copy, restores it again from a dump
# of its own, and compares every row, sequence, index and constraint. The database itself is only read; the copy is named todo_drill_<pid>.
#
#   DATABASE_URL=postgresql://user:password@host/todo docs/operations/backup-drill.sh [FILE]
#
# FILE keeps the dump. Needs pg_dump, pg_restore and psql of the server's major version or newer, and a role that may create databases.
# Not through a pooler: give the direct host.
set -euo pipefail

: "${DATABASE_URL:?set it to the direct URL of the database}"
work=$(mktemp -d)
dump=${1:-$work/todo.dump}
copy=todo_drill_$$

# The same URL with the database of the copy.
base=${DATABASE_URL%%\?*}
parameters=${DATABASE_URL#"$base"}
copy_url=${base%/*}/$copy$parameters

sql() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$1"; }
create() { echo "CREATE DATABASE $copy TEMPLATE template0" | sql "$DATABASE_URL"; }
drop() { printf 'SET client_min_messages = warning;\nDROP DATABASE IF EXISTS %s;\n' "$copy" | sql "$DATABASE_URL"; }
finish() { drop || true; rm -rf "$work"; }
trap finish EXIT

# What must be the same afterwards, one line each.
fingerprint() {
  sql "$1" <<'SQL'
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT format($$SELECT 'rows', %L, count(*), md5(string_agg(t::text, E'\n' ORDER BY t::text COLLATE "C")) FROM %I.%I AS t$$, tablename, schemaname, tablename)
FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename \gexec
SELECT 'sequence', sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 2;
SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 2;
SELECT 'constraint', conrelid::regclass::text COLLATE "C", conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 2, 3;
SELECT 'extension', extname FROM pg_extension ORDER BY 2;
COMMIT;
SQL
}

dump() { pg_dump --format=custom --no-owner --no-privileges --dbname="$1" --file="$2"; }
restore() { pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname="$1" "$2"; }

fingerprint "$DATABASE_URL" >"$work/before"
dump "$DATABASE_URL" "$dump"
fingerprint "$DATABASE_URL" >"$work/after"
if ! cmp -s "$work/before" "$work/after"; then
  echo "Something was written while the dump was made, so it cannot be compared: try again at a quieter time." >&2
  exit 2
fi

create
restore "$copy_url" "$dump"
fingerprint "$copy_url" >"$work/restored"
diff "$work/before" "$work/restored"

# Once more, from the copy: what was lost in a first restore would be missing in the second dump.
dump "$copy_url" "$work/again.dump"
drop
create
restore "$copy_url" "$work/again.dump"
fingerprint "$copy_url" >"$work/restored-again"
diff "$work/before" "$work/restored-again"

echo "Restored and compared: $(grep -c '^rows' "$work/before") tables, $(awk -F'|' '$1 == "rows" { n += $3 } END { print n + 0 }' "$work/before") rows, $(grep -c -v '^rows' "$work/before") sequences, indexes, constraints and extensions."

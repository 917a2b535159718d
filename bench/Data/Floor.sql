-- What the floor needs and nothing else: one table, and an index for each of its two orders.
CREATE TABLE tasks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id varchar(255) COLLATE "C" NOT NULL,
    title varchar(200) NOT NULL,
    description varchar(1000),
    completed boolean NOT NULL,
    priority smallint NOT NULL,
    due_at timestamptz,
    due_is_date boolean NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE INDEX tasks_by_creation ON tasks (user_id, created_at, id);
CREATE INDEX tasks_by_due_date ON tasks (user_id, completed, priority, due_at, id);

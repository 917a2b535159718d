-- Fills the migrated database of the API. The same rows each time, but for the day that they count back from.
SELECT setseed(0.42);

CREATE TEMP TABLE owners (id text, tasks int);

INSERT INTO owners
SELECT md5('user ' || n), 200 FROM generate_series(1, @users) AS n
UNION ALL
SELECT 'scale-' || size, size FROM unnest(@scale) AS size;

INSERT INTO users (id, created_at) SELECT id, now() - interval '400 days' FROM owners ORDER BY id;

-- Ordered by place: the tasks of one user lie all over the table, as they do where many users write.
INSERT INTO tasks (user_id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at)
SELECT owner,
       -- A sub-select that depends on its row is evaluated for each row. n to the power of a random number follows Zipf's law.
       array_to_string(ARRAY(SELECT words[floor(power(cardinality(words) + 1, random()))::int] FROM generate_series(1, 3 + place % 3)), ' '),
       array_to_string(ARRAY(SELECT words[floor(power(cardinality(words) + 1, random()))::int] FROM generate_series(1, 12 + place % 7)), ' ')
           || CASE WHEN place % 1000 = 100 THEN ' ' || @rare ELSE '' END,
       random() < 0.3,
       1 + floor(random() * 3),
       CASE WHEN has_due THEN CASE WHEN is_date THEN date_trunc('day', due, 'UTC') ELSE due END END,
       has_due AND is_date,
       created,
       least(now(), created + power(random(), 3) * interval '30 days')
FROM (SELECT id AS owner,
             place,
             random() < 0.8 AS has_due,
             random() < 0.5 AS is_date,
             date_trunc('minute', now() + (random() * 180 - 60) * interval '1 day') AS due,
             now() - (1 - (place - random()) / tasks) * interval '365 days' AS created
      FROM owners, generate_series(1, tasks) AS place
      ORDER BY place, id) AS draft,
     (SELECT @words::text[] AS words) AS vocabulary;

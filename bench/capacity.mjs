// What so many users ask for, on what was measured: node bench/capacity.mjs [name=value …] prints the table of docs/scaling.md.
import { readFileSync } from "node:fs";

const assumed = {
  requests: 50, // of each user a day, every one of them every day: a front end that is opened five times, lists ten times and changes ten tasks
  peak: 5, // the busiest second against the mean of the day
  busy: 0.6, // how much of a core may be in use then
  tasks: 200, // that a user has
  streams: 0.05, // users with the page open at the same time
  days: 30, // TRASH_DAYS
  ...Object.fromEntries(process.argv.slice(2).map(argument => argument.split("=")).map(([name, value]) => [name, Number(value)])),
};

// Of the machine in RESULTS.md: CPU by the scenario "mixed", one request in five of which writes, and the streams.
const results = readFileSync(new URL("RESULTS.md", import.meta.url), "utf8");
const [, , , apiMs, postgresMs] = results.match(/^\| mixed \| api \|(.*)\|$/m)[1].split("|").map(cell => Number(cell));
const streamKb = Number(results.match(/memory that they take, resident \| (\d+) MB/)[1]);
const [writes, restMb, streamsEach] = [0.2, 240, 4096];

// Bytes, as pg_total_relation_size says after 100,000 tasks of 200 a user (titles of 25 characters, every other one with 100 of description): the tasks
// when they are new and after each was changed in bulk, which is as bad as it gets; a row of the log; and the write-ahead log of a write.
const [taskBytes, logBytes, walBytes] = [1400, 700, 7000];
const [GB, MB] = [1e9, 1e6];

const rows = [1e4, 1e5, 1e6, 1e7].map(users => {
  const perSecond = users * assumed.requests / 86_400 * assumed.peak;
  const cores = ms => perSecond * ms / 1000 / assumed.busy;
  const open = users * assumed.streams;
  const instances = Math.max(2, Math.ceil(open / streamsEach), Math.ceil(cores(apiMs) / 2));
  const perDay = users * assumed.requests * writes;
  return {
    "users": users.toLocaleString("en"),
    "requests/s at the peak": Math.ceil(perSecond).toLocaleString("en"),
    "cores of the API": cores(apiMs).toFixed(1),
    "cores of PostgreSQL": cores(postgresMs).toFixed(1),
    "statements at a time": Math.ceil(perSecond * postgresMs / 1000 / assumed.busy),
    "event streams": open.toLocaleString("en"),
    "instances": instances,
    "memory of all, GB": ((instances * restMb * MB + open * streamKb * 1000) / GB).toFixed(1),
    "tasks, GB": (users * assumed.tasks * taskBytes / GB).toFixed(1),
    "log of changes, GB": (perDay * assumed.days * logBytes / GB).toFixed(1),
    "write-ahead log, GB a day": (perDay * walBytes / GB).toFixed(1),
  };
});

console.log(`| users | ${rows.map(row => row.users).join(" | ")} |\n|---|${rows.map(() => "--:|").join("")}`);
for (const name of Object.keys(rows[0]).slice(1)) {
  console.log(`| ${name} | ${rows.map(row => row[name]).join(" | ")} |`);
}

// A Better Auth server as a front end would run it, for the tests. Its users and keys live as long as the process does.
// It is told what to do by lines on its standard input ("rotate", "stop", "start"), answers each with a line, and ends with its parent.
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { toNodeHandler } from "better-auth/node";
import { jwt } from "better-auth/plugins";

const { ALGORITHM: alg, BETTER_AUTH_SECRET: secret } = process.env;
const database = { user: [], session: [], account: [], verification: [], jwks: [] };

const base64Url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function signWithSecret(payload) {
  const text = `${base64Url({ typ: "JWT", alg: "HS256" })}.${base64Url(payload)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

// The plugin has no HS256 of its own: one signs oneself, and then it wants to hear of a key set elsewhere.
const jwtOptions = alg === "HS256"
  ? { jwks: { remoteUrl: "http://127.0.0.1/unused", keyPairConfig: { alg } }, jwt: { sign: signWithSecret } }
  : alg === "EdDSA" ? {} : { jwks: { keyPairConfig: { alg } } };

let handle;
const server = createServer((request, response) => handle(request, response));

const listen = (port) => new Promise((resolve, reject) => {
  server.once("error", reject);
  server.listen(port, "127.0.0.1", resolve);
});

const close = () => new Promise((resolve) => {
  server.close(resolve);
  server.closeAllConnections();
});

await listen(0);
const { port } = server.address();
const baseURL = `http://127.0.0.1:${port}`;

handle = toNodeHandler(betterAuth({
  baseURL,
  secret,
  database: memoryAdapter(database),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [jwt(jwtOptions)],
}));

const commands = {
  // The next token is signed with a key that did not exist before, and the old one is no longer published.
  rotate: () => { database.jwks.length = 0; },
  stop: close,
  start: () => listen(port),
};

console.log(baseURL);

for await (const line of createInterface({ input: process.stdin })) {
  await commands[line]();
  console.log(line);
}

process.exit();

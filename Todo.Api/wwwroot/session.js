// Who is signed in: how a session is begun, kept, renewed and ended. An event `session` on the window tells the page that it has ended.

import { api, Problem, send } from './api.js';

// { access_token, refresh_token?, user }, one for each API: a link with another ?api= never gets at the token of this one.
export const storageKey = `todo-session ${api}`;

export function session() {
  try {
    return JSON.parse(localStorage.getItem(storageKey));
  } catch {
    return null;
  }
}

export function keep(value) {
  if (value) localStorage.setItem(storageKey, JSON.stringify(value));
  else localStorage.removeItem(storageKey);
}

function end() {
  keep(null);
  dispatchEvent(new Event('session'));
}

// One at a time: in this tab and, where the browser has locks (https and localhost), in all tabs.
let last = Promise.resolve();
const oneAtATime = (run) => (navigator.locks ? navigator.locks.request(storageKey, run) : (last = last.then(run, run)));

/** The next session. A refresh token works once, and using a spent one revokes all its successors: hence one at a time. */
const refresh = (expired) => oneAtATime(async () => {
  const current = session();
  if (current?.access_token !== expired) return;                    // another request or tab was faster
  keep(await (await send('POST', '/api/auth/refresh', { body: { refresh_token: current.refresh_token } })).json());
});

/** Sends a request of the user who is signed in. */
export async function sendAsUser(method, path, options) {
  const { access_token: token, refresh_token: canRefresh } = session() ?? {};
  try {
    try {
      return await send(method, path, { ...options, token });
    } catch (problem) {
      if (problem.code !== 'TOKEN_EXPIRED' || !canRefresh) throw problem;
      await refresh(token);
      return await send(method, path, { ...options, token: session()?.access_token });
    }
  } catch (problem) {
    // A 401 that a refresh did not cure ends the session; anything else (no network, 429, 503) leaves it as it is.
    if (problem.status === 401 && session()?.access_token === token) end();
    throw problem;
  }
}

export const SIGN_IN = {
  register: async ({ email, password, name }) =>
    (await send('POST', '/api/auth/register', { body: { email, password, ...(name && { name }) } })).json(),

  login: async ({ email, password }) =>
    (await send('POST', '/api/auth/login', { body: { email, password } })).json(),

  // A token of Better Auth is as good as one of our own: the API says whose it is.
  token: async ({ token }) => {
    if (!/^[\x21-\x7e]+$/.test(token.trim())) throw new Problem({ detail: 'That is not a token.', errors: { token: ['must be a JWT'] } });
    return { access_token: token.trim(), user: await (await send('GET', '/api/auth/me', { token: token.trim() })).json() };
  },
};

/** Signs out here at once, and tells the API so that the refresh token dies too. */
export const signOut = () => oneAtATime(async () => {
  const { refresh_token } = session() ?? {};
  end();
  if (refresh_token) await send('POST', '/api/auth/logout', { body: { refresh_token } });
});

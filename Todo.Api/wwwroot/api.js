// How to send a request, and what a refusal looks like.

// The API is where the page came from, or ?api=http://localhost:8000 for a page from elsewhere, whose origin is then in CORS_ORIGINS.
const asked = new URLSearchParams(location.search).get('api');
export const api = asked && /^https?:/.test(asked) && URL.canParse(asked) ? new URL(asked).origin : location.origin;

/** What went wrong. Whatever the status, the API answers with a problem document (RFC 9457), and its `detail` may be shown to a person. */
export class Problem extends Error {
  constructor(document, retryAfter) {
    super(document.detail);
    this.status = document.status;
    this.code = document.error_code;            // what a program decides by
    this.requestId = document.request_id;       // what to quote when asking for help
    this.errors = document.errors ?? {};        // only for 422: field -> messages
    this.current = document.current;            // only for 412: the task as it is now
    this.wait = Number(retryAfter) || 0;        // only for 429 and 503: seconds
  }
}

/** Sends one request; gives the response if it is a success, and throws a Problem if not. */
export async function send(method, path, { body, token, signal, headers = {} } = {}) {
  headers = { ...headers };
  if (token) headers.Authorization = `Bearer ${token}`;             // no cookies: tokens travel in a header
  if (body) headers['Content-Type'] = 'application/json';           // anything else is a 415

  let response;
  try {
    response = await fetch(new URL(path, api), { method, headers, signal, body: body && JSON.stringify(body), credentials: 'omit', cache: 'no-store' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem({ detail: `${api} cannot be reached. Does it run${api === location.origin ? '' : `, and is ${location.origin} in its CORS_ORIGINS`}?` });
  }

  if (response.ok) return response;
  const problem = await response.json().catch(() => null);          // a proxy in between may answer with something else
  throw new Problem(problem?.detail ? problem : { status: response.status, detail: `The answer was ${response.status}.` }, response.headers.get('Retry-After'));
}

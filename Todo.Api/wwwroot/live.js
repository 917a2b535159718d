// How the page follows what is changed in other tabs and elsewhere.

import { $ } from './messages.js';
import { sendAsUser } from './session.js';
import { changeToken, userPath } from './tasks.js';

const LONGEST_SILENCE_MS = 60_000;          // the API says something every 20 s
const LONGEST_PAUSE_MS = 30_000;

let following = new AbortController();
let since = null;                           // the token of the last change that the page knows of
let watch;

/** The events of a stream (text/event-stream): some lines, then an empty one. EventSource would read them too, but cannot send a token. */
async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (text + value).split('\n\n');
    text = events.pop();
    for (const event of events) yield Object.fromEntries(event.split('\n').map((line) => line.split(/: ?(.*)/)));
  }
}

/** The token of now, and then the list: whatever changes from here on comes as an event. */
async function begin(page, signal) {
  try {
    return await changeToken(signal);
  } finally {
    if (!signal.aborted) await page.load();
  }
}

/** Goes on where a connection was cut. `page.load` loads what is shown, `page.noticed` gets each event. */
export async function follow(page) {
  unfollow();
  following = new AbortController();
  const { signal } = following;
  for (let pause = 1000; !signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      since ??= await begin(page, signal);
      const response = await sendAsUser('GET', userPath('events'), { signal, headers: { 'Last-Event-ID': since } });
      $('#live').textContent = '';
      pause = 1000;
      expectMore(page);
      for await (const { id, data } of eventsOf(response)) {
        expectMore(page);
        since = id ?? since;
        if (data) page.noticed(JSON.parse(data));
      }
    } catch (problem) {
      if (signal.aborted) return;
      if ([404, 410, 422].includes(problem.status)) since = null;   // too old, or of another database: list again
      pause = Math.max(pause, 1000 * (problem.wait ?? 0));
      $('#live').textContent = 'Live updates are away. The page tries again by itself.';
    }
    await new Promise((resolve) => { setTimeout(resolve, pause * (0.5 + Math.random() / 2)); });      // not all pages at the same moment
  }
}

export function unfollow() {
  following.abort();
  clearTimeout(watch);
}

/** The next time it begins anew: with the token of then. */
export function startOver() {
  unfollow();
  since = null;
}

/** A connection that says nothing any more is dead, even where nothing tells the browser so. */
function expectMore(page) {
  clearTimeout(watch);
  watch = setTimeout(() => follow(page), LONGEST_SILENCE_MS);
}

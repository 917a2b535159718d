// What can be done with tasks, lists and tags: one function for each request.

import { sendAsUser, session } from './session.js';

// User ids are opaque: they may contain anything, so they are escaped in paths.
export const userPath = (path) => `/api/${encodeURIComponent(session()?.user.id ?? '')}/${path}`;

const read = async (path, signal) => (await sendAsUser('GET', userPath(path), { signal })).json();
const write = async (method, path, body, headers) => (await sendAsUser(method, userPath(path), { body, headers })).json();

/** The time zone of the person, by its IANA name: what is due today is today's where they are. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

// ---- Tasks

export const getTask = (id) => read(`tasks/${id}`);
export const createTask = (task) => write('POST', 'tasks', task);                                       // 201

/** Absent members stay, null clears. If the task is not the one any more that the person saw, the answer is a 412 with the task as it is now. */
export const updateTask = ({ id, version }, changes) => write('PATCH', `tasks/${id}`, changes, { 'If-Match': `"${version}"` });

export const completeTask = ({ id }, completed) => write('PATCH', `tasks/${id}/complete`, { completed });      // sets, so safe to repeat
export const moveTask = ({ id }, place) => write('POST', `tasks/${id}/move`, place);                    // { after: id } or { before: id }
export const deleteTask = ({ id }) => sendAsUser('DELETE', userPath(`tasks/${id}`));                    // into the trash: 204, no body
export const restoreTask = ({ id }) => write('POST', `trash/${id}/restore`);
export const purgeTask = ({ id }) => sendAsUser('DELETE', userPath(`trash/${id}`));                     // for good
export const emptyTrash = () => sendAsUser('DELETE', userPath('trash'));

/** A page of tasks: an array in the body, the rest in headers. */
export async function listTasks(address, signal) {
  const response = await sendAsUser('GET', address, { signal });
  return {
    tasks: await response.json(),
    total: Number(response.headers.get('X-Total-Count')),                                               // because of count=true
    next: /<([^>]*)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1] ?? null,              // RFC 8288; keeps all filters
  };
}

/** The due dates of a series, beginning with that of the task; none without a rule. */
export const occurrences = ({ id }, limit) => read(`tasks/${id}/occurrences?limit=${limit}`);

export const getStats = (signal) => read(`tasks/stats?${new URLSearchParams({ time_zone: timeZone })}`, signal);

/** The token of now, from which on /events tells what changes. */
export const changeToken = async (signal) => (await read('changes', signal)).next;

// ---- Lists and tags

export const getLists = (signal) => read('lists', signal);
export const createList = (list) => write('POST', 'lists', list);

/** Without If-Match: the version of a list also grows with its counts, and only what was typed goes along. */
export const updateList = ({ id }, changes) => write('PATCH', `lists/${id}`, changes);

/** What becomes of its tasks: `keep` them in the inbox, or `trash` them. A list that has tasks is not deleted without a word about them: 409. */
export const deleteList = ({ id }, whatOfTasks) => sendAsUser('DELETE', userPath(`lists/${id}${whatOfTasks ? `?tasks=${whatOfTasks}` : ''}`));

export const getTags = () => read('tags');

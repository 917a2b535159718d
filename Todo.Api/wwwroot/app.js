// A to-do page without framework or build step: the living example of the API's contract. It has five parts: how to send a request,
// how to keep a session, what can be done with tasks, how to follow what is changed elsewhere, and how the page shows that.
// What people wrote gets onto the page as text, never as HTML.

const PAGE_SIZE = 25;
const LARGEST_PAGE = 500;
const SEARCH_DELAY_MS = 300;
const RELOAD_DELAY_MS = 200;
const UNDO_MS = 10_000;

const $ = (selector, within = document) => within.querySelector(selector);

// ---- Requests ----------------------------------------------------------------------------------------------------------------------

// The API is where the page came from, or ?api=http://localhost:8000 for a page from elsewhere, whose origin is then in CORS_ORIGINS.
const asked = new URLSearchParams(location.search).get('api');
const api = asked && /^https?:/.test(asked) && URL.canParse(asked) ? new URL(asked).origin : location.origin;

/** What went wrong. Whatever the status, the API answers with a problem document (RFC 9457), and its `detail` may be shown to a person. */
class Problem extends Error {
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
async function send(method, path, { body, token, signal, headers = {} } = {}) {
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

// ---- The session -------------------------------------------------------------------------------------------------------------------

// { access_token, refresh_token?, user }, one for each API: a link with another ?api= never gets at the token of this one.
const storageKey = `todo-session ${api}`;

function session() {
  try {
    return JSON.parse(localStorage.getItem(storageKey));
  } catch {
    return null;
  }
}

function keep(value) {
  if (value) localStorage.setItem(storageKey, JSON.stringify(value));
  else localStorage.removeItem(storageKey);
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
async function sendAsUser(method, path, options) {
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
    if (problem.status === 401 && session()?.access_token === token) {
      keep(null);
      show();
    }
    throw problem;
  }
}

const SIGN_IN = {
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
const signOut = () => oneAtATime(async () => {
  const { refresh_token } = session() ?? {};
  keep(null);
  show();
  if (refresh_token) await send('POST', '/api/auth/logout', { body: { refresh_token } });
});

// ---- Tasks -------------------------------------------------------------------------------------------------------------------------

// User ids are opaque: they may contain anything, so they are escaped in paths.
const userPath = (path) => `/api/${encodeURIComponent(session()?.user.id ?? '')}/${path}`;

const createTask = async (task) => (await sendAsUser('POST', userPath('tasks'), { body: task })).json();                   // 201

/** Absent members stay, null clears. If the task is not the one any more that the person saw, the answer is a 412 with the task as it is now. */
const updateTask = async ({ id, version }, changes) =>
  (await sendAsUser('PATCH', userPath(`tasks/${id}`), { body: changes, headers: { 'If-Match': `"${version}"` } })).json();

const completeTask = async ({ id }, completed) =>
  (await sendAsUser('PATCH', userPath(`tasks/${id}/complete`), { body: { completed } })).json();                             // sets, so safe to repeat

const deleteTask = ({ id }) => sendAsUser('DELETE', userPath(`tasks/${id}`));                                                // into the trash: 204, no body
const restoreTask = async ({ id }) => (await sendAsUser('POST', userPath(`trash/${id}/restore`))).json();
const purgeTask = ({ id }) => sendAsUser('DELETE', userPath(`trash/${id}`));                                                 // for good
const emptyTrash = () => sendAsUser('DELETE', userPath('trash'));

/** A page of tasks: an array in the body, the rest in headers. */
async function listTasks(address, signal) {
  const response = await sendAsUser('GET', address, { signal });
  return {
    tasks: await response.json(),
    total: Number(response.headers.get('X-Total-Count')),                                               // because of count=true
    next: /<([^>]*)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1] ?? null,              // RFC 8288; keeps all filters
  };
}

/** The address of the list that the filter asks for. An empty or unknown parameter would be a 422, so only what is set goes along. */
function listAddress(limit = PAGE_SIZE) {
  if (inTrash()) return userPath(`trash?limit=${limit}`);
  const fields = new FormData($('#filter'));
  const query = new URLSearchParams({ sort: fields.get('sort'), order: fields.get('order'), limit, count: true });
  if (fields.get('status') !== 'all') query.set('status', fields.get('status'));
  if (fields.has('priority')) query.set('priority', fields.getAll('priority').join(','));
  if (fields.get('search').trim()) query.set('search', fields.get('search').trim());
  return userPath(`tasks?${query}`);
}

// A due date is a date (2026-12-01), which is the same day everywhere, or an instant, which the API gives back in UTC.
const isDate = (due) => due.length === 10;
const pad = (number, digits = 2) => String(number).padStart(digits, '0');
const localDate = (at) => `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
const localTime = (at) => `${pad(at.getHours())}:${pad(at.getMinutes())}`;

function dueText(due) {
  return isDate(due)
    ? new Date(`${due}T00:00:00Z`).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
    : new Date(due).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

const isPast = (due) => (isDate(due) ? due < localDate(new Date()) : new Date(due) < new Date());
const isOverdue = ({ completed, deleted_at: deleted, due_date: due }) => Boolean(!completed && !deleted && due && isPast(due));

/** What the form says of a task, as the API wants it. What the browser cannot read as a date is told, not dropped. */
function taskOf(form) {
  const { title, description, priority, due_date: date, due_time: time } = form.elements;
  if (date.validity.badInput || time.validity.badInput || (time.value && !date.value)) {
    const message = time.value && !date.validity.badInput ? 'a time needs a date' : 'is not complete';
    throw new Problem({ detail: `due_date: ${message}`, errors: { due_date: [message] } });
  }

  const due = time.value ? new Date(`${date.value}T${time.value}`).toISOString() : date.value || null;
  return { title: title.value, priority: priority.value, due_date: due, ...(description && { description: description.value || null }) };
}

// ---- Changes as they happen --------------------------------------------------------------------------------------------------------

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
async function begin(signal) {
  try {
    return (await (await sendAsUser('GET', userPath('changes'), { signal })).json()).next;
  } finally {
    if (!signal.aborted) await load();
  }
}

/** Follows what is changed in other tabs and elsewhere, and goes on where a connection was cut. A page that is not seen leaves its connection to others. */
async function follow() {
  unfollow();
  if (!session() || document.hidden) return;
  following = new AbortController();
  const { signal } = following;
  for (let pause = 1000; !signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      since ??= await begin(signal);
      const response = await sendAsUser('GET', userPath('events'), { signal, headers: { 'Last-Event-ID': since } });
      $('#live').textContent = '';
      pause = 1000;
      expectMore();
      for await (const { id, data } of eventsOf(response)) {
        expectMore();
        since = id ?? since;
        if (data) noticed(JSON.parse(data));
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

function unfollow() {
  following.abort();
  clearTimeout(watch);
}

/** A connection that says nothing any more is dead, even where nothing tells the browser so. */
function expectMore() {
  clearTimeout(watch);
  watch = setTimeout(follow, LONGEST_SILENCE_MS);
}

/** What this page did itself it knows by the version. After anything else it asks for the list, which knows best about order and filters. */
function noticed({ task_id: id, task }) {
  if (!(tasks.get(id)?.version >= task?.version)) loadSoon();
}

// ---- The page: state and errors ----------------------------------------------------------------------------------------------------

const list = $('#list');
let tasks = new Map();                      // by id, as they last came from the API
let total = null;
let next = null;
const inTrash = () => location.hash === '#trash';
let shownUser;
let loading = new AbortController();
const busy = new WeakSet();

/** Runs what a person asked for, at most once at a time for each form or row, and shows what goes wrong. */
async function attempt(owner, action) {
  if (busy.has(owner)) return;
  busy.add(owner);
  hideProblem();
  const form = owner instanceof HTMLFormElement ? owner : null;
  if (form) showErrors(form, {});
  try {
    await action();
  } catch (error) {
    if (error.name === 'AbortError') return;
    if (!(error instanceof Problem)) throw error;
    showProblem(error);
    if (form) {
      showErrors(form, error.errors);
      form.scrollIntoView({ block: 'nearest' });
    }
  } finally {
    busy.delete(owner);
  }
}

let countdown;

function showProblem(problem, retry) {
  hideProblem();
  $('#problem').hidden = false;
  $('#problem-detail').textContent = problem.message;
  $('#problem-code').textContent =
    [problem.status, problem.code, problem.wait && `wait ${problem.wait} s`, problem.requestId && `request ${problem.requestId}`].filter(Boolean).join(' · ');
  $('#problem-retry').hidden = !retry;
  $('#problem-retry').onclick = retry;

  // The wait of a Retry-After, counted down for the eye only: a screen reader has heard it once.
  const end = Date.now() + problem.wait * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    $('#problem-wait').textContent = left > 0 ? `try again in ${left} s` : 'you can try again now';
    if (left <= 0) clearInterval(countdown);
  };
  if (problem.wait) {
    tick();
    countdown = setInterval(tick, 1000);
  }
}

function hideProblem() {
  clearInterval(countdown);
  $('#problem').hidden = true;
  for (const id of ['#problem-detail', '#problem-code', '#problem-wait']) $(id).textContent = '';
}

/** Puts each message beside its field: fields have the names of the wire. */
function showErrors(form, errors) {
  for (const note of form.querySelectorAll('.error')) note.remove();
  for (const field of form.elements) {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  }

  const wrong = [...form.elements].filter((field) => Object.hasOwn(errors, field.name));
  for (const field of wrong) {
    const note = document.createElement('span');
    note.className = 'error';
    note.id = `error-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    note.textContent = errors[field.name].join('; ');
    field.closest('.field').append(note);
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', note.id);
  }
  wrong[0]?.focus();
}

/** Tells a screen reader what happened. */
const say = (text) => { $('#said').textContent = text; };

// ---- The page: the list ------------------------------------------------------------------------------------------------------------

/** Loads the list anew, or what follows. Only the latest question counts: an older one is given up. */
async function load(address = listAddress(), more = false) {
  const interrupts = list.hasAttribute('aria-busy');
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  list.setAttribute('aria-busy', 'true');
  try {
    const page = await listTasks(address, signal);
    if (signal.aborted) return;
    const first = list.children.length;
    ({ total, next } = page);
    showTasks(more ? [...tasks.values(), ...page.tasks] : page.tasks);
    if (more && list.children[first]) focusOn(list.children[first]);
  } catch (error) {
    if (error instanceof Problem && !signal.aborted) showProblem(error, session() && (() => reload(address, more)));
    else if (error.name !== 'AbortError') throw error;
  } finally {
    if (!signal.aborted) list.removeAttribute('aria-busy');
  }
  if (more && interrupts) loadSoon();
}

function reload(...what) {
  hideProblem();
  return load(...what);
}

let soon;

/** Loads what is shown anew: once for all that happens in a moment, and after what is just being loaded. */
function loadSoon() {
  soon ??= setTimeout(() => {
    soon = null;
    if (list.hasAttribute('aria-busy')) loadSoon();
    else load(listAddress(Math.min(Math.max(tasks.size, PAGE_SIZE), LARGEST_PAGE)));
  }, RELOAD_DELAY_MS);
}

/** Shows these tasks in this order. Rows are filled in place, and one that is being edited stays: what has the focus keeps it. */
function showTasks(shown) {
  const focused = document.activeElement;
  const place = [...list.children].indexOf(focused.closest('#list > li'));
  const newest = (task) => (tasks.get(task.id)?.version > task.version ? tasks.get(task.id) : task);
  tasks = new Map(shown.map((task) => [task.id, newest(task)]));

  for (const row of [...list.children]) if (!tasks.has(Number(row.dataset.id)) && !$('.editor', row)) row.remove();
  let at = list.firstElementChild;
  for (const task of tasks.values()) {
    const row = $(`[data-id="${task.id}"]`, list) ?? $('#row').content.firstElementChild.cloneNode(true);
    if (!busy.has(row)) fill(row, task);
    if (row === at) at = row.nextElementSibling;
    else list.insertBefore(row, at);
  }

  if (place >= 0 && !focused.isConnected) focusOn(list.children[place] ?? list.lastElementChild);
  else if (place >= 0) focused.focus({ preventScroll: true });
  showCount();
}

function showCount() {
  const trash = tasks.size === 0 ? 'The trash is empty.' : `${tasks.size}${next ? ' and more' : ''} in the trash`;
  const listed = total === 0 ? 'No tasks.' : `${tasks.size} of ${total} ${total === 1 ? 'task' : 'tasks'}`;
  const text = inTrash() ? trash : listed;
  if ($('#count').textContent !== text) $('#count').textContent = text;
  $('#more').hidden = !next;
  $('#empty').hidden = !inTrash() || tasks.size === 0;
}

function fill(row, task) {
  const { deleted_at: deleted, due_date: due } = task;
  row.dataset.id = task.id;
  row.classList.toggle('completed', task.completed);
  $('.done', row).checked = task.completed;
  $('.done', row).disabled = Boolean(deleted);
  $('.title', row).textContent = task.title;
  $('.description', row).textContent = task.description ?? '';
  $('.description', row).hidden = !task.description;
  $('.priority', row).textContent = task.priority;
  $('.priority', row).className = `priority ${task.priority}`;
  $('.due', row).textContent = due ? `due ${dueText(due)}${isOverdue(task) ? ', overdue' : ''}` : '';
  $('.due', row).classList.toggle('overdue', isOverdue(task));
  $('.deleted', row).textContent = deleted ? `in the trash since ${dueText(deleted)}` : '';
  for (const button of row.querySelectorAll(':scope > .actions > button')) {
    button.hidden = button.matches('.restore, .purge') !== Boolean(deleted);
    button.setAttribute('aria-label', `${button.textContent}: ${task.title}`);
  }
}

const taskOfRow = (row) => tasks.get(Number(row.dataset.id));
const rowOf = (task) => $(`[data-id="${task.id}"]`, list);

/** To the row, or to where something can be added. */
function focusOn(row, control = inTrash() ? '.restore' : '.done') {
  (row ? $(control, row) : inTrash() ? $('#to-tasks') : $('#add').elements.title).focus();
}

/** Shows the task as it came back. Whether and where the list wants it is what the API says a moment later. */
function update(task) {
  tasks.set(task.id, task);
  if (rowOf(task)) fill(rowOf(task), task);
  loadSoon();
}

function takeAway({ id }) {
  total -= 1;
  showTasks([...tasks.values()].filter((task) => task.id !== id));
  loadSoon();
}

function edit(row) {
  let task = taskOfRow(row);
  if (!task || task.deleted_at || $('.editor', row)) return;

  const form = $('#editor').content.firstElementChild.cloneNode(true);
  const write = ({ title, description, priority, due_date: due }) => {
    const at = due && !isDate(due) ? new Date(due) : null;
    form.elements.title.value = title;
    form.elements.description.value = description ?? '';
    form.elements.priority.value = priority;
    form.elements.due_date.value = at ? localDate(at) : due ?? '';
    form.elements.due_time.value = at ? localTime(at) : '';
  };
  write(task);
  let before = taskOf(form);

  const close = () => {
    form.remove();
    row.classList.remove('editing');
    if (taskOfRow(row)) return focusOn(row, '.edit');
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    focusOn(neighbour);
  };

  /** Changed elsewhere in the meantime: shows the other values where nothing was typed, and beside what was typed what it is now. */
  const showConflict = (current, typed) => {
    task = current;
    write(task);
    before = taskOf(form);
    write({ ...task, ...typed });
    update(task);
    $('.save', form).textContent = 'Save anyway';
    $('.cancel', form).textContent = 'Take the other version';
    const text = (name) => (name === 'due_date' && task.due_date ? dueText(task.due_date) : task[name] ?? 'empty');
    return Object.fromEntries(Object.keys(typed).filter((name) => typed[name] !== before[name]).map((name) => [name, [`is now: ${text(name)}`]]));
  };

  $('.cancel', form).addEventListener('click', () => {
    hideProblem();
    close();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') $('.cancel', form).click();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(form, async () => {
      // Only what was typed: what was changed elsewhere in the meantime stays.
      const now = taskOf(form);
      const changes = Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name]));
      if (Object.keys(changes).length === 0) return close();
      try {
        const updated = await updateTask(task, changes);
        update(updated);
        close();
        say(`Saved: ${updated.title}`);
      } catch (problem) {
        if (problem.status === 412) problem.errors = showConflict(problem.current, changes);
        throw problem;
      }
    });
  });

  row.classList.add('editing');
  row.append(form);
  form.elements.title.focus();
}

const complete = (row, done) => attempt(row, async () => {
  const task = taskOfRow(row);
  try {
    const updated = await completeTask(task, done.checked);
    update(updated);
    say(`${updated.completed ? 'Completed' : 'To be done again'}: ${updated.title}`);
  } catch (error) {
    fill(row, taskOfRow(row) ?? task);
    throw error;
  }
});

/** No question first: for some seconds a button brings the task back, and later the trash does. */
const remove = (row) => attempt(row, async () => {
  const task = taskOfRow(row);
  await deleteTask(task).catch((problem) => {
    if (problem.code !== 'TASK_NOT_FOUND') throw problem;           // gone already: that is what was wanted
  });
  takeAway(task);
  offerUndo(task);
  say(`Deleted: ${task.title}.${$('#shortcuts').checked ? ' The key u brings it back.' : ''}`);
});

let deletedLast = null;
let undoTimer;

function offerUndo(task) {
  deletedLast = task;
  $('#undo').hidden = !task;
  $('#undo-text').textContent = task ? `Deleted: ${task.title}` : '';
  clearTimeout(undoTimer);
  if (task) undoTimer = setTimeout(() => offerUndo($('#undo').matches(':hover, :focus-within') ? task : null), UNDO_MS);
}

const undo = () => deletedLast && attempt($('#undo'), async () => {
  const task = await restoreTask(deletedLast);
  await load(listAddress(Math.max(tasks.size, PAGE_SIZE)));
  focusOn(rowOf(task) ?? list.firstElementChild);
  offerUndo(null);
  say(`Restored: ${task.title}`);
});

const restore = (row) => attempt(row, async () => {
  const task = await restoreTask(taskOfRow(row));
  takeAway(task);
  say(`Restored: ${task.title}`);
});

function purge(row) {
  const task = taskOfRow(row);
  ask(`Delete “${task.title}” for good?`, row, async () => {
    await purgeTask(task);
    takeAway(task);
    say(`Deleted for good: ${task.title}`);
  });
}

/** Nothing undoes what follows, so we ask first. */
function ask(question, owner, action) {
  const dialog = $('#confirm');
  $('#confirm-question').textContent = question;
  dialog.returnValue = '';
  dialog.showModal();
  dialog.addEventListener('close', () => dialog.returnValue === 'delete' && attempt(owner, action), { once: true });
}

// ---- The page: what people do ------------------------------------------------------------------------------------------------------

/** Shows the forms to sign in, or the tasks. */
function show(byPerson = true) {
  const user = session()?.user;
  const signIn = $('#sign-in-form');
  if (user?.id === shownUser && !(user === undefined && $('#sign-in').hidden)) return;
  shownUser = user?.id;
  unfollow();
  since = null;
  clear();
  $('#sign-in').hidden = Boolean(user);
  $('#tasks').hidden = $('#me').hidden = !user;
  $('#who').textContent = user ? user.name || user.email || user.id : '';
  $('#add').reset();
  $('#filter').reset();
  showView();
  follow();
  if (user || byPerson) signIn.reset();
  if (user || byPerson) signIn.elements.mode.value = 'login';        // who was here before has an account
  showMode();
  if (byPerson && user) focusOn();
  else if (byPerson) signIn.elements.email.focus();
}

function clear() {
  offerUndo(null);
  loading.abort();
  clearTimeout(soon);
  soon = null;
  list.removeAttribute('aria-busy');
  list.replaceChildren();
  tasks.clear();
  $('#count').textContent = '';
  $('#more').hidden = $('#empty').hidden = true;
}

/** The tasks, or the trash: both are lists, with different things to do in them. */
function showView() {
  $('#add').hidden = $('#filter').hidden = inTrash();
  $('#tasks-heading').textContent = inTrash() ? 'Trash' : 'Tasks';
  $('#to-tasks').ariaCurrent = inTrash() ? null : 'page';
  $('#to-trash').ariaCurrent = inTrash() ? 'page' : null;
}

function showMode() {
  const form = $('#sign-in-form');
  const mode = form.elements.mode.value;
  for (const field of form.querySelectorAll('[data-modes]')) field.hidden = !field.dataset.modes.split(' ').includes(mode);
  form.elements.password.autocomplete = mode === 'register' ? 'new-password' : 'current-password';
  $('#sign-in-submit').textContent = { register: 'Register', login: 'Sign in', token: 'Use this token' }[mode];
  showErrors(form, {});
}

for (const radio of $('#sign-in-form').elements.mode) radio.addEventListener('change', showMode);

$('#sign-in-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  attempt(form, async () => {
    const { mode, ...fields } = Object.fromEntries(new FormData(form));
    keep(await SIGN_IN[mode](fields));
    show();
  });
});

$('#sign-out').addEventListener('click', (event) => attempt(event.target, signOut));

$('#add').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  attempt(form, async () => {
    const task = await createTask(taskOf(form));
    form.reset();
    form.elements.title.focus();
    await load();
    say(tasks.has(task.id) ? `Added: ${task.title}` : `Added: ${task.title}. The filter or the order hides it.`);
  });
});

let typing;
$('#filter').elements.search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(reload, SEARCH_DELAY_MS);
});
$('#filter').addEventListener('change', (event) => {
  if (event.target.name !== 'search') reload();
});
$('#filter').addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(typing);
  reload();
});

$('#more').addEventListener('click', (event) => attempt(event.target, () => load(next, true)));
$('#problem-dismiss').addEventListener('click', hideProblem);
$('#undo-button').addEventListener('click', undo);
$('#empty').addEventListener('click', (event) => ask('Delete everything in the trash for good?', event.target, async () => {
  await emptyTrash();
  await reload();
  focusOn();
  say('The trash is empty.');
}));
for (const answer of ['keep', 'delete']) $(`#confirm-${answer}`).addEventListener('click', () => $('#confirm').close(answer));

list.addEventListener('change', (event) => {
  if (event.target.matches('.done')) complete(event.target.closest('li'), event.target);
});
list.addEventListener('click', (event) => {
  const row = event.target.closest('li');
  if (event.target.matches('.done') && busy.has(row)) event.preventDefault();       // one change at a time
  if (event.target.matches('.edit')) edit(row);
  if (event.target.matches('.delete')) remove(row);
  if (event.target.matches('.restore')) restore(row);
  if (event.target.matches('.purge')) purge(row);
});

document.addEventListener('keydown', (event) => {
  const isTyping = event.target.matches('input:not([type=checkbox]), select, textarea');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !$('#shortcuts').checked || $('#tasks').hidden || $('#confirm').open) return;

  const row = event.target.closest('#list > li');
  const action = {
    n: () => $('#add').elements.title.focus(),
    '/': () => $('#filter').elements.search.focus(),
    u: undo,
    ...(row && !$('.editor', row) && {
      e: () => edit(row),
      Delete: () => (inTrash() ? purge(row) : remove(row)),
      ArrowDown: () => focusOn(row.nextElementSibling ?? row),
      ArrowUp: () => focusOn(row.previousElementSibling ?? row),
    }),
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// Signed in or out in another tab.
addEventListener('storage', (event) => {
  if (event.key === storageKey || event.key === null) show(false);
});

addEventListener('hashchange', () => {
  clear();
  showView();
  if (session()) reload();
});
document.addEventListener('visibilitychange', () => (document.hidden ? unfollow() : follow()));
addEventListener('online', follow);

$('#api').textContent = api;
$('#reference').href = new URL('/scalar', api);
show(false);

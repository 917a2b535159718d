// A to-do page without framework or build step: the living example of the API's contract. It has four parts: how to send a request,
// how to keep a session, what the page can do, and how it shows that. What people wrote gets onto the page as text, never as HTML.

const PAGE_SIZE = 25;
const SEARCH_DELAY_MS = 300;

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
    this.wait = Number(retryAfter) || 0;        // only for 429 and 503: seconds
  }
}

/** Sends one request; gives the response if it is a success, and throws a Problem if not. */
async function send(method, path, { body, token, signal } = {}) {
  const headers = {};
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
const tasksPath = () => `/api/${encodeURIComponent(session()?.user.id ?? '')}/tasks`;
const taskPath = (task) => `${tasksPath()}/${task.id}`;

const createTask = async (task) => (await sendAsUser('POST', tasksPath(), { body: task })).json();                           // 201
const updateTask = async (task, changes) => (await sendAsUser('PATCH', taskPath(task), { body: changes })).json();           // absent members stay, null clears
const completeTask = async (task, completed) => (await sendAsUser('PATCH', `${taskPath(task)}/complete`, { body: { completed } })).json();     // sets, so safe to repeat
const deleteTask = (task) => sendAsUser('DELETE', taskPath(task));                                                           // 204, no body

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
function listAddress() {
  const fields = new FormData($('#filter'));
  const query = new URLSearchParams({ sort: fields.get('sort'), order: fields.get('order'), limit: PAGE_SIZE, count: true });
  if (fields.get('status') !== 'all') query.set('status', fields.get('status'));
  if (fields.has('priority')) query.set('priority', fields.getAll('priority').join(','));
  if (fields.get('search').trim()) query.set('search', fields.get('search').trim());
  return `${tasksPath()}?${query}`;
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

const isOverdue = ({ completed, due_date: due }) => !completed && due && (isDate(due) ? due < localDate(new Date()) : new Date(due) < new Date());

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

// ---- The page: state and errors ----------------------------------------------------------------------------------------------------

const list = $('#list');
const tasks = new Map();                    // by id, as they last came from the API
let total = 0;
let next = null;
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
    if (form) showErrors(form, error.errors);
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
async function load(address = null) {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const more = address !== null;
  list.setAttribute('aria-busy', 'true');
  try {
    const page = await listTasks(address ?? listAddress(), signal);
    if (signal.aborted) return;
    if (!more) {
      list.replaceChildren();
      tasks.clear();
    }
    const rows = page.tasks.filter((task) => !tasks.has(task.id)).map(rowOf);
    list.append(...rows);
    ({ total, next } = page);
    showCount();
    if (more && rows.length) $('.done', rows[0]).focus();
  } catch (error) {
    if (error instanceof Problem && !signal.aborted) showProblem(error, session() && (() => reload(address)));
    else if (error.name !== 'AbortError') throw error;
  } finally {
    if (!signal.aborted) list.removeAttribute('aria-busy');
  }
}

function reload(address = null) {
  hideProblem();
  return load(address);
}

function showCount() {
  $('#count').textContent = total === 0 ? 'No tasks.' : `${list.children.length} of ${total} ${total === 1 ? 'task' : 'tasks'}`;
  $('#more').hidden = !next;
}

function rowOf(task) {
  tasks.set(task.id, task);
  const row = $('#row').content.firstElementChild.cloneNode(true);
  row.dataset.id = task.id;
  row.classList.toggle('completed', task.completed);
  $('.done', row).checked = task.completed;
  $('.title', row).textContent = task.title;
  $('.description', row).textContent = task.description ?? '';
  $('.description', row).hidden = !task.description;
  $('.priority', row).textContent = task.priority;
  $('.priority', row).classList.add(task.priority);
  $('.due', row).textContent = task.due_date ? `due ${dueText(task.due_date)}${isOverdue(task) ? ', overdue' : ''}` : '';
  $('.due', row).classList.toggle('overdue', Boolean(isOverdue(task)));
  $('.edit', row).setAttribute('aria-label', `Edit ${task.title}`);
  $('.delete', row).setAttribute('aria-label', `Delete ${task.title}`);
  return row;
}

const taskOfRow = (row) => tasks.get(Number(row.dataset.id));

/** Shows the task as it came back, or takes it away where the filter does not want it any more. */
function replaceRow(row, task, focus) {
  const fields = new FormData($('#filter'));
  const status = task.completed ? 'completed' : 'pending';
  if (!['all', status].includes(fields.get('status')) || (fields.has('priority') && !fields.getAll('priority').includes(task.priority))) {
    removeRow(row);
    return;
  }
  const replacement = rowOf(task);
  row.replaceWith(replacement);
  $(focus, replacement).focus();
}

function removeRow(row) {
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  tasks.delete(Number(row.dataset.id));
  row.remove();
  total -= 1;
  showCount();
  (neighbour ? $('.done', neighbour) : $('#add').elements.title)?.focus();
}

function edit(row) {
  const task = taskOfRow(row);
  if (!task || $('.editor', row)) return;

  const form = $('#editor').content.firstElementChild.cloneNode(true);
  const { title, description, priority, due_date: date, due_time: time } = form.elements;
  title.value = task.title;
  description.value = task.description ?? '';
  priority.value = task.priority;
  if (task.due_date) {
    const at = isDate(task.due_date) ? null : new Date(task.due_date);
    date.value = at ? localDate(at) : task.due_date;
    time.value = at ? localTime(at) : '';
  }
  const before = taskOf(form);

  const close = () => replaceRow(row, taskOfRow(row), '.edit');
  $('.cancel', form).addEventListener('click', close);
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(form, async () => {
      // Only what changed: what was changed elsewhere in the meantime stays.
      const now = taskOf(form);
      const changes = Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name]));
      if (Object.keys(changes).length === 0) return close();
      const updated = await updateTask(task, changes);
      say(`Saved: ${updated.title}`);
      replaceRow(row, updated, '.edit');
    });
  });

  row.replaceChildren(form);
  title.focus();
}

const complete = (row, done) => attempt(row, async () => {
  try {
    const task = await completeTask(taskOfRow(row), done.checked);
    say(`${task.completed ? 'Completed' : 'To be done again'}: ${task.title}`);
    replaceRow(row, task, '.done');
  } catch (error) {
    done.checked = !done.checked;
    throw error;
  }
});

/** Nothing brings a deleted task back, so we ask first. */
function remove(row) {
  const task = taskOfRow(row);
  const dialog = $('#confirm');
  $('#confirm-question').textContent = `Delete “${task.title}”?`;
  dialog.returnValue = '';
  dialog.showModal();
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'delete') return;
    attempt(row, async () => {
      await deleteTask(task).catch((problem) => {
        if (problem.code !== 'TASK_NOT_FOUND') throw problem;        // gone already: that is what was wanted
      });
      say(`Deleted: ${task.title}`);
      removeRow(row);
    });
  }, { once: true });
}

// ---- The page: what people do ------------------------------------------------------------------------------------------------------

/** Shows the forms to sign in, or the tasks. */
function show(byPerson = true) {
  const user = session()?.user;
  const signIn = $('#sign-in-form');
  if (user?.id === shownUser && !(user === undefined && $('#sign-in').hidden)) return;
  shownUser = user?.id;
  loading.abort();
  list.replaceChildren();
  tasks.clear();
  $('#count').textContent = '';
  $('#more').hidden = true;
  $('#sign-in').hidden = Boolean(user);
  $('#tasks').hidden = $('#me').hidden = !user;
  $('#who').textContent = user ? user.name || user.email || user.id : '';
  $('#add').reset();
  $('#filter').reset();
  if (user) load();
  if (user || byPerson) signIn.reset();
  if (user || byPerson) signIn.elements.mode.value = 'login';        // who was here before has an account
  showMode();
  if (byPerson) (user ? $('#add').elements.title : signIn.elements.email).focus();
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

$('#more').addEventListener('click', (event) => attempt(event.target, () => load(next)));
$('#problem-dismiss').addEventListener('click', hideProblem);
for (const answer of ['keep', 'delete']) $(`#confirm-${answer}`).addEventListener('click', () => $('#confirm').close(answer));

list.addEventListener('change', (event) => {
  if (event.target.matches('.done')) complete(event.target.closest('li'), event.target);
});
list.addEventListener('click', (event) => {
  const row = event.target.closest('li');
  if (event.target.matches('.done') && busy.has(row)) event.preventDefault();       // one change at a time
  if (event.target.matches('.edit')) edit(row);
  if (event.target.matches('.delete')) remove(row);
});

document.addEventListener('keydown', (event) => {
  const isTyping = event.target.matches('input:not([type=checkbox]), select, textarea');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !$('#shortcuts').checked || $('#tasks').hidden || $('#confirm').open) return;

  const row = event.target.closest('#list > li');
  const action = {
    n: () => $('#add').elements.title.focus(),
    '/': () => $('#filter').elements.search.focus(),
    ...(row && !$('.editor', row) && {
      e: () => edit(row),
      Delete: () => remove(row),
      ArrowDown: () => $('.done', row.nextElementSibling ?? row)?.focus(),
      ArrowUp: () => $('.done', row.previousElementSibling ?? row)?.focus(),
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

$('#api').textContent = api;
$('#reference').href = new URL('/scalar', api);
show(false);

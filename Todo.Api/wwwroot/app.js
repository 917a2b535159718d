// A to-do page without framework or build step: the living example of the API's contract. It begins here; each of the other files does one thing:
//
//   api.js       how to send a request            session.js   how to keep a session           tasks.js    one function for each request
//   live.js      following what changes           dates.js     dates and instants              messages.js problems, errors, questions
//   views.js     what is shown, and the lists     rows.js      the tasks on the page           order.js    moving them by hand
//   forms.js     adding and editing a task        schedule.js  recurrence and reminders        lists.js    the form of a list
//
// What people wrote gets onto the page as text, never as HTML.

import { api } from './api.js';
import { addSubtask, edit, taskOf } from './forms.js';
import { closeListForm } from './lists.js';
import { follow, startOver, unfollow } from './live.js';
import { $, ask, attempt, isBusy, say, showErrors } from './messages.js';
import './order.js';
import { blockOf, clear, fill, focusOn, forget, list, loadMore, noticed, reload, rowOf, takeAway, taskOfRow, tasks, update } from './rows.js';
import { mayNotify, remind } from './schedule.js';
import { keep, session, SIGN_IN, signOut, storageKey } from './session.js';
import { completeTask, createTask, deleteTask, emptyTrash, purgeTask, restoreTask } from './tasks.js';
import { inTrash, listAddress, PAGE_SIZE, showView, tagsIn, view } from './views.js';

const SEARCH_DELAY_MS = 300;
const UNDO_MS = 10_000;

// ---- What people do with a task ----------------------------------------------------------------------------------------------------

const complete = (row, done) => attempt(row, async () => {
  const task = taskOfRow(row);
  try {
    const updated = await completeTask(task, done.checked);
    update(updated);
    const comesAgain = updated.next_task_id && !task.next_task_id;
    say(`${updated.completed ? 'Completed' : 'To be done again'}: ${updated.title}${comesAgain ? '. The next one is there.' : ''}`);
  } catch (error) {
    fill(row, taskOfRow(row) ?? task);
    throw error;
  }
});

/** No question first: for some seconds a button brings the task back, and later the trash does. What is below it goes and comes with it. */
const remove = (row) => attempt(row, async () => {
  const task = taskOfRow(row);
  await deleteTask(task).catch((problem) => {
    if (problem.code !== 'TASK_NOT_FOUND') throw problem;           // gone already: that is what was wanted
  });
  takeAway(blockOf(row));
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
  await reload(listAddress(Math.max(tasks.size, PAGE_SIZE)));
  focusOn(rowOf(task) ?? list.firstElementChild);
  offerUndo(null);
  say(`Restored: ${task.title}`);
});

const restore = (row) => attempt(row, async () => {
  const task = await restoreTask(taskOfRow(row));
  takeAway(blockOf(row));
  say(`Restored: ${task.title}`);
});

function purge(row) {
  const task = taskOfRow(row);
  ask($('#confirm'), `Delete “${task.title}” for good?`, row, async () => {
    await purgeTask(task);
    takeAway([row]);
    say(`Deleted for good: ${task.title}`);
  });
}

/** Asks for the tasks that have this tag, too, or not any more. */
function filterBy(tag) {
  const field = $('#filter').elements.tags;
  const others = tagsIn(field.value).filter((name) => name !== tag);
  field.value = [...others, ...(tagsIn(field.value).length === others.length ? [tag] : [])].join(', ');
  reload();
}

// ---- The page ----------------------------------------------------------------------------------------------------------------------

let shownUser;

/** Shows the forms to sign in, or the tasks. */
function show(byPerson = true) {
  const user = session()?.user;
  const signIn = $('#sign-in-form');
  if (user?.id === shownUser && !(user === undefined && $('#sign-in').hidden)) return;
  if (shownUser) history.replaceState(null, '', '#tasks');           // the next user has other lists
  shownUser = user?.id;
  startOver();
  closeListForm();
  offerUndo(null);
  $('#notices').replaceChildren();
  $('#sign-in').hidden = Boolean(user);
  $('#tasks').hidden = $('#me').hidden = !user;
  $('#who').textContent = user ? user.name || user.email || user.id : '';
  $('#add').reset();
  $('#filter').reset();
  forget();
  listen();
  if (user || byPerson) signIn.reset();
  if (user || byPerson) signIn.elements.mode.value = 'login';        // who was here before has an account
  showMode();
  if (byPerson && user) focusOn();
  else if (byPerson) signIn.elements.email.focus();
}

/** A page that is not seen leaves its connection to others, unless reminders shall reach the person elsewhere. */
function listen() {
  if (!session() || (document.hidden && !mayNotify())) return unfollow();
  follow({ load: reload, noticed: (event) => (event.type === 'task.reminder' ? remind(event) : noticed(event)) });
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
    const task = await createTask({ ...view().add, ...taskOf(form) });
    form.reset();
    form.elements.title.focus();
    await reload();
    say(tasks.has(task.id) ? `Added: ${task.title}` : `Added: ${task.title}. The filter or the order hides it.`);
  });
});

let typing;
$('#filter').elements.search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(reload, SEARCH_DELAY_MS);
});
$('#filter').addEventListener('change', (event) => {
  if (event.target.name === 'search') return;
  showView();
  reload();
});
$('#filter').addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(typing);
  reload();
});

$('#more').addEventListener('click', (event) => attempt(event.target, loadMore));
$('#undo-button').addEventListener('click', undo);
$('#empty').addEventListener('click', (event) => ask($('#confirm'), 'Delete everything in the trash for good?', event.target, async () => {
  await emptyTrash();
  await reload();
  focusOn();
  say('The trash is empty.');
}));

list.addEventListener('change', (event) => {
  if (event.target.matches('.done')) complete(event.target.closest('li'), event.target);
});
list.addEventListener('click', (event) => {
  const row = event.target.closest('li');
  if (event.target.matches('.done') && isBusy(row)) event.preventDefault();       // one change at a time
  if (event.target.matches('.edit')) edit(row);
  if (event.target.matches('.add-subtask')) addSubtask(row);
  if (event.target.matches('.tag')) filterBy(event.target.textContent);
  if (event.target.matches('.delete')) remove(row);
  if (event.target.matches('.restore')) restore(row);
  if (event.target.matches('.purge')) purge(row);
});

document.addEventListener('keydown', (event) => {
  const isTyping = event.target.matches('input:not([type=checkbox]), select, textarea');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !$('#shortcuts').checked || $('#tasks').hidden || $('dialog[open]')) return;

  const row = event.target.closest('#list > li');
  const action = {
    n: () => $('#add').elements.title.focus(),
    '/': () => $('#filter').elements.search.focus(),
    u: undo,
    ...(row && !$('form', row) && {
      e: () => edit(row),
      s: () => addSubtask(row),
      Delete: () => (inTrash() ? purge(row) : remove(row)),
      ArrowDown: () => focusOn(row.nextElementSibling ?? row),
      ArrowUp: () => focusOn(row.previousElementSibling ?? row),
    }),
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// The session has ended here, or began or ended in another tab.
addEventListener('session', () => show());
addEventListener('storage', (event) => {
  if (event.key === storageKey || event.key === null) show(false);
});

addEventListener('hashchange', () => {
  offerUndo(null);
  closeListForm();
  clear();
  showView();
  if (!document.activeElement.matches('nav a')) $('#tasks-heading').focus();         // what had the focus may be gone with its row
  $('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  if (session()) reload();
});
document.addEventListener('visibilitychange', listen);
addEventListener('online', listen);

$('#api').textContent = api;
$('#reference').href = new URL('/scalar', api);
show(false);

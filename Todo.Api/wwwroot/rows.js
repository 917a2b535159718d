// The tasks on the page: how they are loaded, arranged and shown.

import { Problem } from './api.js';
import { dueText, isOverdue } from './dates.js';
import { $, hideProblem, isBusy, make, showProblem } from './messages.js';
import { repeatText } from './schedule.js';
import { session } from './session.js';
import { getTask, listTasks } from './tasks.js';
import { byHand, inTrash, listAddress, lists, loadSide, PAGE_SIZE, showSide, showView, tagsIn, seen, view } from './views.js';

const LARGEST_PAGE = 500;
const RELOAD_DELAY_MS = 200;
const COUNT_DELAY_MS = 1000;

export const list = $('#list');
export let tasks = new Map();               // by id, as they last came from the API
let total = null;
let next = null;
let loading = new AbortController();
let counting = new AbortController();

/** Loads the list anew, or what follows. Only the latest question counts: an older one is given up. */
export async function load(address = listAddress(), more = false) {
  const interrupts = list.hasAttribute('aria-busy');
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  list.setAttribute('aria-busy', 'true');
  try {
    const page = await listTasks(address, signal);
    if (signal.aborted) return;
    ({ total, next } = page);
    showTasks(more ? [...tasks.values(), ...page.tasks] : page.tasks);
    if (more && page.tasks.length) focusOn(rowOf(page.tasks[0]));
    await nameParents();
  } catch (error) {
    showFailure(error, signal, address, more);
  } finally {
    if (!signal.aborted) list.removeAttribute('aria-busy');
  }
  if (more && interrupts) loadSoon();
}

function showFailure(error, signal, ...what) {
  if (signal.aborted && error.status !== 401) return;       // a session that has ended gives up what is on its way, and the person is told
  if (!(error instanceof Problem)) throw error;
  showProblem(error, session() && (() => reload(...what)));
}

export const loadMore = () => load(next, true);

/** Counts anew what is open in the views and lists. */
export async function count() {
  clearTimeout(countTimer);
  countTimer = null;
  counting.abort();
  counting = new AbortController();
  const { signal } = counting;
  try {
    await loadSide(signal);
    for (const row of list.children) refill(row);           // they name their lists
  } catch (error) {
    showFailure(error, signal);
  }
}

export function reload(...what) {
  hideProblem();
  return Promise.all([load(...what), count()]);
}

let loadTimer;
let countTimer;

/** Loads what is shown anew: once for all that happens in a moment, and after what is just being loaded. What is open is counted less often. */
export function loadSoon() {
  countTimer ??= setTimeout(count, COUNT_DELAY_MS);
  loadTimer ??= setTimeout(() => {
    loadTimer = null;
    if (list.hasAttribute('aria-busy')) loadSoon();
    else load(listAddress(Math.min(Math.max(tasks.size, PAGE_SIZE), LARGEST_PAGE)));
  }, RELOAD_DELAY_MS);
}

/** Empties the page. What is on its way is not waited for. */
export function clear() {
  loading.abort();
  clearTimeout(loadTimer);
  loadTimer = null;
  list.removeAttribute('aria-busy');
  list.replaceChildren();
  tasks.clear();
  $('#count').textContent = '';
  $('#more').hidden = $('#empty').hidden = true;
}

/** Another user: nothing of the one before stays. */
export function forget() {
  clear();
  counting.abort();
  clearTimeout(countTimer);
  countTimer = null;
  seen.clear();
  showSide([], {});
}

/** Parents that are on another page, or that the view does not ask for, are asked for by themselves. One that is gone by now has no name. */
async function nameParents() {
  const parents = inTrash() ? [] : [view().parent, ...[...tasks.values()].map((task) => task.parent_id)];
  const unknown = new Set(parents.filter((id) => id && !seen.has(id)));
  if (unknown.size === 0) return;
  await Promise.all([...unknown].map(async (id) => {
    try {
      seen.set(id, await getTask(id));
    } catch (problem) {
      if (problem.code !== 'TASK_NOT_FOUND') throw problem;
      seen.set(id, null);
    }
  }));
  showView();
  for (const row of list.children) refill(row);
}

/** Each task below its parent where both are on the page, else in the order of the list; and how deep it stands. */
function arrange() {
  const below = Map.groupBy(tasks.values(), parentOnPage);
  const arranged = [];
  const add = (parent, depth) => {
    for (const task of below.get(parent) ?? []) {
      arranged.push([task, depth]);
      add(task.id, depth + 1);
    }
  };
  add(null, 0);
  return arranged;
}

export const parentOnPage = ({ parent_id: parent }) => (tasks.has(parent) ? parent : null);

/** Shows these tasks in this order. Rows are filled in place, and one with an open form stays: what has the focus keeps it. */
export function showTasks(shown) {
  const focused = document.activeElement;
  const place = [...list.children].indexOf(focused.closest('#list > li'));
  const newest = (task) => (tasks.get(task.id)?.version > task.version ? tasks.get(task.id) : task);
  tasks = new Map(shown.map((task) => [task.id, newest(task)]));

  for (const row of [...list.children]) if (!taskOfRow(row) && !$('form', row)) row.remove();
  let at = list.firstElementChild;
  for (const [task, depth] of arrange()) {
    const row = rowOf(task) ?? make('#row');
    row.dataset.depth = depth;
    row.style.setProperty('--depth', depth);
    if (!isBusy(row)) fill(row, task);
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

export function fill(row, task) {
  const { deleted_at: deleted, due_date: due, list_id: listId, parent_id: parent, recurrence, reminders, subtasks } = task;
  seen.set(task.id, task);
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
  $('.repeats', row).textContent = recurrence ? repeatText(recurrence) : '';
  $('.reminds', row).textContent = reminders.length ? `${reminders.length} ${reminders.length === 1 ? 'reminder' : 'reminders'}` : '';
  $('.deleted', row).textContent = deleted ? `in the trash since ${dueText(deleted)}` : '';

  $('.in-list', row).hidden = !lists.has(listId) || view().list?.id === listId;
  $('.in-list .name', row).textContent = lists.get(listId)?.name ?? '';
  $('.in-list .dot', row).style.backgroundColor = lists.get(listId)?.color ?? '';
  $('.parent', row).hidden = !parent || inTrash() || view().parent === parent;
  $('.parent', row).textContent = parent ? `part of ${seen.get(parent)?.title ?? 'another task'}` : '';
  $('.parent', row).href = `#subtasks=${parent}`;
  $('.parent', row).classList.toggle('visually-hidden', tasks.has(parent));       // seen by where it stands
  $('.subtasks', row).hidden = subtasks.total === 0;
  $('.subtasks', row).textContent = `${subtasks.completed} of ${subtasks.total}`;
  $('.subtasks', row).setAttribute('aria-label', `${subtasks.completed} of ${subtasks.total} subtasks completed: show them`);
  $('.subtasks', row).href = `#subtasks=${task.id}`;
  fillTags($('.tags', row), task.tags);

  for (const button of row.querySelectorAll(':scope > .actions > button')) {
    button.hidden = button.matches('.up, .down') ? !byHand() : button.matches('.restore, .purge') !== Boolean(deleted);
    button.setAttribute('aria-label', `${button.title || button.textContent}: ${task.title}`);
  }
}

/** Tags to click: the filter then asks for the tasks that have them. They are made anew only if they are others, so that the focus stays. */
function fillTags(place, tags) {
  if ([...place.children].map((tag) => tag.textContent).join() !== tags.join()) {
    place.replaceChildren(...tags.map((name) => {
      const tag = make('#tag');
      tag.textContent = name;
      return tag;
    }));
  }
  const filtered = tagsIn($('#filter').elements.tags.value);
  for (const tag of place.children) {
    tag.ariaPressed = filtered.includes(tag.textContent);
    tag.disabled = inTrash();
  }
}

function refill(row) {
  if (taskOfRow(row) && !isBusy(row)) fill(row, taskOfRow(row));
}

export const taskOfRow = (row) => tasks.get(Number(row.dataset.id));
export const rowOf = (task) => $(`[data-id="${task.id}"]`, list);

/** To the row, or to where something can be added. */
export function focusOn(row, control = inTrash() ? '.restore' : '.done') {
  (row ? $(control, row) : inTrash() ? $('nav a') : $('#add').elements.title).focus();
}

/** Shows the task as it came back. Whether and where the list wants it is what the API says a moment later. */
export function update(task) {
  tasks.set(task.id, task);
  if (rowOf(task)) fill(rowOf(task), task);
  loadSoon();
}

/** A row and those of the tasks below it, which come right after it. */
export function blockOf(row) {
  const rows = [row];
  const below = () => rows.at(-1).nextElementSibling;
  while (below()?.dataset.depth > row.dataset.depth) rows.push(below());
  return rows;
}

export function takeAway(rows) {
  const gone = new Set(rows.map((row) => Number(row.dataset.id)));
  const left = [...tasks.values()].filter(({ id }) => !gone.has(id));
  total -= tasks.size - left.length;
  showTasks(left);
  loadSoon();
}

/** What this page did itself it knows by the version. After anything else it asks for the list, which knows best about order and filters. */
export function noticed({ task_id: id, task }) {
  if (task) seen.set(id, task);
  if (!(tasks.get(id)?.version >= task?.version)) loadSoon();
}

// The order by hand: with the pointer, with buttons, with Alt and the arrow keys. A task is moved among those that stand beside it,
// and what is below it comes along.

import { attempt, isBusy, say } from './messages.js';
import { blockOf, list, loadSoon, parentOnPage, showTasks, taskOfRow, tasks } from './rows.js';
import { moveTask } from './tasks.js';
import { byHand } from './views.js';

const EDGE_PX = 60;
const SCROLL_PX = 15;

function siblingsOf(row) {
  const parent = parentOnPage(taskOfRow(row));
  return [...list.children].filter((other) => taskOfRow(other) && parentOnPage(taskOfRow(other)) === parent);
}

/** Moves the task before that of another row, or behind all. One request: the API finds a position between those on both sides. */
const moveBefore = (row, next) => attempt(row, async () => {
  const others = siblingsOf(row).filter((other) => other !== row);
  const place = next ? others.indexOf(next) : others.length;
  const previous = others[place - 1];
  const task = taskOfRow(row);
  const moved = await moveTask(task, previous ? { after: taskOfRow(previous).id } : { before: taskOfRow(next).id });
  tasks.set(moved.id, moved);
  showTasks([...tasks.values()].sort((one, other) => (one.position < other.position ? -1 : 1)));       // by code points
  loadSoon();
  say(`Moved: ${moved.title}, ${place + 1} of ${others.length + 1}`);
});

/** One place up (-1) or down (1). */
export function step(row, by) {
  if (!taskOfRow(row) || isBusy(row)) return;
  const siblings = siblingsOf(row);
  const place = siblings.indexOf(row) + by;
  if (!byHand()) say('To move tasks, sort them by hand.');
  else if (!siblings[place]) say(`${taskOfRow(row).title} is ${by < 0 ? 'first' : 'last'} already.`);
  else return moveBefore(row, siblings[by < 0 ? place : place + 1] ?? null);
}

/** Drags a row by its grip. A line shows where it would go. */
function drag(grip, pointer) {
  const row = grip.closest('li');
  if (!taskOfRow(row) || isBusy(row)) return;
  const others = siblingsOf(row).filter((other) => other !== row);
  let next;                                 // the row that it goes before; null: behind all; undefined: where it is

  const unmark = () => {
    for (const marked of list.querySelectorAll('.drop-before, .drop-after')) marked.classList.remove('drop-before', 'drop-after');
  };
  const move = ({ clientY: y }) => {
    if (y < EDGE_PX) scrollBy(0, -SCROLL_PX);
    if (y > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX);
    const { top, bottom } = row.getBoundingClientRect();
    const isAbove = (other) => y < other.getBoundingClientRect().top + other.offsetHeight / 2;
    next = y >= top && y <= bottom ? undefined : others.find(isAbove) ?? null;
    unmark();
    if (next) next.classList.add('drop-before');
    if (next === null && others.length) blockOf(others.at(-1)).at(-1).classList.add('drop-after');
  };
  const end = (event) => {
    stop.abort();
    unmark();
    row.classList.remove('dragged');
    const isThere = (other) => !other || (other.isConnected && taskOfRow(other));
    if (event.type === 'pointerup' && next !== undefined && others.length && isThere(row) && isThere(next)) moveBefore(row, next);
  };

  const stop = new AbortController();
  grip.setPointerCapture(pointer);
  grip.addEventListener('pointermove', move, { signal: stop.signal });
  for (const type of ['pointerup', 'pointercancel']) grip.addEventListener(type, end, { signal: stop.signal });
  addEventListener('keydown', (event) => event.key === 'Escape' && end(event), { signal: stop.signal });
  row.classList.add('dragged');
}

list.addEventListener('pointerdown', (event) => {
  if (event.button !== 0 || !event.target.matches('.grip')) return;
  event.preventDefault();
  drag(event.target, event.pointerId);
});
list.addEventListener('click', ({ target }) => {
  const row = target.closest('li');
  if (target.matches('.up')) step(row, -1);
  if (target.matches('.down')) step(row, 1);
});
list.addEventListener('keydown', (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!by || !event.altKey || event.target.matches('input:not([type=checkbox]), select, textarea')) return;
  event.preventDefault();
  step(event.target.closest('li'), by);
});

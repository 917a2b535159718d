// Which tasks are shown, by the address of the page (#today, #list=7), and what stands beside them: the views and the lists of the user,
// with what is open there.

import { localDate } from './dates.js';
import { $, make } from './messages.js';
import { getLists, getStats, timeZone, userPath } from './tasks.js';

export const PAGE_SIZE = 25;

export const lists = new Map();             // by id, as they last came from the API
export const seen = new Map();              // tasks by id, shown or not: a parent may be on another page

// `query` is what the API is asked for, `add` what a task that is added there begins with.
const today = () => localDate(new Date());
const VIEWS = {
  tasks: () => ({ title: 'All' }),
  today: () => ({ title: 'Today', query: { due: 'today', time_zone: timeZone }, add: { due_date: today() } }),
  overdue: () => ({ title: 'Overdue', query: { due: 'overdue', time_zone: timeZone } }),
  week: () => ({ title: 'Week', query: { due: 'week', time_zone: timeZone }, add: { due_date: today() } }),
  inbox: () => ({ title: 'Inbox', query: { list_id: 'none' } }),
  list: (id) => ({ title: lists.get(id)?.name ?? 'List', list: lists.get(id), query: { list_id: id }, add: { list_id: id } }),
  subtasks: (id) => ({
    title: `Subtasks of ${seen.get(id)?.title ?? 'a task'}`,
    parent: id,
    query: { parent_id: id },
    add: { parent_id: id, list_id: seen.get(id)?.list_id ?? null },
  }),
  trash: () => ({ title: 'Trash' }),
};

export function view() {
  const [, name, id] = /^#(\w+)=?(\d*)$/.exec(location.hash) ?? [];
  return (Object.hasOwn(VIEWS, name) ? VIEWS[name] : VIEWS.tasks)(Number(id));
}

export const inTrash = () => location.hash === '#trash';

/** By hand: the one order in which tasks can be moved. */
export const byHand = () => $('#filter').elements.sort.value === 'position' && !inTrash();

export const tagsIn = (text) => text.split(',').map((tag) => tag.trim()).filter(Boolean);

/** The address of the list that view and filter ask for. An empty or unknown parameter would be a 422, so only what is set goes along. */
export function listAddress(limit = PAGE_SIZE) {
  if (inTrash()) return userPath(`trash?limit=${limit}`);
  const fields = new FormData($('#filter'));
  const tags = tagsIn(fields.get('tags'));
  const query = new URLSearchParams({ ...view().query, sort: fields.get('sort'), limit, count: true });
  if (!byHand()) query.set('order', fields.get('order'));
  if (fields.get('status') !== 'all') query.set('status', fields.get('status'));
  if (fields.has('priority')) query.set('priority', fields.getAll('priority').join(','));
  if (tags.length) query.set('tags', tags.join(','));
  if (fields.get('search').trim()) query.set('search', fields.get('search').trim());
  return userPath(`tasks?${query}`);
}

/** The lists and what is open, as they are now. */
export async function loadSide(signal) {
  const [all, stats] = await Promise.all([getLists(signal), getStats(signal)]);
  if (!signal.aborted) showSide(all, stats);
}

export function showSide(all, stats) {
  lists.clear();
  for (const list of all) lists.set(list.id, list);
  const inLists = all.reduce((sum, { open }) => sum + open, 0);
  const open = { tasks: stats.pending, today: stats.due_today, overdue: stats.overdue, inbox: Math.max(0, stats.pending - inLists) };
  for (const [name, count] of Object.entries(open)) $(`nav [href="#${name}"] .open`).textContent = count || '';

  // Links are filled in place: what has the focus keeps it.
  const links = $('#lists');
  while (links.children.length > all.length) links.lastElementChild.remove();
  while (links.children.length < all.length) links.append(make('#list-link'));
  for (const [place, list] of all.entries()) {
    const link = links.children[place];
    link.href = `#list=${list.id}`;
    $('.name', link).textContent = list.name;
    $('.open', link).textContent = list.open || '';
    $('.dot', link).style.backgroundColor = list.color ?? '';           // the policy of the page forbids styles in HTML, not this
  }
  showView();
}

/** The tasks, or the trash: both are lists, with different things to do in them. */
export function showView() {
  const { title, list, add } = view();
  $('#add').hidden = $('#filter').hidden = inTrash();
  $('#tasks-heading').textContent = title;
  $('#edit-list').hidden = !list;
  $('#add').elements.due_date.defaultValue = add?.due_date ?? '';
  $('#filter').elements.order.disabled = byHand();
  $('#list').classList.toggle('by-hand', byHand());
  for (const link of document.querySelectorAll('nav a')) link.ariaCurrent = link.hash === (location.hash || '#tasks') ? 'page' : null;
}

// Lists: made, renamed, coloured and deleted, in one form above the tasks.

import { $, ask, attempt, hideProblem, say, showErrors } from './messages.js';
import { count } from './rows.js';
import { createList, deleteList, updateList } from './tasks.js';
import { lists, view } from './views.js';

const form = $('#list-form');
let edited = null;                          // the list, or null for a new one

/** A field for a colour always has one: the box beside it says whether it counts. */
const listOf = () => ({ name: form.elements.name.value, color: form.elements.colored.checked ? form.elements.color.value : null });

function open(list) {
  edited = list;
  form.reset();
  showErrors(form, {});
  form.elements.name.value = list?.name ?? '';
  form.elements.colored.checked = Boolean(list?.color);
  if (list?.color) form.elements.color.value = list.color;
  form.ariaLabel = list ? 'Edit list' : 'New list';
  $('#delete-list').hidden = !list;
  form.hidden = false;
  form.elements.name.focus();
}

export function closeListForm() {
  form.hidden = true;
}

function close() {
  closeListForm();
  $(edited && lists.has(edited.id) ? '#edit-list' : '#new-list').focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(form, async () => {
    const list = edited ? await updateList(edited, listOf()) : await createList(listOf());
    await count();
    if (edited) close();
    else location.hash = `#list=${list.id}`;
    say(`Saved: ${list.name}`);
  });
});
form.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') $('#cancel-list').click();
});
form.elements.color.addEventListener('input', () => { form.elements.colored.checked = true; });

$('#new-list').addEventListener('click', () => open(null));
$('#edit-list').addEventListener('click', () => open(view().list));
$('#cancel-list').addEventListener('click', () => {
  hideProblem();
  close();
});

$('#delete-list').addEventListener('click', () => {
  const list = lists.get(edited.id) ?? edited;              // as it counts now
  const remove = async (whatOfTasks) => {
    await deleteList(list, whatOfTasks);
    location.hash = '#tasks';
    say(`Deleted the list ${list.name}.`);
  };
  if (list.total === 0) attempt(form, remove);
  else ask($('#confirm-list'), `Delete the list “${list.name}”? What becomes of its ${list.total === 1 ? 'task' : `${list.total} tasks`}?`, form, remove);
});

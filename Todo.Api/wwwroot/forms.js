// What people write of a task: what the fields say as the API wants it, and the forms in a row.

import { Problem } from './api.js';
import { dueText, isDate, localDate, localTime } from './dates.js';
import { $, attempt, hideProblem, make, say, showProblem } from './messages.js';
import { focusOn, loadSoon, taskOfRow, update } from './rows.js';
import { readSchedule, remindersText, tendSchedule, writeSchedule } from './schedule.js';
import { createTask, getTags, updateTask } from './tasks.js';
import { lists, tagsIn } from './views.js';

/** What the form says of a task. What the browser cannot read as a date is told, not dropped. */
export function taskOf(form) {
  const { title, description, priority, due_date: date, due_time: time, tags, list_id: list, repeats } = form.elements;
  if (date.validity.badInput || time.validity.badInput || (time.value && !date.value)) {
    const message = time.value && !date.validity.badInput ? 'a time needs a date' : 'is not complete';
    throw new Problem({ detail: `due_date: ${message}`, errors: { due_date: [message] } });
  }

  const due = time.value ? new Date(`${date.value}T${time.value}`).toISOString() : date.value || null;
  return {
    title: title.value,
    priority: priority.value,
    due_date: due,
    ...(description && { description: description.value || null }),
    ...(tags && { tags: tagsIn(tags.value) }),
    ...(list && { list_id: Number(list.value) || null }),
    ...(repeats && readSchedule(form)),
  };
}

function write(form, task) {
  const { title, description, priority, due_date: date, due_time: time, tags, list_id: list } = form.elements;
  const at = task.due_date && !isDate(task.due_date) ? new Date(task.due_date) : null;
  title.value = task.title;
  description.value = task.description ?? '';
  priority.value = task.priority;
  date.value = at ? localDate(at) : task.due_date ?? '';
  time.value = at ? localTime(at) : '';
  tags.value = task.tags.join(', ');
  list.replaceChildren(new Option('Inbox', ''), ...[...lists.values()].map(({ id, name }) => new Option(name, id)));
  if (task.list_id && !lists.has(task.list_id)) list.append(new Option('another list', task.list_id));
  list.value = task.list_id ?? '';
  writeSchedule(form, task);
}

/** A value of a task in words. */
function textOf(task, name) {
  const texts = {
    due_date: task.due_date && dueText(task.due_date),
    tags: task.tags.join(', '),
    list_id: lists.get(task.list_id)?.name ?? 'Inbox',
    reminders: remindersText(task.reminders),
  };
  return (name in texts ? texts[name] : task[name]) || 'empty';
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Opens a form in the row. Escape and its button close it, and the focus goes back to where it was opened. */
function open(row, template, opener) {
  const form = make(template);
  const close = () => {
    form.remove();
    row.classList.remove('editing');
    if (taskOfRow(row)) return focusOn(row, opener);
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    focusOn(neighbour);
  };
  $('.cancel', form).addEventListener('click', () => {
    hideProblem();
    close();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') $('.cancel', form).click();
  });
  row.append(form);
  return { form, close };
}

export function edit(row) {
  let task = taskOfRow(row);
  if (!task || task.deleted_at || $('.editor', row)) return;

  const { form, close } = open(row, '#editor', '.edit');
  write(form, task);
  tendSchedule(form, task);
  let before = taskOf(form);

  /** Only what was typed: what was changed elsewhere in the meantime stays. */
  async function save() {
    const changes = Object.fromEntries(Object.entries(taskOf(form)).filter(([name, value]) => !isSame(value, before[name])));
    if (Object.keys(changes).length === 0) return close();
    try {
      const updated = await updateTask(task, changes);
      update(updated);
      close();
      say(`Saved: ${updated.title}`);
    } catch (problem) {
      if (problem.status !== 412) throw problem;
      problem.errors = merge(problem.current, changes);
      if (Object.keys(problem.errors).length === 0) return save();
      throw problem;
    }
  }

  /** Changed elsewhere in the meantime: shows the other values where nothing was typed, and beside what was typed what it is now. */
  function merge(current, typed) {
    const seen = before;
    task = current;
    update(task);
    write(form, task);
    before = taskOf(form);
    write(form, { ...task, ...typed });
    const conflicts = Object.keys(typed).filter((name) => !isSame(before[name], seen[name]) && !isSame(before[name], typed[name]));
    if (conflicts.length) {
      $('.save', form).textContent = 'Save anyway';
      $('.cancel', form).textContent = 'Take the other version';
    }
    return Object.fromEntries(conflicts.map((name) => [name, [`is now: ${textOf(task, name)}`]]));
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(form, save);
  });
  row.classList.add('editing');
  form.elements.title.focus();
}

export function addSubtask(row) {
  const parent = taskOfRow(row);
  if (!parent || parent.deleted_at) return;

  const opened = $('.subtask', row);
  if (opened) return opened.elements.title.focus();
  const { form } = open(row, '#subtask', '.add-subtask');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(form, async () => {
      const task = await createTask({ title: form.elements.title.value, parent_id: parent.id, list_id: parent.list_id });
      form.reset();
      form.elements.title.focus();
      loadSoon();
      say(`Added to ${parent.title}: ${task.title}`);
    });
  });
  form.elements.title.focus();
}

// ---- Tags, several in one field: the suggestions are what is written already and one more.

let tagNames = [];

function suggest(field) {
  const written = tagsIn(field.value.slice(0, field.value.lastIndexOf(',') + 1));
  const unused = tagNames.filter((name) => !written.includes(name));
  $('#tag-names').replaceChildren(...unused.map((name) => new Option('', [...written, name].join(', '))));
}

document.addEventListener('focusin', async ({ target }) => {
  if (target.getAttribute('list') !== 'tag-names') return;
  try {
    tagNames = (await getTags()).map(({ name }) => name);
    suggest(target);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showProblem(error);
  }
});
document.addEventListener('input', ({ target }) => {
  if (target.getAttribute('list') === 'tag-names') suggest(target);
});

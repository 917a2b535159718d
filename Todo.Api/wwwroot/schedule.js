// Recurrence and reminders: in words, and as fields of a form.

import { Problem } from './api.js';
import { dueText } from './dates.js';
import { $, make, say, showProblem } from './messages.js';
import { occurrences, timeZone } from './tasks.js';

const SHOWN_OCCURRENCES = 4;

const RULES = {
  'FREQ=DAILY': 'daily',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR': 'on weekdays',
  'FREQ=WEEKLY': 'weekly',
  'FREQ=MONTHLY': 'monthly',
  'FREQ=YEARLY': 'yearly',
};

const REMINDERS = {
  0: 'at the due time', 10: '10 minutes before', 30: '30 minutes before', 60: 'an hour before', 1440: 'a day before',
};

export const repeatText = (rule) => `repeats ${RULES[rule] ?? `by ${rule}`}`;

const reminderText = ({ at, before_minutes: minutes }) => (at ? dueText(at) : REMINDERS[minutes] ?? `${minutes} minutes before`);
export const remindersText = (reminders) => reminders.map(reminderText).join('; ');

/** Fills the fields with the schedule of a task. */
export function writeSchedule(form, { recurrence, recurrence_from: from, reminders, time_zone: zone }) {
  const { repeats } = form.elements;
  repeats.replaceChildren(
    new Option('never', ''), ...Object.entries(RULES).map(([rule, text]) => new Option(text, rule)), new Option('by a rule of my own', 'own'));
  repeats.value = !recurrence || RULES[recurrence] ? recurrence ?? '' : 'own';
  form.elements.recurrence.value = recurrence ?? '';
  form.elements.recurrence_from.value = from ?? 'due';
  form.elements.time_zone.value = zone ?? '';
  showSchedule(form);

  // Those of other clients are offered too: a form that does not know them would take them away.
  const offered = Object.keys(REMINDERS).map((minutes) => JSON.stringify({ before_minutes: Number(minutes) }));
  const kept = reminders.map((reminder) => JSON.stringify(reminder));
  $('.reminders', form).replaceChildren(...[...new Set([...offered, ...kept])].map((reminder) => {
    const box = Object.assign(document.createElement('input'), { type: 'checkbox', name: 'reminders', value: reminder, checked: kept.includes(reminder) });
    const label = document.createElement('label');
    label.append(box, ` ${reminderText(JSON.parse(reminder))}`);
    return label;
  }));
  $('.allow', form).hidden = !('Notification' in window) || Notification.permission !== 'default';
}

/** What the fields say, as the API wants it. In days and hours a rule and a reminder need a time zone: that of the person who set them. */
export function readSchedule(form) {
  const { recurrence, recurrence_from: from, time_zone: zone } = form.elements;
  const rule = recurrence.value.trim() || null;
  const reminders = [...form.querySelectorAll('[name=reminders]:checked')].map((box) => JSON.parse(box.value));
  return {
    recurrence: rule,
    recurrence_from: rule && from.value,
    reminders,
    time_zone: zone.value || (rule || reminders.length ? timeZone : null),
  };
}

function showSchedule(form) {
  const { repeats } = form.elements;
  $('.own', form).hidden = repeats.value !== 'own';
  $('.from', form).hidden = repeats.value === '';
}

/** The next due dates, as the API counts them: of the rule that it has, not of one that is being typed. */
async function showOccurrences(form, task) {
  try {
    const [, ...dates] = await occurrences(task, SHOWN_OCCURRENCES);
    $('.occurrences', form).textContent = dates.length ? `then due ${dates.map(dueText).join('; ')}` : 'the last of its series';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showProblem(error);
  }
}

/** Keeps the fields of a form together. */
export function tendSchedule(form, task) {
  const stale = () => { $('.occurrences', form).textContent = ''; };
  form.elements.repeats.addEventListener('change', ({ target: { value } }) => {
    if (value !== 'own') form.elements.recurrence.value = value;
    showSchedule(form);
    if (value === 'own') form.elements.recurrence.focus();
  });
  for (const name of ['repeats', 'recurrence', 'recurrence_from', 'due_date', 'due_time']) form.elements[name].addEventListener('input', stale);
  $('.allow', form).addEventListener('click', async ({ target }) => {
    await Notification.requestPermission();
    target.hidden = Notification.permission !== 'default';
    say(mayNotify() ? 'Reminders are notifications too.' : 'Reminders show on this page only.');
  });
  if (task.recurrence) showOccurrences(form, task);
}

// ---- Reminders that ring

/** Only if the person has allowed it: a page in the background goes on listening then. */
export const mayNotify = () => 'Notification' in window && Notification.permission === 'granted';

export function remind({ task_id: id, at, task }) {
  if (!task) return;
  const text = `Reminder: ${task.title}${task.due_date ? `, due ${dueText(task.due_date)}` : ''}`;
  const notice = make('#notice');
  $('p', notice).textContent = text;
  $('button', notice).addEventListener('click', () => notice.remove());
  $('#notices').append(notice);
  if (!mayNotify()) return;
  try {
    new Notification(text, { tag: `${id} ${at}` });          // one, however many tabs there are
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;          // on Android only service workers can: the notice on the page has to do
  }
}

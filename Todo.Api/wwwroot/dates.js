// A due date is a date (2026-12-01), which is the same day everywhere, or an instant, which the API gives back in UTC.

export const isDate = (due) => due.length === 10;
const pad = (number, digits = 2) => String(number).padStart(digits, '0');
export const localDate = (at) => `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
export const localTime = (at) => `${pad(at.getHours())}:${pad(at.getMinutes())}`;

export function dueText(due) {
  return isDate(due)
    ? new Date(`${due}T00:00:00Z`).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
    : new Date(due).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

const isPast = (due) => (isDate(due) ? due < localDate(new Date()) : new Date(due) < new Date());
export const isOverdue = ({ completed, deleted_at: deleted, due_date: due }) => Boolean(!completed && !deleted && due && isPast(due));

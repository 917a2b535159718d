// What the page says: problems, errors beside their fields, what a screen reader is told, questions.

import { Problem } from './api.js';

export const $ = (selector, within = document) => within.querySelector(selector);

/** An element from a template of the page. */
export const make = (template) => $(template).content.firstElementChild.cloneNode(true);

const busy = new WeakSet();
export const isBusy = (owner) => busy.has(owner);

/** Runs what a person asked for, at most once at a time for each form or row, and shows what goes wrong. */
export async function attempt(owner, action) {
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

export function showProblem(problem, retry) {
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

export function hideProblem() {
  clearInterval(countdown);
  $('#problem').hidden = true;
  for (const id of ['#problem-detail', '#problem-code', '#problem-wait']) $(id).textContent = '';
}

/** Puts each message beside its field: fields have the names of the wire. */
export function showErrors(form, errors) {
  for (const note of form.querySelectorAll('.error')) note.remove();
  for (const field of form.elements) {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  }

  // Boxes of one name have one message, at the first.
  const wrong = [...form.elements].filter((field) => Object.hasOwn(errors, field.name) && field === $(`[name=${field.name}]`, form));
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
export const say = (text) => { $('#said').textContent = text; };

/** Nothing undoes what follows, so we ask first. The action gets the value of the button that was pressed; one without value does nothing. */
export function ask(dialog, question, owner, action) {
  $('p', dialog).textContent = question;
  dialog.returnValue = '';
  dialog.showModal();
  dialog.addEventListener('close', () => dialog.returnValue && attempt(owner, () => action(dialog.returnValue)), { once: true });
}

for (const button of document.querySelectorAll('dialog button')) button.addEventListener('click', () => button.closest('dialog').close(button.value));
$('#problem-dismiss').addEventListener('click', hideProblem);

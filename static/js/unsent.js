// What is typed into a form is kept on the site while it is typed, never in the middle of a composition; and who else is at it.

import { labels, read } from "./unsent-fields.js";
import { packed, tell } from "./unsent-site.js";
import { forget, store, stored } from "./unsent-store.js";

const AFTER = 3_000; // milliseconds from the first change to its being kept
const BEAT = 15_000;

export const place = document.querySelector("[data-unsent]");
export const form = place.closest("form");
const ticket = form.elements["unsent-ticket"];
const version = form.elements["unsent-version"];
const words = place.dataset;

let known = null; // what the site has or has given; unknown until a hand is on the form, for scripts make it ready
let held = null; // the form as it was before the composition that is going on
let timer = null;
let isDue = false;
let isSending = false;
let isSubmitted = false;

const now = () => held ?? read(form);
const isChanged = () => known !== null && JSON.stringify(now()) !== known;
const sign = () => ({ ticket: ticket.value, version: version.value });
const entry = () => ({ ...sign(), fields: now(), labels: labels(form) });

function say(name, sentence) {
  const line = place.querySelector(`[data-${name}]`);
  line.textContent = sentence;
  line.hidden = !sentence;
}

export async function send() {
  clearTimeout(timer);
  timer = null;
  if (held || isSending || isSubmitted) {
    isDue = true;
    return;
  }
  [isSending, isDue] = [true, false];
  const isNew = isChanged();
  const sent = isNew ? entry() : sign();
  const answer = await tell(words, packed(form, sent));
  isSending = false;
  hear(answer, sent);
  if (isDue) {
    await send();
  }
}

function hear(answer, sent) {
  if (answer.lost) {
    say("state", !sent.fields || store(place, sent) ? answer.lost : words.full);
  } else if (answer.ticket) {
    ticket.value = answer.ticket; // that form was saved or dropped: what is typed now is another
    isDue = Boolean(sent.fields);
  } else {
    say("others", answer.others);
    say("overtaken", answer.overtaken);
    forget(place, sent.ticket);
    if (sent.fields) {
      known = JSON.stringify(sent.fields);
      say("state", words.kept.replace("{time}", new Date().toTimeString().slice(0, 8)));
    }
  }
}

// Another form's text goes on here, under its own ticket and from the version that it was begun with.
export function adopt(taken) {
  ticket.value = taken.ticket;
  version.value = taken.version;
  known = "";
  return send();
}

// The first touch: before it nothing that happens is the editor's.
for (const kind of ["keydown", "pointerdown", "beforeinput", "paste", "drop"]) {
  document.addEventListener(kind, () => (known ??= JSON.stringify(now())), { capture: true });
}

// Input of composed text is told after each stroke; only its end counts.
form.addEventListener("compositionstart", () => (held = read(form)), { capture: true });
form.addEventListener("compositionend", () => {
  held = null;
  isDue ? send() : schedule();
});
for (const kind of ["input", "change"]) {
  form.addEventListener(kind, schedule);
}

function schedule() {
  if (!held) {
    timer ??= setTimeout(send, AFTER);
  }
}

// What is on its way to be saved may not arrive. On the window, where all who might stop it have spoken.
addEventListener("submit", (event) => {
  if (event.target === form && !event.defaultPrevented) {
    isSubmitted = true;
    if (isChanged()) {
      navigator.sendBeacon(words.unsent, packed(form, entry()));
    }
  }
});
addEventListener("pageshow", () => (isSubmitted = false));
addEventListener("pagehide", () => {
  if (isSubmitted) {
    return;
  }
  const left = isChanged() ? entry() : sign();
  if (!navigator.sendBeacon(words.unsent, packed(form, left, true)) && left.fields) {
    store(place, left); // a beacon carries 64 kB
  }
});
document.addEventListener("visibilitychange", () => document.hidden && isChanged() && send());

// What an earlier form of this row could not tell the site, it is told now; the page that is opened anew then offers it.
async function deliver() {
  let isNews = false;
  for (const kept of stored(place)) {
    const isOwn = kept.ticket === ticket.value;
    const answer = isOwn ? {} : await tell(words, packed(form, kept, true));
    if (!answer.lost) {
      forget(place, kept.ticket);
      isNews ||= !isOwn && !answer.ticket;
    }
  }
  if (isNews && "fresh" in words && !isChanged()) {
    location.reload();
  }
}

deliver().then(send);
setInterval(send, BEAT);

// A page's state is set without leaving one's place on the board; the keys 1 to 4 press the buttons of the page that has the focus.

import { boardIn, fetchBoard, pause, redraw, stillness } from "./board-fresh.js";

const form = document.querySelector("[data-board-states]");
const board = document.querySelector("[data-board]");
const status = document.querySelector("[data-board-status]");
const AGAIN = 1_000; // milliseconds

function say(now) {
  const messages = [...now.querySelectorAll(".messagelist li")];
  status.textContent = messages.map((message) => message.textContent).join(" ");
  status.classList.toggle("board-warning", messages.some((message) => message.classList.contains("error")));
}

async function send(body, section) {
  status.textContent = form.dataset.saving;
  await stillness(); // a move that was made before is saved before
  const response = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!response || response.status >= 500) {
    status.textContent = form.dataset.lost;
    return;
  }
  let now = boardIn(await response.text());
  if (!now) {
    location.reload(); // logged out, or not allowed any more
    return;
  }
  say(now);
  while (!redraw(now, true)) {
    await pause(AGAIN);
    await stillness();
    now = (await fetchBoard()) ?? now;
  }
  if (document.activeElement === document.body) {
    board.querySelector(`[data-section="${section}"] [aria-current]`)?.focus();
  }
}

let sending = Promise.resolve();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const body = new FormData(form, event.submitter); // now: the button may be drawn anew before its turn comes
  const section = event.submitter.closest("[data-section]")?.dataset.section;
  sending = sending.then(() => send(body, section));
});

board.addEventListener("keydown", (event) => {
  const key = /^(?:Digit|Numpad)([1-4])$/.exec(event.code)?.[1];
  const isTyping = event.target.closest("input, textarea, select");
  if (key && !isTyping && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.target.closest("[data-section]")?.querySelector(`[data-key="${key}"]`)?.click();
  }
});

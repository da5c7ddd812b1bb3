// Files dropped on the board go to the server one by one; while its pages are read, the board is shown anew.

import { fetchBoard, pause, redraw } from "./board-fresh.js";

const board = document.querySelector("[data-board]");
const field = document.querySelector("[data-drop-files]");
const told = document.querySelector("[data-drop-told]");
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const words = field.dataset;
const LOOK = 2_000; // milliseconds between looks at the pages that are being read
const AT_ONCE = 2;
const MOST_STANDSTILLS = 2;

function line(name) {
  const item = document.createElement("li");
  const title = document.createElement("span");
  title.textContent = name;
  item.append(title, document.createElement("span"));
  told.append(item);
  return (text, isRefused = false) => {
    item.lastChild.textContent = text;
    item.classList.toggle("board-warning", isRefused);
  };
}

async function send(file, say) {
  say(words.sending);
  const body = new FormData();
  body.append("file", file, file.name);
  const response = await fetch(words.drop, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null);
  const answer = (await response?.json().catch(() => null)) ?? { error: words.lost };
  say(answer.said ?? answer.error, !answer.said);
}

async function sendAll(files) {
  const waiting = [...files].map((file) => [file, line(file.name)]);
  const next = async () => {
    for (let pair = waiting.shift(); pair; pair = waiting.shift()) {
      await send(...pair);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  await follow();
}

// True while there is more to come.
async function show() {
  const now = await fetchBoard();
  return !now || !redraw(now) || board.dataset.unread !== "0";
}

// True where nothing was at work before.
async function begin() {
  const response = await fetch(words.read, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
  return (await response?.json().catch(() => null))?.began ?? false;
}

async function follow() {
  const say = line(words.reading);
  let before = "";
  let standstills = 0;
  for (let looks = 0; await show(); looks++) {
    say(words.left.replace("{count}", board.dataset.unread));
    if (looks % 5 === 0) {
      const isIdle = await begin();
      standstills = isIdle && before === board.dataset.unread ? standstills + 1 : 0;
      before = board.dataset.unread;
    }
    if (standstills > MOST_STANDSTILLS) {
      say(words.stuck, true);
      return;
    }
    await pause(LOOK);
  }
  say(words.done);
}

field.addEventListener("change", () => sendAll(field.files));
document.addEventListener("dragover", (event) => {
  if (event.dataTransfer.types.includes("Files")) {
    event.preventDefault();
    document.body.classList.add("is-dropping");
  }
});
document.addEventListener("dragleave", () => document.body.classList.remove("is-dropping"));
document.addEventListener("drop", (event) => {
  document.body.classList.remove("is-dropping");
  if (event.dataTransfer.files.length) {
    event.preventDefault();
    sendAll(event.dataTransfer.files);
  }
});

// The board's order: pages and articles are moved by dragging or by their buttons; the whole order is sent after each move.

const board = document.querySelector("[data-board]");
const status = document.querySelector("[data-board-status]");
const refused = document.querySelector("[data-board-refused]");
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const AGAIN = 3_000; // milliseconds

let isSending = false;
let isChanged = false;
let seen = order(); // as the server has it
board.addEventListener("shown-anew", () => (seen = order()));

function order() {
  const pks = (place) => [...place.querySelectorAll("[data-article]")].map((item) => Number(item.dataset.article));
  const pages = [...board.querySelectorAll("[data-section]")];
  return pages.map((page) => ({ section: Number(page.dataset.section), articles: pks(page) }));
}

function stop(sentence) {
  refused.hidden = false;
  refused.querySelector("span").textContent = sentence;
  status.textContent = "";
  board.inert = true;
}

async function send() {
  isChanged = true;
  if (isSending) {
    return;
  }
  isSending = true;
  board.ariaBusy = "true";
  while (isChanged) {
    isChanged = false;
    status.textContent = board.dataset.saving;
    const pages = order();
    const body = JSON.stringify({ version: Number(board.dataset.version), pages, seen });
    const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
    const response = await fetch(board.dataset.board, { method: "POST", body, headers }).catch(() => null);
    if (response === null || response.status >= 500) {
      status.textContent = board.dataset.lost;
      isChanged = true;
      await new Promise((done) => setTimeout(done, AGAIN));
    } else if (!response.ok || response.redirected) {
      const answer = await response.json().catch(() => ({ error: response.statusText }));
      stop(answer.error);
      break;
    } else {
      board.dataset.version = (await response.json()).version;
      seen = pages;
      status.textContent = board.dataset.saved;
    }
  }
  isSending = false;
  board.ariaBusy = null;
}

const list = (page) => page.querySelector("[data-articles]");

// Each gives false where there is nowhere to go.
const moves = {
  up(item, page) {
    const before = item.previousElementSibling;
    return before ? (before.before(item), true) : moves["to-page-before"](item, page);
  },
  down(item, page) {
    const after = item.nextElementSibling;
    const next = page.nextElementSibling;
    return after ? (after.after(item), true) : next ? (list(next).prepend(item), true) : false;
  },
  "to-page-before"(item, page) {
    const before = page.previousElementSibling;
    return before ? (list(before).append(item), true) : false;
  },
  "to-page-after"(item, page) {
    const next = page.nextElementSibling;
    return next ? (list(next).append(item), true) : false;
  },
  "page-back"(_item, page) {
    const before = page.previousElementSibling;
    return before ? (before.before(page), true) : false;
  },
  "page-on"(_item, page) {
    const next = page.nextElementSibling;
    return next ? (next.after(page), true) : false;
  },
};

board.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) {
    return;
  }
  const item = button.closest("[data-article]");
  if (moves[button.dataset.move](item, button.closest("[data-section]"))) {
    button.focus(); // what is moved in the document loses it
    button.scrollIntoView({ block: "nearest" });
    send();
  }
});

// Dragging: an article by itself, a page by its head.
let dragged = null;
let before = "";

board.addEventListener("dragstart", (event) => {
  const item = event.target.closest("[data-article]");
  dragged = item ?? event.target.closest("header")?.closest("[data-section]");
  if (dragged) {
    before = JSON.stringify(order());
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("a").textContent);
    dragged.classList.add("is-dragged");
  }
});

board.addEventListener("dragover", (event) => {
  const page = event.target.closest("[data-section]");
  if (!dragged || !page) {
    return;
  }
  event.preventDefault();
  if (dragged.dataset.section) {
    put(dragged, page, event.clientX > middle(page, "left", "width"));
    return;
  }
  const item = event.target.closest("[data-article]");
  if (item) {
    put(dragged, item, event.clientY > middle(item, "top", "height"));
  } else if (!page.contains(dragged)) {
    list(page).append(dragged);
  }
});

function middle(element, side, size) {
  const box = element.getBoundingClientRect();
  return box[side] + box[size] / 2;
}

function put(thing, other, isAfter) {
  if (thing !== other) {
    isAfter ? other.after(thing) : other.before(thing);
  }
}

board.addEventListener("drop", (event) => event.preventDefault());
board.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  if (before !== JSON.stringify(order())) {
    send();
  }
});

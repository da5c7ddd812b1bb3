// What the server draws now takes the place of what is shown; an editor's own move is neither undone nor sent by halves.

const board = document.querySelector("[data-board]");
const CONTROLS = "a, button, [tabindex]";
const PAUSE = 200; // milliseconds

export const pause = (time) => new Promise((done) => setTimeout(done, time));

// An order is on its way, or something is in the hand: what is shown is ahead of the server.
const isMoving = () => board.ariaBusy === "true" || board.querySelector(".is-dragged") !== null;

export async function stillness() {
  while (isMoving()) {
    await pause(PAUSE);
  }
}

// Null where the server does not answer, or shows something else.
export async function fetchBoard() {
  const response = await fetch(location.pathname).catch(() => null);
  return response?.ok ? boardIn(await response.text()) : null;
}

export function boardIn(text) {
  const fetched = new DOMParser().parseFromString(text, "text/html");
  return fetched.querySelector("[data-board]") ? fetched : null;
}

// False where an order was sent since it was fetched: fetch it again. `isOwn`: an act of this editor, who waits for what it changed.
export function redraw(fetched, isOwn = false) {
  const now = fetched.querySelector("[data-board]");
  board.dataset.unread = now.dataset.unread;
  if (isMoving() || Number(now.dataset.version) < Number(board.dataset.version)) {
    return false;
  }
  const inUse = isOwn ? "" : ":not(:focus-within, :has(details[open]))";
  for (const part of document.querySelectorAll(`[data-fresh]${inUse}`)) {
    part.replaceWith(fetched.querySelector(`[data-fresh="${part.dataset.fresh}"]`));
  }
  const held = focused();
  put([...now.children]);
  held?.();
  board.dataset.version = now.dataset.version;
  board.dispatchEvent(new Event("shown-anew"));
  return true;
}

// A page that is as it was stays where it is, and so does a hand on it.
function put(pages) {
  pages.forEach((page, place) => {
    const shown = page.dataset.section && board.querySelector(`[data-section="${page.dataset.section}"]`);
    const kept = shown && shown.isEqualNode(page) ? shown : page;
    if (shown && kept !== shown) {
      shown.remove();
    }
    if (board.children[place] !== kept) {
      board.insertBefore(kept, board.children[place] ?? null);
    }
  });
  while (board.children.length > pages.length) {
    board.lastElementChild.remove();
  }
}

// Gives the focus back to the same control of the same page, where it was drawn anew.
function focused() {
  const was = document.activeElement;
  const section = was.closest("[data-section]")?.dataset.section;
  const name = (control) => ["aria-label", "href", "data-key"].map((attribute) => control.getAttribute(attribute)).join(" ");
  return section && (() => {
    const controls = board.querySelectorAll(`[data-section="${section}"] :is(${CONTROLS})`);
    if (!was.isConnected) {
      [...controls].find((control) => name(control) === name(was))?.focus();
    }
  });
}

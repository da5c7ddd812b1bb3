// Sends a chosen file in pieces, goes on where it was after a lost connection, and opens the page of the upload at the end.
// Without this script the form sends the file whole.

const form = document.querySelector("form[data-upload]");
const field = form?.querySelector("[data-file]");
const part = form?.querySelector("[data-sending-part]");
const error = form?.querySelector("[data-error]");
const token = form?.querySelector("[name=csrfmiddlewaretoken]").value;
const LONGEST_PAUSE = 30_000;
const MOST_STANDSTILLS = 5;

// What the server says no to; nothing is tried again.
class Refused extends Error {}

async function ask(address, options = {}) {
  const response = await fetch(address, { ...options, headers: { "X-CSRFToken": token, ...options.headers } });
  if (response.redirected || response.status === 403) {
    throw new Refused(form.dataset.away);
  }
  if (response.status >= 500) {
    throw new Error(`status ${response.status}`);
  }
  const answer = await response.json();
  if (!response.ok) {
    throw new Refused(answer.error ?? `status ${response.status}`);
  }
  return answer;
}

function say(text) {
  part.querySelector("[data-status]").textContent = text;
}

function show(received, size) {
  part.querySelector("progress").value = received / size;
  const percent = Math.floor((100 * received) / size);
  say(form.dataset.sending.replace("{percent}", `${percent}%`).replace("{size}", (size / 1e6).toFixed(1)));
}

function pause(failures, signal) {
  return new Promise((done, fail) => {
    const timer = setTimeout(done, Math.min(LONGEST_PAUSE, 500 * 2 ** failures));
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      fail(signal.reason);
    });
  });
}

async function sendPieces(file, upload, signal) {
  let received = 0;
  let failures = 0;
  let standstills = 0;
  while (received < file.size) {
    show(received, file.size);
    const body = file.slice(received, received + upload.bytes);
    const headers = { "Content-Type": "application/octet-stream" };
    try {
      const answer = await ask(`${upload.piece}?offset=${received}`, { method: "POST", body, headers, signal });
      standstills = answer.received > received ? 0 : standstills + 1;
      received = answer.received;
      failures = 0;
    } catch (problem) {
      if (problem instanceof Refused || signal.aborted) {
        throw problem;
      }
      say(form.dataset.lost);
      await pause(failures++, signal);
      received = await ask(upload.piece, { signal }).then((answer) => answer.received, () => received);
    }
    if (standstills > MOST_STANDSTILLS) {
      throw new Refused(form.dataset.lost);
    }
  }
  show(file.size, file.size);
}

function stay(event) {
  event.preventDefault();
}

function turn(isSending) {
  part.hidden = !isSending;
  form.querySelector("fieldset").disabled = isSending;
  form.querySelector("[type=submit]").disabled = isSending;
  (isSending ? addEventListener : removeEventListener)("beforeunload", stay);
}

function complain(text) {
  error.textContent = text;
  error.hidden = !text;
}

async function send(file) {
  const details = new FormData(form);
  details.delete(field.name);
  details.set("name", file.name);
  details.set("size", file.size);
  const stopper = new AbortController();
  const cancel = part.querySelector("[data-cancel]");
  const stop = () => stopper.abort();
  let upload = null;
  complain("");
  turn(true);
  cancel.addEventListener("click", stop);
  try {
    // Not to be cut off: what it makes has to be known, so that it can be discarded.
    upload = await ask(form.dataset.upload, { method: "POST", body: details });
    await sendPieces(file, upload, stopper.signal);
    turn(false);
    location.assign(upload.page);
  } catch (problem) {
    turn(false);
    complain(stopper.signal.aborted ? "" : problem.message);
    if (upload) {
      await fetch(upload.discard, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
    }
  } finally {
    cancel.removeEventListener("click", stop);
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const [file] = field.files;
  if (file) {
    send(file);
  } else {
    complain(form.dataset.none);
  }
});

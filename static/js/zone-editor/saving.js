// The page's zones go to the server in one request when somebody says so. Until then they are kept in this browser: a closed
// window or a power cut loses nothing, nor does a page that somebody else changed meanwhile.

import { nameOf } from "./labels.js";

const JSON_TYPE = { "Content-Type": "application/json" };

export class Saving {
  constructor(root, store, refused) {
    Object.assign(this, { root, store, refused, words: root.dataset });
    this.status = root.querySelector("[data-zone-status]");
    this.token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.name = `zones-${root.dataset.zoneEditor}`;
    this.isSending = false;
    addEventListener("beforeunload", (event) => {
      if (store.isChanged) {
        event.preventDefault();
      }
    });
  }

  // What was kept of this page; gives a sentence where somebody else changed the same zones meanwhile.
  restore() {
    const kept = JSON.parse(localStorage.getItem(this.name) ?? "null");
    if (!kept || !this.store.page.may.save) {
      return "";
    }
    const torn = this.store.putBack(kept);
    this.status.textContent = this.store.isChanged ? this.words.restored : "";
    const names = torn.map((zone) => nameOf(this.store, zone, this.words)).join(" · ");
    return names && this.words.torn.replace("{zones}", () => names);
  }

  draw() {
    const { isChanged, zones } = this.store;
    if (isChanged === this.wasChanged && zones === this.kept) {
      return;
    }
    [this.wasChanged, this.kept] = [isChanged, zones];
    if (isChanged) {
      localStorage.setItem(this.name, JSON.stringify(this.store.unsaved));
      this.status.textContent = this.words.unsaved;
    } else {
      localStorage.removeItem(this.name);
      this.status.textContent = "";
    }
  }

  async ask(address, body) {
    const headers = { "X-CSRFToken": this.token, ...(body ? JSON_TYPE : {}) };
    const response = await fetch(address, { method: "POST", headers, body }).catch(() => null);
    if (response === null || response.status >= 500) {
      this.status.textContent = this.words.lost;
      return null;
    }
    const answer = await response.json().catch(() => ({ error: response.statusText }));
    if (response.ok && !response.redirected) {
      return answer;
    }
    if (response.status === 422) {
      this.status.textContent = answer.error;
    } else {
      this.stop(answer.error ?? response.statusText);
    }
    return null;
  }

  stop(sentence) {
    this.refused.hidden = false;
    this.refused.querySelector("span").textContent = sentence;
    this.refused.scrollIntoView({ block: "nearest" });
    this.status.textContent = "";
    this.root.inert = true;
  }

  // True where nothing is left to save.
  async save() {
    if (this.isSending || !this.store.isChanged) {
      return !this.isSending;
    }
    this.isSending = true;
    const { wanted } = this.store;
    this.status.textContent = this.words.saving;
    const answer = await this.ask(this.words.save, JSON.stringify(wanted.body));
    this.isSending = false;
    if (answer) {
      this.store.keep(wanted, answer);
      this.status.textContent = this.store.isChanged ? this.words.unsaved : this.words.saved;
    }
    return answer !== null && !this.store.isChanged;
  }

  // It becomes an article at once, which cannot be undone here; so what is drawn is saved before.
  async acceptDraft(pk) {
    if (!(await this.save())) {
      return;
    }
    this.status.textContent = this.words.saving;
    const answer = await this.ask(this.words.drafts.replace("/0/", `/${pk}/`));
    if (answer) {
      this.store.load(answer);
      this.store.tell();
      this.status.textContent = this.words.saved;
    }
  }
}

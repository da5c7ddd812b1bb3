// Beside the page: what waits, the zones, the articles that blocks are given to. A line and its zone light up together.

import { accept, remove } from "./acts.js";
import { byKey, inOrder } from "./following.js";
import { inTheWay, leadsNowhere, nameOf, notesOf } from "./labels.js";

export class Lists {
  constructor({ root, store, sheet, acceptDraft, give }) {
    Object.assign(this, { root, store, sheet, words: root.dataset });
    this.ways = {
      choose: (key) => this.show(key),
      accept: (key) => (key.startsWith("d") ? acceptDraft(Number(key.slice(1))) : accept(store, key)),
      drop: (key) => remove(store, key),
      give: (key) => give(Number(key.slice(1))),
    };
    root.addEventListener("click", (event) => this.click(event.target));
    root.addEventListener("mouseover", (event) => this.light(event.target, true));
    root.addEventListener("mouseout", (event) => this.light(event.target, false));
    root.addEventListener("focusin", (event) => this.light(event.target, true));
    root.addEventListener("focusout", (event) => this.light(event.target, false));
  }

  draw() {
    const { store } = this;
    const crowded = inTheWay(store);
    const zones = store.zones.map((zone) => this.zoneLine(zone, crowded.has(zone.id)));
    const drafts = store.page.drafts.map((draft) => ({ key: `d${draft.pk}`, template: "draft", name: draft.title }));
    this.fill("waiting", [...zones.filter((line) => line.template === "proposal"), ...drafts]);
    this.fill("zones", zones.filter((line) => line.template === "zone"));
    const articles = store.page.articles.map((article) => this.articleLine(article));
    this.fill("here", articles.filter((line) => line.isHere));
    this.fill("elsewhere", articles.filter((line) => !line.isHere));
    const waiting = this.root.querySelector("[data-list-section=waiting]");
    waiting.hidden = !waiting.querySelector("li");
    waiting.querySelector("[data-do=accept-all]")?.toggleAttribute("hidden", !zones.some((line) => line.template === "proposal"));
  }

  zoneLine(zone, isCrowded) {
    const kind = this.root.querySelector(`[data-chosen-kind] option[value=${zone.kind}]`).textContent;
    return {
      key: zone.id,
      template: zone.isProposed ? "proposal" : "zone",
      name: nameOf(this.store, zone, this.words),
      note: [kind, ...notesOf(zone, isCrowded, this.words)].join(" · "),
      isCurrent: zone.id === this.store.chosen,
      needsAttention: leadsNowhere(zone) || isCrowded,
    };
  }

  articleLine(article) {
    const zones = this.store.zones.filter((zone) => zone.article === article.pk && !zone.isProposed).length;
    const none = article.is_here ? this.words.none : "";
    return {
      key: `a${article.pk}`,
      template: "article",
      isHere: article.is_here,
      name: article.title,
      note: [article.is_here ? "" : article.page, zones ? this.words.count.replace("{count}", zones) : none].filter(Boolean).join(" · "),
      isCurrent: this.store.giving === article.pk,
      needsAttention: none && !zones && article.kind !== "other",
    };
  }

  fill(name, lines) {
    const list = this.root.querySelector(`[data-list=${name}]`);
    const known = byKey(list);
    inOrder(list, lines.map((line) => this.row(known.get(line.key), line)));
  }

  row(there, { key, template, name, note, isCurrent, needsAttention }) {
    const isSame = there?.dataset.kind === template;
    const row = isSame ? there : this.root.querySelector(`[data-template=${template}]`).content.firstElementChild.cloneNode(true);
    Object.assign(row.dataset, { key, kind: template });
    const title = row.querySelector(".zone-name");
    title.textContent = name;
    row.querySelectorAll(".zone-acts button").forEach((button) => button.setAttribute("aria-label", `${button.textContent}: ${name}`));
    row.querySelector("[data-note]")?.replaceChildren(note ?? "");
    row.classList.toggle("is-current", Boolean(isCurrent));
    row.classList.toggle("needs-attention", Boolean(needsAttention));
    row.querySelector("[aria-pressed]")?.setAttribute("aria-pressed", Boolean(isCurrent));
    if (!isSame && template === "draft") {
      title.href = title.getAttribute("href").replace("/0/", `/${key.slice(1)}/`);
    }
    return row;
  }

  click(target) {
    const button = target.closest("button");
    this.pressed = button;
    const way = Object.keys(this.ways).find((name) => button?.hasAttribute(`data-${name}`));
    if (way) {
      const row = button.closest("li");
      const next = row.nextElementSibling ?? row.previousElementSibling;
      this.ways[way](row.dataset.key);
      if (!button.isConnected) {
        next?.querySelector(`[data-${way}]`)?.focus();
      }
    } else if (button?.dataset.showZone || button?.dataset.showArticle) {
      const zone = this.store.zone(`z${button.dataset.showZone}`);
      const of = this.store.zones.find((other) => other.article === Number(button.dataset.showArticle || -1));
      this.show((zone ?? of)?.id);
    }
  }

  // The zone on the sheet has the focus then, so that arrows move it.
  show(id) {
    this.cameFrom = { id, button: this.pressed };
    this.store.set({ chosen: id ?? null, drawing: null, giving: null });
    const shape = this.sheet.svg.querySelector(`[data-zone="${id}"]`);
    shape?.focus({ preventScroll: true });
    shape?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // To where this zone was chosen in a list; a line that was drawn anew since has another button.
  goBack(id) {
    const { id: chosen, button } = this.cameFrom ?? {};
    if (id !== null && id === chosen) {
      (button.isConnected ? button : this.root.querySelector(`li[data-key="${id}"] [data-choose]`))?.focus();
    }
  }

  light(target, isLit) {
    const key = target.closest?.("li")?.dataset.key ?? target.dataset?.zone;
    const article = key?.startsWith("a") ? Number(key.slice(1)) : null;
    for (const zone of this.store.zones.filter((one) => one.id === key || (article && one.article === article))) {
      this.sheet.svg.querySelector(`[data-zone="${zone.id}"]`)?.classList.toggle("is-lit", isLit);
      this.root.querySelector(`li[data-key="${zone.id}"]`)?.classList.toggle("is-lit", isLit);
    }
  }
}

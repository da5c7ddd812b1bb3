// The button that fills the authors with the persons that the byline names, as the server reads it.

import { lines } from "./article-plain.js";
import { fill } from "./article-text.js";

const field = document.querySelector("[data-authors]");
const byline = document.querySelector("[name=byline]");
const body = document.querySelector("textarea[data-body]");
const template = document.querySelector("template[data-from-byline]");
const ENOUGH = 300; // characters of the text's beginning

async function ask(address, said) {
  const text = lines(body.value).split("\n")[0].slice(0, ENOUGH);
  const response = await fetch(`${address}?${new URLSearchParams({ byline: byline.value, text })}`).catch(() => null);
  if (!response?.ok || response.redirected) {
    said.textContent = said.dataset.lost;
    return;
  }
  const { authors } = await response.json();
  said.textContent = authors ? "" : said.dataset.none;
  if (authors) {
    fill(field, authors);
  }
}

if (field && byline && body && template) {
  field.after(template.content.cloneNode(true));
  const said = field.parentElement.querySelector("[data-byline-said]");
  const button = field.parentElement.querySelector("button[data-byline]");
  button.addEventListener("click", () => ask(button.dataset.byline, said));
}

// A text that was kept is taken into the form, or dropped.

import { adopt, form, place, send } from "./unsent.js";
import { fill } from "./unsent-fields.js";

async function take(button, offer) {
  const taken = JSON.parse(document.getElementById(button.dataset.take).textContent);
  await send(); // what stands here now is kept first
  fill(form, taken);
  offer.remove();
  adopt(taken);
  (form.elements.title ?? form.querySelector("input:not([type=hidden]), textarea")).focus();
}

async function drop(button, offer) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const response = await fetch(button.dataset.drop, { method: "POST", headers }).catch(() => null);
  if (response?.ok || response?.status === 404) {
    offer.remove();
  } else {
    place.querySelector("[data-state]").textContent = place.dataset.lost;
  }
}

place.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take], [data-drop]");
  if (button) {
    (button.dataset.take ? take : drop)(button, button.closest("[data-offer]"));
  }
});

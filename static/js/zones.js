// A zone on the page picture and its headline in the list light up together. Without this file each lights up alone.

// Listeners stand on the HTML around the SVG: an SVG element that listens for focus becomes a stop for the keyboard.
const zones = document.querySelector("[data-zones]");
const headlines = document.querySelector("[data-headlines]");

function entriesOf(link) {
  const address = link.getAttribute("href");
  const same = (other) => other.getAttribute("href") === address;
  const shapes = [...zones.querySelectorAll("a")].filter(same);
  const items = [...headlines.querySelectorAll("a")].filter(same).map((found) => found.closest("li"));
  return [...shapes, ...items];
}

function light(event, isLit) {
  const link = event.target.closest("a") ?? event.target.closest("li")?.querySelector("a");
  if (link) {
    entriesOf(link).forEach((entry) => entry.classList.toggle("is-lit", isLit));
  }
}

if (zones && headlines) {
  for (const place of [zones, headlines]) {
    place.addEventListener("mouseover", (event) => light(event, true));
    place.addEventListener("mouseout", (event) => light(event, false));
    place.addEventListener("focusin", (event) => light(event, true));
    place.addEventListener("focusout", (event) => light(event, false));
  }
}

// While pages are compared, tonight's list says how many are left, and is shown anew when the comparison has ended.

const LOOK = 1_500; // milliseconds
const line = document.querySelector("[data-comparing]");

async function look() {
  const response = await fetch(location.pathname).catch(() => null);
  if (!response?.ok) {
    return; // the next look may be answered
  }
  const now = new DOMParser().parseFromString(await response.text(), "text/html");
  if (now.querySelector("[data-comparing]")) {
    line.textContent = line.dataset.left.replace("{count}", now.querySelector("[data-uncompared]").dataset.uncompared);
  } else if (document.querySelector("[name=items]:checked")) {
    line.textContent = line.dataset.done; // what is chosen is not lost
  } else {
    location.replace(location.pathname);
  }
}

for (;;) {
  await new Promise((done) => setTimeout(done, LOOK));
  await look();
}

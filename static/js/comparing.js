// While pages are compared, tonight's list says how many are left, and is shown anew when the comparison has ended.

const LOOK = 1_500; // milliseconds
const line = document.querySelector("[data-comparing]");

// False where there is nothing more to look for.
async function look() {
  const response = await fetch(location.pathname).catch(() => null);
  if (!response?.ok) {
    return true; // the next look may be answered
  }
  const now = new DOMParser().parseFromString(await response.text(), "text/html");
  if (now.querySelector("[data-comparing]")) {
    line.textContent = line.dataset.left.replace("{count}", now.querySelector("[data-uncompared]").dataset.uncompared);
    return true;
  }
  if (document.querySelector("[name=items]:checked")) {
    line.textContent = line.dataset.done; // what is chosen is not lost
  } else {
    location.replace(location.pathname);
  }
  return false;
}

do {
  await new Promise((done) => setTimeout(done, LOOK));
} while (await look());

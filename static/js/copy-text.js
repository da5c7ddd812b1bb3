// A button that copies what stands in a field: <button data-copy="id of the field">. The field stays for those without script.

async function copied(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Without https a page has no clipboard; browsers still know the command of the menu.
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const told = button.parentElement.querySelector("[data-copy-told]");
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    told.textContent = (await copied(field)) ? button.dataset.done : button.dataset.failed;
  });
}

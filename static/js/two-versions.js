// A history's radio buttons: what is earlier lies below what is later, so of each choice only the sensible ones stay open.

const form = document.querySelector("[data-two-versions]");
const [olds, news] = ["old", "new"].map((name) => [...form.querySelectorAll(`input[name=${name}]`)]);
const chosen = (radios) => radios.findIndex((radio) => radio.checked);

function narrow() {
  const old = chosen(olds);
  const later = chosen(news);
  olds.forEach((radio, place) => {
    radio.disabled = later !== -1 && place <= later;
  });
  news.forEach((radio, place) => {
    radio.disabled = old !== -1 && place >= old;
  });
}

form.addEventListener("change", narrow);
narrow();

// The time that is left to publication, second by second. The server has written it in words already.

const DAY = 86_400;

function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

function tell() {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    const left = Math.ceil((Date.parse(place.dataset.countdown) - Date.now()) / 1000);
    const days = Math.floor(left / DAY);
    const day = days > 0 ? `${place.dataset.day.replace("{count}", days)} ` : "";
    place.textContent = left > 0 ? place.dataset.left.replace("{time}", day + clock(left % DAY)) : place.dataset.done;
  }
}

tell();
setInterval(tell, 1000);

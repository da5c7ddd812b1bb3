// The second net: what the site could not be told is kept in this browser, a form by its ticket, until the site has it.

const key = (place, ticket) => `unsent ${place.dataset.user} ${place.dataset.unsent} ${ticket}`;

// Gives whether there was room.
export function store(place, entry) {
  try {
    localStorage.setItem(key(place, entry.ticket), JSON.stringify(entry));
    return true;
  } catch (problem) {
    if (problem instanceof DOMException) {
      return false; // full, or closed to this site
    }
    throw problem;
  }
}

export function forget(place, ticket) {
  localStorage.removeItem(key(place, ticket));
}

export function stored(place) {
  const mine = Object.keys(localStorage).filter((name) => name.startsWith(key(place, "")));
  return mine.map((name) => JSON.parse(localStorage.getItem(name)));
}

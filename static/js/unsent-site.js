// How an open form speaks to the site.

// `entry`: the form's ticket and version, with its fields where they changed.
export function packed(form, entry, isLeft = false) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("unsent-ticket", entry.ticket);
  body.append("unsent-version", entry.version);
  if (entry.fields) {
    body.append("fields", JSON.stringify(entry.fields));
    body.append("labels", JSON.stringify(entry.labels));
  }
  if (isLeft) {
    body.append("left", "yes");
  }
  return body;
}

// The site's answer; `lost` says why there is none.
export async function tell(words, body) {
  const response = await fetch(words.unsent, { method: "POST", body }).catch(() => null);
  const isHeard = response && !response.redirected && (response.ok || response.status === 409);
  const answer = isHeard ? await response.json().catch(() => null) : null;
  const isRefused = response !== null && response.status < 500 && !isHeard;
  return answer ?? { lost: isRefused ? words.away : words.lost };
}

// What stands in a form of the admin, as names with their values; and putting it back, also where rows came or went meanwhile.

// The site's own, the buttons, this module's, and the empty row that new ones are copied from.
const APART = /^(csrfmiddlewaretoken$|_|unsent-)|__prefix__/;
const ROW = /^(.+)-(\d+)-(.+)$/;

export function read(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !APART.test(name)) {
      (fields[name] ??= []).push(value);
    }
  }
  return fields;
}

// The words of what is chosen in lists that fetch their choices: another form does not have them.
export function labels(form) {
  const found = {};
  for (const list of form.querySelectorAll("select")) {
    if (list.name && !APART.test(list.name)) {
      found[list.name] = [...list.selectedOptions].map((option) => option.text);
    }
  }
  return found;
}

export function fill(form, { fields, labels: words }) {
  const placed = inPlace(form, fields);
  const taken = {};
  for (const element of form.elements) {
    const { name } = element;
    if (!name || APART.test(name) || element.type === "file" || /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(name)) {
      continue;
    }
    const values = placed[name];
    if (element.type === "checkbox" || element.type === "radio") {
      const isKnownRow = !ROW.test(name) || values || placed[name.replace(ROW, "$1-$2-id")];
      if (isKnownRow) {
        element.checked = Boolean(values?.includes(element.value));
      }
    } else if (!values) {
      continue;
    } else if (element instanceof HTMLSelectElement) {
      choose(element, values, words[name] ?? values);
    } else {
      taken[name] = (taken[name] ?? -1) + 1;
      element.value = values[taken[name]] ?? "";
    }
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function choose(list, values, words) {
  values.forEach((value, place) => {
    if (![...list.options].some((option) => option.value === value)) {
      list.add(new Option(words[place] ?? value, value));
    }
  });
  for (const option of list.options) {
    option.selected = values.includes(option.value);
  }
}

// The fields under the names that they have in this form: a row that exists is found by its id, a new one is added.
function inPlace(form, fields) {
  const placed = Object.fromEntries(Object.entries(fields).filter(([name]) => !ROW.test(name)));
  const prefixes = Object.keys(fields).flatMap((name) => name.match(/^(.+)-TOTAL_FORMS$/)?.[1] ?? []);
  for (const prefix of prefixes) {
    for (let place = 0; place < Number(fields[`${prefix}-TOTAL_FORMS`][0]); place += 1) {
      const isOwn = (name) => name.replace(/^initial-/, "").startsWith(`${prefix}-${place}-`);
      const own = Object.entries(fields).filter(([name]) => isOwn(name));
      const there = own.length ? rowOf(form, prefix, fields[`${prefix}-${place}-id`]?.[0]) : null;
      for (const [name, values] of there === null ? [] : own) {
        placed[name.replace(ROW, `$1-${there}-$3`)] = values;
      }
    }
  }
  return placed;
}

function rowOf(form, prefix, id) {
  const total = () => Number(form.elements[`${prefix}-TOTAL_FORMS`]?.value ?? 0);
  if (id) {
    const rows = Array.from({ length: total() }, (_, place) => place);
    return rows.find((place) => form.elements[`${prefix}-${place}-id`]?.value === id) ?? null;
  }
  const before = total();
  document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)?.click();
  return total() > before ? before : null;
}

// Brings the current page's thumbnail into view inside its strip; the window itself stays where it is.

const strip = document.querySelector("[data-thumbnails] ol");
const current = strip?.querySelector("[aria-current]");

if (current) {
  const outer = strip.getBoundingClientRect();
  const inner = current.getBoundingClientRect();
  strip.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  strip.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}

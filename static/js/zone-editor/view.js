// How large the page is shown, and which part: buttons, + − 0, Ctrl and the wheel; dragging is `pointer.js`'s, scrolling the browser's.

const STEP = 1.25;
const MOST = 12; // times the whole page

export class View {
  constructor(view, svg, output, draw) {
    [this.view, this.svg, this.output, this.draw] = [view, svg, output, draw];
    this.zoom = 1;
    new ResizeObserver(() => this.show()).observe(view);
    view.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.show();
  }

  // Pixels of the width at which the whole page is in sight.
  get base() {
    const { width, height } = this.svg.viewBox.baseVal;
    return Math.max(1, Math.floor(Math.min(this.view.clientWidth, (this.view.clientHeight * width) / height)));
  }

  show() {
    this.svg.style.inlineSize = `${this.base * this.zoom}px`;
    this.output.textContent = `${Math.round(this.zoom * 100)} %`;
    this.draw();
  }

  // `place`: of the screen, which stays over the same spot of the page; the middle of what is in sight where none is given.
  to(zoom, place = this.middle) {
    const before = this.svg.getBoundingClientRect();
    const [x, y] = [(place.x - before.left) / before.width, (place.y - before.top) / before.height];
    this.zoom = Math.min(MOST, Math.max(1, zoom));
    this.show();
    const now = this.svg.getBoundingClientRect();
    this.view.scrollLeft += now.left + x * now.width - place.x;
    this.view.scrollTop += now.top + y * now.height - place.y;
  }

  get middle() {
    const { left, top, width, height } = this.view.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }

  larger() {
    this.to(this.zoom * STEP);
  }

  smaller() {
    this.to(this.zoom / STEP);
  }

  whole() {
    this.to(1);
  }

  wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.to(this.zoom * STEP ** (-event.deltaY / 100), { x: event.clientX, y: event.clientY });
    }
  }

  pan(dx, dy) {
    this.view.scrollBy(-dx, -dy);
  }

  // What of the page is in sight, in fractions: left, top, right, bottom.
  get sight() {
    const [page, view] = [this.svg.getBoundingClientRect(), this.view.getBoundingClientRect()];
    const part = (value, start, size) => Math.min(1, Math.max(0, (value - start) / size));
    return [
      part(view.left, page.left, page.width),
      part(view.top, page.top, page.height),
      part(view.right, page.left, page.width),
      part(view.bottom, page.top, page.height),
    ];
  }
}

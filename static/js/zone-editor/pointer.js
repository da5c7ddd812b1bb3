// The mouse, a pen or a finger on the page: choose, reshape, move, draw, and drag the page itself.

import { add, mend } from "./acts.js";
import { moved, withCorner, withNewCorner, LEAST_CORNERS } from "./geometry.js";
import { edgesOf, snapped } from "./snapping.js";

const STILL = 4; // pixels that a click may wander
const REACH = 9; // pixels that a corner jumps

export class Pointer {
  constructor({ svg, store, sheet, view, blocks }) {
    Object.assign(this, { svg, store, sheet, view, blocks });
    this.drags = 0;
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    svg.addEventListener("pointerup", () => (this.drag = null));
    svg.addEventListener("pointercancel", () => (this.drag = null));
    svg.addEventListener("click", (event) => this.click(event));
    svg.addEventListener("dblclick", () => this.close());
  }

  at(event) {
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  }

  // Alt: just there.
  corner(event, without = null) {
    if (event.altKey) {
      return this.at(event);
    }
    const { width, height } = this.svg.getBoundingClientRect();
    const others = this.store.zones.filter((zone) => zone.id !== without).map((zone) => zone.polygon);
    const edges = edgesOf(this.blocks.blocks, this.blocks.rules, others);
    return snapped(this.at(event), edges, [REACH / width, REACH / height]);
  }

  down(event) {
    this.wasDragged = false;
    if (event.button > 1 || this.store.drawing) {
      return;
    }
    const { corner, between, zone } = event.target.dataset;
    const { store } = this;
    this.drags += 1;
    this.drag = { kind: "page", x: event.clientX, y: event.clientY, isMoving: false, name: `drag${this.drags}` };
    if (corner !== undefined || between !== undefined) {
      Object.assign(this.drag, { kind: "corner", at: Number(corner ?? between) });
      this.wasDragged = true; // what is under the hand changes; the click that follows chooses nothing
      if (between !== undefined && event.button === 0) {
        const { polygon } = store.zone(store.chosen);
        mend(store, store.chosen, { polygon: withNewCorner(polygon, this.drag.at, this.at(event)) }, this.drag.name);
        this.drag.at += 1;
      }
    } else if (zone !== undefined && zone === store.chosen && store.page.may.save) {
      Object.assign(this.drag, { kind: "zone", from: this.at(event), polygon: store.zone(zone).polygon });
    } else if (event.pointerType === "touch") {
      this.drag = null; // the browser scrolls
    }
  }

  move(event) {
    const { drag, store } = this;
    if (store.drawing?.length) {
      store.set({ hover: this.corner(event) });
    }
    if (!drag || (!drag.isMoving && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < STILL)) {
      return;
    }
    if (!drag.isMoving) {
      drag.isMoving = true;
      this.svg.setPointerCapture(event.pointerId);
    }
    const zone = store.zone(store.chosen);
    if (drag.kind === "page") {
      this.view.pan(event.clientX - drag.x, event.clientY - drag.y);
      [drag.x, drag.y] = [event.clientX, event.clientY];
    } else if (zone && drag.kind === "corner") {
      mend(store, zone.id, { polygon: withCorner(zone.polygon, drag.at, this.corner(event, zone.id)) }, drag.name);
    } else if (zone) {
      const [x, y] = this.at(event);
      mend(store, zone.id, { polygon: moved(drag.polygon, x - drag.from[0], y - drag.from[1]) }, drag.name);
    }
    this.wasDragged = true;
  }

  // After a drag the browser tells of a click as well.
  click(event) {
    const wasDragged = this.wasDragged;
    this.wasDragged = false;
    if (wasDragged) {
      return;
    }
    const { zone, corner, between, block } = event.target.dataset;
    if (this.store.drawing) {
      this.put(event);
    } else if (corner === undefined && between === undefined && block === undefined && this.store.giving === null) {
      this.store.set({ chosen: zone ?? null });
    }
  }

  put(event) {
    const corner = this.corner(event);
    const [first, ...rest] = this.store.drawing;
    const { width, height } = this.svg.getBoundingClientRect();
    const isFirst = first && Math.hypot((corner[0] - first[0]) * width, (corner[1] - first[1]) * height) < REACH;
    if (isFirst && rest.length >= LEAST_CORNERS - 1) {
      this.close();
    } else {
      this.store.set({ drawing: [...this.store.drawing, corner] });
    }
  }

  // A double click has put its place twice.
  close() {
    const corners = this.store.drawing?.filter(([x, y], at, all) => at === 0 || x !== all[at - 1][0] || y !== all[at - 1][1]);
    if (corners?.length >= LEAST_CORNERS) {
      this.store.set({ drawing: null, hover: null });
      const id = add(this.store, corners, this.store.giving);
      this.store.set({ giving: null });
      this.sheet.focus(`[data-zone="${id}"]`);
    }
  }
}

import { reconcile } from "../../lib/keyed.js";
import { Heights } from "./heights.js";

/** Pixels beyond each edge of the window that are kept drawn, so that scrolling finds rows there. */
const margin = 1200;

/**
 * A long list of which only what is near the window is in the document, with rows of any height. `rows` = {make(item),
 * update(element, item)}; `items` = [{key, isHeading?}]: the heading above the first row in sight stays drawn, so that it
 * can stick. What has focus stays where it is while rows above it change.
 *
 *     const list = document.createElement("x-windowed-list");
 *     list.rows = { make, update };
 *     list.items = items;
 */
class WindowedList extends HTMLElement {
  rows = null;
  #items = [];
  #heights = new Heights();
  #top = document.createElement("div");
  #body = document.createElement("div");
  #bottom = document.createElement("div");
  #frame = 0;
  #sizes = new ResizeObserver((entries) => this.#measure(entries));

  connectedCallback() {
    this.replaceChildren(this.#top, this.#body, this.#bottom);
    addEventListener("scroll", this.#soon, { passive: true });
    addEventListener("resize", this.#soon, { passive: true });
  }

  disconnectedCallback() {
    cancelAnimationFrame(this.#frame);
    this.#sizes.disconnect();
    removeEventListener("scroll", this.#soon);
    removeEventListener("resize", this.#soon);
  }

  get items() {
    return this.#items;
  }

  set items(items) {
    const anchor = this.#anchor();
    this.#items = items;
    this.#heights.keys = items.map(({ key }) => String(key));
    this.#draw(anchor);
  }

  /** Draws the row of a key and gives its element; `null` when there is none. */
  reveal(key) {
    const index = this.#heights.place(String(key));
    if (index === undefined) return null;
    let element = this.#element(key);
    if (!element) {
      scrollTo(0, this.getBoundingClientRect().top + scrollY + this.#heights.before(index) - innerHeight / 3);
      this.#draw(null);
      element = this.#element(key);
    }
    return element;
  }

  #element(key) {
    return this.#body.querySelector(`:scope > [data-key="${CSS.escape(String(key))}"]`);
  }

  #soon = () => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.offsetParent) this.#draw(this.#anchor());
    });
  };

  /** The first row in sight and where it stands: what must not move. */
  #anchor() {
    for (const element of this.#body.children) {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom > 0 && !this.#items[this.#heights.place(element.dataset.key)]?.isHeading) {
        return { key: element.dataset.key, top };
      }
    }
    return null;
  }

  #draw(anchor) {
    const start = this.getBoundingClientRect().top;
    const first = this.#heights.at(-start - margin);
    const last = Math.min(this.#items.length, this.#heights.at(innerHeight - start + margin) + 1);
    const shown = this.#items.slice(first, last);
    const heading = this.#headingAbove(first);
    let space = this.#heights.before(first);
    let rest = this.#heights.total - this.#heights.before(last);
    if (heading !== null) {
      shown.unshift(this.#items[heading]);
      space -= this.#heights.of(heading);
    }
    const active = document.activeElement;
    const focused = this.#body.contains(active) ? active : null;
    // A row that is being used stays, wherever it is.
    const used = focused?.closest("[data-key]")?.dataset.key;
    const place = this.#heights.place(used);
    if (place !== undefined && !shown.includes(this.#items[place])) {
      if (place < first) {
        shown.splice(heading === null ? 0 : 1, 0, this.#items[place]);
        space -= this.#heights.of(place);
      } else {
        shown.push(this.#items[place]);
        rest -= this.#heights.of(place);
      }
    }
    this.#top.style.blockSize = `${Math.max(0, space)}px`;
    this.#bottom.style.blockSize = `${Math.max(0, rest)}px`;
    reconcile(this.#body, shown, {
      key: ({ key }) => key,
      make: (item) => {
        const element = this.rows.make(item);
        this.#sizes.observe(element);
        return element;
      },
      update: (element, item) => this.rows.update(element, item),
    });
    for (const element of this.#body.children) this.#heights.note(element.dataset.key, element.offsetHeight);
    this.#settle(anchor);
  }

  #headingAbove(first) {
    for (let index = first; index >= 0; index -= 1) {
      if (this.#items[index]?.isHeading) return index === first ? null : index;
    }
    return null;
  }

  /** Puts the anchor back to where it was. */
  #settle(anchor) {
    if (!anchor || scrollY === 0) return;
    const element = this.#element(anchor.key);
    const moved = element ? element.getBoundingClientRect().top - anchor.top : 0;
    if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
  }

  /** Rows change by themselves too: cards unfold, fonts arrive. */
  #measure(entries) {
    let isChanged = false;
    for (const { target } of entries) {
      if (!target.isConnected) this.#sizes.unobserve(target);
      else if (target.offsetHeight) isChanged = this.#heights.note(target.dataset.key, target.offsetHeight) || isChanged;
    }
    if (isChanged) this.#soon();
  }
}

export const registerWindowedList = () => customElements.define("x-windowed-list", WindowedList);

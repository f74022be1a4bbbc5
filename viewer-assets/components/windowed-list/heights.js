/** Heights of rows, measured where they were seen and guessed by the mean elsewhere; where each begins follows. */
export class Heights {
  #known = new Map();
  #places = new Map();
  /** Height of row n, 0 where it was not seen: a scroll adds up all of them. */
  #heights = new Float64Array();
  #sum = 0;
  /** Where row n begins; made anew when something changed and is asked for. */
  #starts = null;

  constructor(guess = 180) {
    this.guess = guess;
  }

  set keys(keys) {
    this.#places = new Map(keys.map((key, index) => [key, index]));
    this.#heights = Float64Array.from(keys, (key) => this.#known.get(key) ?? 0);
    this.#starts = null;
  }

  /** Which row has the key; `undefined` when none has. */
  place(key) {
    return this.#places.get(key);
  }

  /** Returns whether the height is new. */
  note(key, height) {
    const former = this.#known.get(key);
    if (former === height) return false;
    this.#known.set(key, height);
    this.#sum += height - (former ?? 0);
    const place = this.#places.get(key);
    if (place !== undefined) this.#heights[place] = height;
    this.#starts = null;
    return true;
  }

  of(index) {
    return this.#heights[index] || this.#mean;
  }

  before(index) {
    return this.#all[Math.min(index, this.#heights.length)];
  }

  get total() {
    return this.#all[this.#heights.length];
  }

  /** The row that covers a place; the first or the last one for places outside. */
  at(offset) {
    const starts = this.#all;
    let low = 0;
    let high = Math.max(0, this.#heights.length - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  get #mean() {
    return this.#known.size ? this.#sum / this.#known.size : this.guess;
  }

  get #all() {
    if (!this.#starts) {
      const mean = this.#mean;
      const starts = new Float64Array(this.#heights.length + 1);
      for (let index = 0; index < this.#heights.length; index += 1) {
        starts[index + 1] = starts[index] + (this.#heights[index] || mean);
      }
      this.#starts = starts;
    }
    return this.#starts;
  }
}

/** Heights of rows, measured where they were seen and guessed by the mean elsewhere; where each begins follows. */
export class Heights {
  #keys = [];
  #known = new Map();
  #sum = 0;
  /** Where row n begins; made anew when something changed and is asked for. */
  #starts = null;

  constructor(guess = 180) {
    this.guess = guess;
  }

  set keys(keys) {
    this.#keys = keys;
    this.#starts = null;
  }

  /** Returns whether the height is new. */
  note(key, height) {
    const former = this.#known.get(key);
    if (former === height) return false;
    this.#known.set(key, height);
    this.#sum += height - (former ?? 0);
    this.#starts = null;
    return true;
  }

  of(index) {
    return this.#known.get(this.#keys[index]) ?? this.#mean;
  }

  before(index) {
    return this.#all[Math.min(index, this.#keys.length)];
  }

  get total() {
    return this.#all[this.#keys.length];
  }

  /** The row that covers a place; the first or the last one for places outside. */
  at(offset) {
    const starts = this.#all;
    let low = 0;
    let high = Math.max(0, this.#keys.length - 1);
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
      const starts = new Float64Array(this.#keys.length + 1);
      this.#keys.forEach((key, index) => {
        starts[index + 1] = starts[index] + (this.#known.get(key) ?? mean);
      });
      this.#starts = starts;
    }
    return this.#starts;
  }
}

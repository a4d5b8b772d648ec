/** Repeatable chance: the same seed gives the same numbers. */

export interface Dice {
  /** At least 0, below 1. */
  next(): number;
  /** True in this share of throws. */
  chance(share: number): boolean;
  /** A whole number from 0, below `count`. */
  below(count: number): number;
  /** Throws where there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  /** One of the keys, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

/** mulberry32: 32 bits of state are enough to vary a test. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number) => Math.floor(next() * count);
  const pick = <T>(from: readonly T[]): T => {
    const [picked] = from.slice(below(from.length));
    if (picked === undefined) throw new Error("there is nothing to pick from");
    return picked;
  };
  return {
    next,
    below,
    pick,
    chance: (share) => next() < share,
    weighted: <K extends string>(weights: Readonly<Record<K, number>>) => {
      const keys = Object.keys(weights).filter((key): key is K => Object.hasOwn(weights, key));
      let left = next() * keys.reduce((sum, key) => sum + weights[key], 0);
      for (const key of keys) {
        left -= weights[key];
        if (left < 0) return key;
      }
      return pick(keys);
    },
  };
}

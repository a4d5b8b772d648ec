/** Remembers what can be made again, and is emptied once that weighs too much: paths and words of people have no end. */

interface EmptiedMap<Value> {
  get(key: string): Value | undefined;
  /** Returns the value. */
  set(key: string, value: Value): Value;
}

/** `most`: what all values may weigh together, each at least one. */
export function emptiedMap<Value>(most: number, weigh: (value: Value) => number): EmptiedMap<Value> {
  const kept = new Map<string, Value>();
  let weight = 0;
  return {
    get: (key) => kept.get(key),
    set(key, value) {
      weight += Math.max(1, weigh(value));
      if (weight > most) {
        kept.clear();
        weight = Math.max(1, weigh(value));
      }
      kept.set(key, value);
      return value;
    },
  };
}

/** A bounded cache for what is costly to make: each thing is made once, even when several ask for it at the same time. */

interface Weighing<T> {
  readonly of: (made: T) => number;
  /** More than the limit are kept as long as all together weigh no more than this. */
  readonly most: number;
}

/**
 * Returns the look-up; a failure is not cached. A limited number is kept, and more if they are small; the least recently used is
 * forgotten first.
 */
export function remembering<T>(
  many: number,
  weighing: Weighing<T> = { of: () => 0, most: -1 },
): (key: string, make: () => Promise<T>) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  const weights = new Map<string, number>();
  let all = 0;

  function weigh(key: string, weight: number): void {
    all += weight - (weights.get(key) ?? 0);
    weights.set(key, weight);
  }

  function forget(key: string): void {
    made.delete(key);
    weigh(key, 0);
    weights.delete(key);
  }

  function forgetTooMany(): void {
    for (const key of made.keys()) {
      if (made.size <= many || all <= weighing.most) return;
      forget(key);
    }
  }

  return (key, make) => {
    const known = made.get(key);
    const value = known ?? make();
    made.delete(key);
    made.set(key, value);
    if (known !== undefined) return known;
    value.then(
      (thing) => {
        if (made.get(key) !== value) return;
        weigh(key, weighing.of(thing));
        forgetTooMany();
      },
      () => {
        if (made.get(key) === value) forget(key);
      },
    );
    forgetTooMany();
    return value;
  };
}

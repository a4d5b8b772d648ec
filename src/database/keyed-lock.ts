/** Allows one holder at a time for each key; others wait their turn. */

export interface KeyedLock {
  /** `lost` aborts when the lock can no longer be vouched for: stop writing. */
  run<T>(key: string, task: (lost: AbortSignal) => Promise<T>): Promise<T>;
}

/** Within this process. */
export function keyedLock(): KeyedLock {
  const last = new Map<string, Promise<unknown>>();
  const never = new AbortController().signal;
  return {
    async run(key, task) {
      const before = last.get(key);
      const begin = () => task(never);
      const mine = (before ?? Promise.resolve()).then(begin, begin);
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
  };
}

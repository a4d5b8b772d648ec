/** A bounded memory for what is costly to make: each thing is made once, also when several ask at once. */

/** Returns the look-up; a making that fails is not remembered. The least recently asked for is forgotten first. */
export function remembering<T>(most: number): (key: string, make: () => Promise<T>) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key, make) => {
    const known = made.get(key);
    const value = known ?? make();
    made.delete(key);
    made.set(key, value);
    if (known !== undefined) return known;
    value.catch(() => {
      if (made.get(key) === value) made.delete(key);
    });
    const oldest = made.keys().next().value;
    if (made.size > most && oldest !== undefined) made.delete(oldest);
    return value;
  };
}

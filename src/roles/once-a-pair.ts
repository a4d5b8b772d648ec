/** What is computed of two registries is computed once while both are in memory: a large one takes long to compare (R53). */
import type { Registry } from "./model.ts";

export function onceAPair<Result>(
  compare: (before: Registry, after: Registry) => Result,
): (before: Registry, after: Registry) => Result {
  const known = new WeakMap<Registry, WeakMap<Registry, { readonly result: Result }>>();
  return (before, after) => {
    const others = known.get(before) ?? new WeakMap<Registry, { readonly result: Result }>();
    known.set(before, others);
    const found = others.get(after) ?? { result: compare(before, after) };
    others.set(after, found);
    return found.result;
  };
}

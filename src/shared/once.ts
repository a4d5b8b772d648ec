/** Computes a value once and keeps it: only for values that never change, so that it cannot be out of date. */

/** When it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** For each thing that is asked about, for as long as anybody holds that thing. `make` must be pure, and the thing readonly. */
export function onceFor<Thing extends object, Value>(make: (thing: Thing) => Value): (thing: Thing) => Value {
  const made = new WeakMap<Thing, { readonly value: Value }>();
  return (thing) => {
    const known = made.get(thing) ?? { value: make(thing) };
    made.set(thing, known);
    return known.value;
  };
}

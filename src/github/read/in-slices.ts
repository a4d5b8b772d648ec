/** Goes through a list a slice at a time, so that other work has its turn in between, however long the list and its texts are (R53). */

import { setImmediate as turn } from "node:timers/promises";

/** Longer than anybody's ordinary list takes. */
const SLICE_MS = 10;

/** What `make` makes of each item, in their order; making an item may itself be the work. */
export async function inSlices<Item, Made>(
  items: Iterable<Item>,
  make: (item: Item) => Made,
): Promise<readonly Made[]> {
  const made: Made[] = [];
  let begun = performance.now();
  for (const item of items) {
    made.push(make(item));
    if (performance.now() - begun < SLICE_MS) continue;
    await turn();
    begun = performance.now();
  }
  return made;
}

/** Gives areas names that roles.yaml accepts: valid, short, and no two alike. */

import { areaNameFault } from "../../registry/spelling.ts";

const MAX_LENGTH = 64;

/** A maker of names; each call gives another one. A name that is wished for first is given where nobody has it yet. */
export function areaNames(): (wish: string, first?: string | null) => string {
  const taken = new Set<string>();
  return (wish, first = null) => {
    if (first !== null && areaNameFault(first) === null && !taken.has(first.toLowerCase())) {
      taken.add(first.toLowerCase());
      return first;
    }
    const plain = sound(wish);
    for (let count = 1; ; count += 1) {
      const end = count === 1 ? "" : `-${count}`;
      const name = `${plain.slice(0, MAX_LENGTH - end.length)}${end}`;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  };
}

function sound(wish: string): string {
  const plain = wish
    .replace(/\/?\*\*\/?\*?/g, "/")
    .replace(/[^A-Za-z0-9._/-]+/g, "-")
    .replace(/\/{2,}/g, "/")
    .replace(/^[^A-Za-z0-9]+|[/-]+$/g, "");
  // The end of a long path tells more than its beginning.
  const short = plain.length <= MAX_LENGTH ? plain : plain.slice(plain.length - MAX_LENGTH).replace(/^[^/]*\//, "");
  const cut = short.slice(-MAX_LENGTH).replace(/^[^A-Za-z0-9]+/, "");
  return areaNameFault(cut) === null ? cut : "area";
}

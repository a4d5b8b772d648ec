/** Whom `/reroll` asks: the least loaded of those who can, ties by a seed of the pull request, never by the alphabet. Pure. */
import { createHash } from "node:crypto";
import { loginKey } from "../names.ts";
import type { Holder } from "../roles/model.ts";

/** Open review requests of somebody in this repository. */
export type Load = (login: string) => number;

export type Another =
  | { readonly kind: "found"; readonly holder: Holder; readonly open: number }
  /** `why`: a sentence for people. */
  | { readonly kind: "nobody"; readonly why: string };

export interface Choice {
  readonly candidates: readonly (Holder & { readonly away: boolean })[];
  /** Logins not to be asked. */
  readonly apart: readonly string[];
  readonly load: Load;
  readonly maxOpen: number;
  readonly seed: string;
}

export function another({ candidates, apart, load, maxOpen, seed }: Choice): Another {
  const kept = new Set(apart.map(loginKey));
  const left = candidates.filter(({ login }) => !kept.has(loginKey(login)));
  if (left.length === 0)
    return {
      kind: "nobody",
      why: "There is nobody else to ask: everyone who can review this was asked, has reviewed it, or was taken off by hand.",
    };
  const there = left.filter(({ away }) => !away);
  const free = there.filter(({ login }) => load(login) < maxOpen);
  const [best] = free.toSorted(
    (one, other) => load(one.login) - load(other.login) || (lot(seed, one.login) < lot(seed, other.login) ? -1 : 1),
  );
  if (best !== undefined) {
    const { away: _, ...holder } = best;
    return { kind: "found", holder, open: load(best.login) };
  }
  const gone = left.length - there.length;
  const busy = there.length;
  const parts = [
    busy === 0 ? "" : `${busy} ${busy === 1 ? "has" : "have"} ${maxOpen} or more open review requests`,
    gone === 0 ? "" : `${gone} ${gone === 1 ? "is" : "are"} away`,
  ].filter((part) => part !== "");
  return {
    kind: "nobody",
    why: `There is nobody else to ask now: of the others who can review this, ${parts.join(" and ")}.`,
  };
}

function lot(seed: string, login: string): string {
  return createHash("sha256")
    .update(`${seed} ${loginKey(login)}`)
    .digest("hex");
}

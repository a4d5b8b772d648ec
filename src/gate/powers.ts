/** Who gains and loses which power by a change of the registry, computed from both registries' own answers (R82). Pure. */

import type { RegistryIndex } from "../registry/registry-index.ts";
import type { AreaPath, Holder } from "../registry/registry-types.ts";
import { type LoginKey, loginKey } from "../shared/names.ts";
import type { FilePowers } from "./verdict-types.ts";
import type { Place } from "./witnesses.ts";

export interface Both {
  readonly before: RegistryIndex;
  readonly after: RegistryIndex;
}

/** No more kinds of files than this are told apart (R24). */
const MAX_KINDS = 2000;

/** Files are of one kind where both registries ask the same for them; kinds with the same change are reported together. */
export function filePowers(both: Both, places: Iterable<Place>, baseRef: string): readonly FilePowers[] {
  const kinds = new Map<string, { readonly chains: readonly (readonly AreaPath[])[]; readonly places: Place[] }>();
  for (const place of places) {
    if (both.after.isRegistryPath(place.path)) continue;
    const chains = [both.before, both.after].map((index) => index.areaPathsOf(place.repository, place.path));
    const key = chains.map((each) => each.map((chain) => chain.key).join("\t")).join("\r");
    const kind = kinds.get(key);
    if (kind !== undefined) kind.places.push(place);
    else if (kinds.size < MAX_KINDS) kinds.set(key, { chains, places: [place] });
  }
  const changed = [...kinds.values()].flatMap(({ chains: [was = [], is = []], places: files }) => {
    const change = changeAt(asked(both.before, was, baseRef), asked(both.after, is, baseRef));
    return change === null ? [] : [{ ...change, files }];
  });
  const alike = Map.groupBy(changed, ({ gain, lose, gainAlone, loseAlone, before, after }) =>
    JSON.stringify([gain, lose, gainAlone, loseAlone, before, after]),
  );
  return [...alike.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{ ...first, files: [...first.files, ...more.flatMap(({ files }) => files)] }],
  );
}

interface Asked {
  readonly area: string | null;
  readonly min: number;
  readonly who: ReadonlyMap<LoginKey, Holder>;
}

function asked(index: RegistryIndex, chains: readonly AreaPath[], baseRef: string): readonly Asked[] {
  return chains.map((chain) => {
    const { from, min } = index.neededFor(chain, baseRef);
    return { area: chain.areas[0] ?? null, min, who: byLogin(index.approversOf(chain, from)) };
  });
}

function byLogin(holders: readonly Holder[]): ReadonlyMap<LoginKey, Holder> {
  return new Map(holders.map((holder) => [loginKey(holder.login), holder]));
}

function changeAt(before: readonly Asked[], after: readonly Asked[]): Omit<FilePowers, "files"> | null {
  const gain = notAmong(inAny(after), inAny(before));
  const lose = notAmong(inAny(before), inAny(after));
  const gainAlone = notAmong(notAmong(inAll(after), inAll(before)), gain);
  const loseAlone = notAmong(notAmong(inAll(before), inAll(after)), lose);
  const counted = (all: readonly Asked[]) => JSON.stringify(all.map(({ min }) => min).sort());
  const isAlike = counted(before) === counted(after);
  if (gain.length + lose.length + gainAlone.length + loseAlone.length === 0 && isAlike) return null;
  return {
    gain: namesOf(gain),
    lose: namesOf(lose),
    gainAlone: namesOf(gainAlone),
    loseAlone: namesOf(loseAlone),
    before: isAlike ? [] : before.map(({ area, min }) => ({ area, min })),
    after: isAlike ? [] : after.map(({ area, min }) => ({ area, min })),
  };
}

function inAny(all: readonly Asked[]): readonly Holder[] {
  return [...new Map(all.flatMap(({ who }) => [...who])).values()];
}

/** People whose approval alone is enough for everything that is asked. */
function inAll(all: readonly Asked[]): readonly Holder[] {
  return inAny(all).filter(({ login }) => all.every(({ who }) => who.has(loginKey(login))));
}

/** Those of the first list who are not in the other: by id where both are pinned, otherwise by login (R4). */
export function notAmong(some: readonly Holder[], others: readonly Holder[]): readonly Holder[] {
  const logins = new Map(others.map((one) => [loginKey(one.login), one.id]));
  const ids = new Set(others.flatMap(({ id }) => (id === null ? [] : [id])));
  return some.filter(({ login, id }) => {
    if (id !== null && ids.has(id)) return false;
    const known = logins.get(loginKey(login));
    return known === undefined || (known !== null && id !== null);
  });
}

export function namesOf(holders: readonly Holder[]): readonly string[] {
  return [...new Set(holders.map(({ login }) => login))];
}

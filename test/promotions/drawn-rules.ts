/** Draws the rules of roles at random. */

import fc from "fast-check";
import type { Asked, Item, WrittenRule } from "./told.ts";
import { after } from "./voting-oracle.ts";

export const among = <T>(...items: readonly T[]) => fc.constantFrom(...items);
/** Keys that may be left out. */
export function some<T extends object>(keys: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.record(keys, { requiredKeys: [] });
}
/** A few of the keys, so that each decides something. */
export function few<T extends object>(keys: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<Partial<T>> {
  const names = Object.keys(keys) as (keyof T)[];
  return fc
    .tuple(fc.record(keys), fc.subarray(names, { maxLength: 4 }))
    .map(([all, kept]) => Object.fromEntries(kept.map((key) => [key, all[key]])) as Partial<T>);
}
export const span = among("4h", "4h", "8h", "8h", "1d", "1bd", "2bd");
const roles = among("approvers", "maintainers", "maintainers", "contributors");
export const share = among("2/3", "1/2", "majority", "unanimous", "1/3");
const exactly = among<true>(true);

const isLonger = (one: string, other: string) => after(0, one.replace("bd", "d")) >= after(0, other);

const voting = {
  share,
  "share-of": among("eligible" as const, "cast" as const),
  "min-yes": among(1, 2),
  quorum: among<string | number>("1/2", 2, 3),
  veto: exactly,
  after: among("4h", "1d"),
  window: span,
  early: exactly,
  "employer-cap": among<string | number>(1, "1/2", "1/2", "1/3"),
  "small-group": fc.record({ under: among(2, 4), min: among(1, 2) }),
  "drop-absent": among("4h", "8h", "8h"),
};
/** As kinds of decisions say it. */
export const votes = few(voting);

export const vote = fc
  .tuple(few({ ...voting, exactly, in: among("area", "anywhere", "docs"), wait: among("4h", "8h") }), roles)
  .map(([written, of]) => ({ ...written, of }))
  // A vote that closes without a word of its own is open for the whole of its window.
  .filter(
    ({ wait, window, early }) =>
      wait === undefined || window === undefined || (early === true && isLonger(window, wait)),
  )
  .map((written) => ({ vote: written }));

const objecting = {
  from: roles,
  exactly,
  in: among("area", "anywhere", "docs"),
  "overruled-by": fc.oneof(
    fc.record({ of: roles, share }),
    fc.record({ of: roles, "min-yes": among(1, 2) }),
    fc.record({ of: roles }),
  ),
  withdrawal: among("restarts" as const, "clears" as const),
};
export const objections = few({ ...objecting, window: span, starts: among("met" as const, "nominated" as const) }).map(
  (written) => ({ objections: written }),
);
export const lazy = fc
  .record({ ...objecting, window: span }, { requiredKeys: ["window"] })
  .map((written) => ({ "lazy-consensus": written }));
const sponsors = fc
  .tuple(
    among(1, 1, 1, 2, 3),
    few({
      from: roles,
      exactly,
      area: among("anywhere", "docs"),
      employers: among(
        "distinct" as const,
        "all-distinct" as const,
        "one-other-than-candidate" as const,
        "all-other-than-candidate" as const,
      ),
      nominator: among<false>(false),
      "of-which": fc.record({ from: among("maintainers"), min: among(1, 2) }),
      "also-holds": roles,
      "small-group": fc.record({ under: among(2, 3, 4), min: among(0, 1) }),
    }),
  )
  .map(([min, written]) => ({ sponsors: { ...written, min } }));

const asked: fc.Arbitrary<Asked> = fc.oneof(
  { weight: 3, arbitrary: sponsors },
  { weight: 3, arbitrary: vote },
  { weight: 3, arbitrary: objections },
  { weight: 2, arbitrary: lazy },
  fc
    .record(
      { text: fc.constant("knows it"), by: among("maintainers", "approvers", "candidate"), min: among(1, 2) },
      { requiredKeys: ["text"] },
    )
    .map((written) => ({ attestation: written })),
  among<Asked>({ acceptance: true }, { acceptance: { text: "four hours" } }),
  span.map((written) => ({ notice: written })),
  among<Asked>(
    { holds: "contributors" },
    { holds: { role: "members", area: true } },
    { holds: { role: "members", exactly: true } },
  ),
  some({
    max: among(1, 2, 4),
    "per-employer": among(1, 2),
    share: among("1/2", "<1/2", "2/3"),
    of: among("maintainers"),
  })
    .filter((written) => Object.keys(written).some((key) => key !== "of"))
    .map((written) => ({ seats: written })),
  fc.constant<Asked>({ "merged-pulls": 3 }),
  among<Asked>({ nomination: { by: "maintainers" } }, { nomination: { by: "approvers", in: "area" } }),
);

function sponsorsIn(item: Item): number {
  const of = "any" in item ? item.any : "some" in item ? item.some.of : [];
  return Number("sponsors" in item) + of.reduce((sum, one) => sum + sponsorsIn(one), 0);
}

export const isOfSponsors = (item: Item): boolean => sponsorsIn(item) > 0;

export const items: fc.Arbitrary<Item> = fc.oneof(
  { weight: 6, arbitrary: asked },
  { weight: 1, arbitrary: fc.tuple(asked, fc.constant(["docs"])).map(([one, named]) => ({ ...one, for: named })) },
  { weight: 1, arbitrary: fc.array(asked, { minLength: 2, maxLength: 3 }).map((any) => ({ any })) },
  {
    weight: 1,
    arbitrary: fc
      .array(asked, { minLength: 2, maxLength: 3 })
      .filter((of) => of.reduce((sum, one) => sum + sponsorsIn(one), 0) < 2)
      .map((of) => ({ some: { min: 2, of } })),
  },
);

const lasting = among("2d", "3d", "90d", "90d", "90d", "90d", "90d", "90d");
const ruled = fc
  .record(
    {
      all: fc.oneof(
        { weight: 3, arbitrary: items.map((one) => [one]) },
        { weight: 2, arbitrary: fc.tuple(items, items).map((two) => [...two]) },
      ),
      nominate: among<readonly string[]>(["maintainers"], ["self", "approvers"], ["anyone"], ["anyone"], ["anyone"]),
      waive: among<NonNullable<WrittenRule["waive"]>>(
        "approvers",
        false,
        { by: "maintainers", min: 2 },
        { by: "approvers", share: "1/2" },
        { by: "approvers", exactly: true },
      ),
      expires: lasting,
    },
    { requiredKeys: ["all", "expires"] },
  )
  .filter(
    ({ all }) =>
      !all.some((item) => !("sponsors" in item) && isOfSponsors(item)) || all.filter(isOfSponsors).length === 1,
  );

/** Without one the role is given by one sponsor of the top role. */
export const rules: fc.Arbitrary<WrittenRule | undefined> = fc.oneof(
  { weight: 24, arbitrary: ruled },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

/** Draws rules, communities and words of promotions at random, and takes them through the bot's own code. */
import fc from "fast-check";
import type { PromotionRecord } from "../../src/promotions/promotion-record.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import type { Registry } from "../../src/registry/registry-types.ts";
import { loginKey } from "../../src/shared/names.ts";
import { aRegistry } from "../registry/a-registry.ts";
import { aCount } from "./a-promotion.ts";
import { driven } from "./driven.ts";
import type { Answer, Asked, Item, Scene, Word, WrittenRule } from "./oracle.ts";
import { after, type Entry, LADDER } from "./voting-oracle.ts";

export const PEOPLE = ["ann", "ben", "cho", "eve", "kim", "dee", "pat"];
export const HOUR = 3_600_000;
/** Monday noon, and a Friday evening. */
export const STARTS = [Date.UTC(2026, 10, 23, 12), Date.UTC(2026, 10, 27, 20)];
const DAYS = 7;

export const among = <T>(...items: readonly T[]) => fc.constantFrom(...items);
/** Keys that may be left out. */
export function some<T extends object>(keys: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.record(keys, { requiredKeys: [] });
}
export const span = among("4h", "8h", "1d", "2d", "1bd", "2bd");
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
  "employer-cap": among<string | number>(1, 1, "1/2", "1/3"),
  "small-group": fc.record({ under: among(2, 4), min: among(1, 2) }),
  "drop-absent": among("8h", "1d"),
};
/** As kinds of decisions say it. */
export const votes = some(voting);

const vote = fc
  .record(
    { ...voting, of: roles, exactly, in: among("area", "anywhere", "docs"), wait: among("4h", "1d") },
    { requiredKeys: ["of"] },
  )
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
const objections = some({ ...objecting, window: span, starts: among("met" as const, "nominated" as const) }).map(
  (written) => ({ objections: written }),
);
const lazy = fc
  .record({ ...objecting, window: span }, { requiredKeys: ["window"] })
  .map((written) => ({ "lazy-consensus": written }));
const sponsors = fc
  .record(
    {
      min: among(1, 1, 2, 3),
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
      "small-group": fc.record({ under: among(2, 4), min: among(0, 1) }),
    },
    { requiredKeys: ["min"] },
  )
  .map((written) => ({ sponsors: written }));

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

const isOfSponsors = (item: Item): boolean => sponsorsIn(item) > 0;

const items: fc.Arbitrary<Item> = fc.oneof(
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

const rules: fc.Arbitrary<WrittenRule> = fc
  .record(
    {
      all: fc.array(items, { minLength: 1, maxLength: 2 }),
      nominate: among<readonly string[]>(["maintainers"], ["self", "approvers"], ["anyone"]),
      waive: among<NonNullable<WrittenRule["waive"]>>(
        "approvers",
        false,
        { by: "maintainers", min: 2 },
        { by: "approvers", share: "1/2" },
        { by: "approvers", exactly: true },
      ),
      expires: among("3d", "5d", "90d", "90d"),
    },
    { requiredKeys: ["all", "expires"] },
  )
  .filter(
    ({ all }) =>
      !all.some((item) => !("sponsors" in item) && isOfSponsors(item)) || all.filter(isOfSponsors).length === 1,
  );

const areasHeld = among<readonly string[]>([], [], [], ["docs"], ["engine"], ["core"], ["site"], ["docs", "engine"]);
const fewEntries: fc.Arbitrary<readonly Entry[]> = fc.array(
  fc.record({
    login: among(...PEOPLE, "ann", "ben", "cho"),
    role: among(...LADDER, "maintainers", "maintainers", "approvers"),
    areas: areasHeld,
  }),
  { minLength: 1, maxLength: 9 },
);

const three = ["ann", "ben", "cho"].map((login) => ({ login, role: "maintainers", areas: [] }));
/** Mostly of a community that can decide something. */
export const entries: fc.Arbitrary<readonly Entry[]> = fc.oneof(fewEntries, {
  weight: 3,
  arbitrary: fewEntries.map((more) => [...three, ...more]),
});

const said = fc.oneof(
  { weight: 4, arbitrary: fc.record({ say: among<"sponsor">("sponsor"), cancel: among(false, false, false, true) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      say: among<"vote">("vote"),
      choice: among("yes" as const, "yes" as const, "no" as const, "abstain" as const, "none" as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ say: among<"object">("object"), cancel: among(false, false, true) }) },
  fc.record({ say: among<"accept">("accept"), cancel: among(false, false, true) }),
  fc.record({
    say: among<"attest" | "waive">("attest", "waive"),
    cancel: among(false, false, false, true),
    number: among(1, 1, 2, 3),
  }),
  {
    weight: 1,
    arbitrary: among(
      { say: "withdraw" as const },
      { say: "accept" as const, cancel: false },
      { say: "accept" as const, cancel: false },
    ),
  },
);

const words: fc.Arbitrary<readonly Word[]> = fc
  .array(fc.tuple(among(...PEOPLE, "ann", "ben", "cho"), said, fc.integer({ min: 0, max: 17 })), { maxLength: 9 })
  .map((all) =>
    all.map(([by, saying, step], place) => ({ by, at: step * 4 * HOUR + (place + 1) * 60_000, ...saying }) as Word),
  );

export const EMPLOYERS: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .tuple(...PEOPLE.map(() => among("Ant", "Ant", "Viettel", null)))
  .map((all) => Object.fromEntries(PEOPLE.flatMap((who, at) => (all[at] == null ? [] : [[who, all[at] ?? ""]]))));

export const scenes: fc.Arbitrary<Scene> = fc
  .record({
    rule: rules,
    role: among("approvers", "maintainers"),
    areas: among<readonly string[]>([], ["docs"], ["docs"], ["docs", "engine"], ["site", "docs"]),
    nominator: among("ann", "ben", "dee", "pat"),
    start: among(...STARTS),
    employers: EMPLOYERS,
    people: entries,
    later: fc.array(fc.tuple(fc.integer({ min: 1, max: 18 }), among(...PEOPLE), fc.boolean()), { maxLength: 2 }),
    words,
    merged: among<number | null>(3, 3, 3, 2, null),
  })
  .map(({ start, people, later, words: all, ...scene }) => ({
    ...scene,
    candidate: "dee",
    at: start,
    changes: changesOf(people, later, start),
    words: all.map((word) => ({ ...word, at: word.at + start })).toSorted((one, other) => one.at - other.at),
    until: start + DAYS * 24 * HOUR,
  }));

/** People lose what they held, or come back to it. */
export function changesOf(
  people: readonly Entry[],
  later: readonly (readonly [number, string, boolean])[],
  start: number,
): Scene["changes"] {
  const sorted = later.toSorted(([one], [other]) => one - other);
  return [
    { at: start - HOUR, people },
    ...sorted.map(([step, who, isBack], place) => {
      const gone = sorted.slice(0, place + 1).filter(([, login, back]) => !back && !(isBack && login === who));
      return {
        at: start + step * 4 * HOUR + 30 * 60_000 + place,
        people: people.filter(({ login }) => !gone.some(([, one]) => one === login)),
      };
    }),
  ];
}

function textOf(word: Word): string {
  switch (word.say) {
    case "withdraw":
      return "/withdraw";
    case "vote":
      return word.choice === "none" ? "/vote cancel" : `/vote ${word.choice}`;
    case "object":
      return word.cancel ? "/object cancel" : "/object too early";
    case "attest":
    case "waive":
      return [
        `/${word.say}`,
        ...(word.cancel ? ["cancel"] : []),
        word.number ?? "",
        ...(word.cancel ? [] : ["saw it"]),
      ].join(" ");
    default:
      return word.cancel ? `/${word.say} cancel` : `/${word.say}`;
  }
}

const STAGES: Readonly<Record<string, Answer["stage"]>> = {
  nominated: "open",
  measured: "open",
  sponsored: "open",
  "registry-change": "passed",
};

export function standingOf(records: readonly PromotionRecord[]): Answer {
  const [record] = records;
  if (record === undefined) return { stage: "refused", at: null };
  const { stage } = record;
  const name = STAGES[stage.stage] ?? (stage.stage as Answer["stage"]);
  return { stage: name, at: "passedAt" in stage ? stage.passedAt : "at" in stage ? stage.at : null };
}

export const PLACES = aRegistry(
  JSON.stringify({
    areas: {
      core: { repos: ["kusion"] },
      engine: { repos: ["kusion"], paths: ["pkg/engine/**"] },
      docs: { repos: ["kusion"], paths: ["docs/**"] },
      site: { repos: ["karpor"] },
    },
    roles: Object.fromEntries(LADDER.map((name) => [name, {}])),
    maintainers: ["ann"],
  }),
);

export function peopled(people: readonly Entry[], employers: Scene["employers"]): Registry["people"] {
  return people.map(({ login, role, areas }) => ({
    ...{ role, login, key: loginKey(login), id: null, areas, since: null, away: null },
    affiliation: employers[login] ?? null,
  }));
}

/** As it is read from a file, which takes longer than all the rest. */
function registryOf({ rule: { all, ...keys }, role, employers }: Scene, people: readonly Entry[]): Registry {
  const roles = PLACES.roles.map((one) => (one.name === role ? { ...one, promotion: { ...keys, all } } : one));
  return { ...PLACES, roles, people: peopled(people, employers) };
}

export function drivenScene(scene: Scene): readonly PromotionRecord[] {
  const { nominator, candidate, role, areas, at } = scene;
  const place = areas.length === 0 ? "everywhere" : areas.join(" ");
  return driven({
    registries: scene.changes.map(({ at, people }) => ({ at, index: indexed(registryOf(scene, people)) })),
    said: [
      { by: nominator, at, body: `/promote @${candidate} ${role} ${place}` },
      ...scene.words.map((word) => ({ by: word.by, at: word.at, body: textOf(word) })),
    ],
    measured: scene.merged === null ? { known: false, why: "nobody can tell" } : aCount(scene.merged),
    until: scene.until,
  });
}

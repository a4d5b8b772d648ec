/** Draws communities, promotions and what is said about them at random, and takes them through the bot's own code. */

import fc from "fast-check";
import type { PromotionRecord } from "../../src/promotions/promotion-record.ts";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import { aRegistry } from "../registry/a-registry.ts";
import { aCount } from "./a-promotion.ts";
import { among, rules } from "./drawn-rules.ts";
import { aliked, dressed, dressedAs, wardrobes } from "./dressed.ts";
import { driven } from "./driven.ts";
import type { About, Answer, Asking, Item, Rules, Scene, Word } from "./told.ts";
import { type Change, type Entry, isWithinOne, LADDER } from "./voting-oracle.ts";

export const PEOPLE = ["ann", "ben", "cho", "eve", "kim", "dee", "pat"];
/** Of whom most is said. */
export const FEW = ["ann", "ann", "ben", "ben", "cho", "cho", "eve", "kim", "dee", "pat"];
export const HOUR = 3_600_000;
/** All that happens lies so many hours apart, so that it meets the ends of what runs. */
export const STEP = 4 * HOUR;
/** Monday noon, and a Friday evening. */
export const STARTS = [Date.UTC(2026, 10, 23, 12), Date.UTC(2026, 10, 27, 20)];
const DAYS = 5;

const areasHeld = among<readonly string[]>([], [], [], ["docs"], ["docs"], ["engine"], ["core"], ["site"]);
const anyEntry: fc.Arbitrary<Entry> = fc.record({
  login: among(...PEOPLE, "ann", "ben", "cho"),
  role: among(...LADDER, "maintainers", "maintainers", "approvers"),
  areas: areasHeld,
});
/** Who is nominated most stands low. */
const entry = fc
  .tuple(anyEntry, among(...LADDER.slice(0, 2), null))
  .map(([one, low]) => (one.login === "dee" && low !== null ? { ...one, role: low } : one));
const few = fc.array(entry, { minLength: 1, maxLength: 6 });

const three = ["ann", "ben", "cho"].map((login) => ({ login, role: "maintainers", areas: [] }));
/** Mostly of a community that can decide something, and of few people. */
export const entries: fc.Arbitrary<readonly Entry[]> = fc.oneof(
  { weight: 1, arbitrary: few },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.subarray(three, { minLength: 1 }), few).map(([some, more]) => [...some, ...more]),
  },
);

type Drawn<Said> = Said extends unknown ? Omit<Said, "by" | "at" | "about" | "gone"> : never;
export const sayings: Readonly<Record<Word["say"], fc.Arbitrary<Drawn<Word>>>> = {
  sponsor: fc.record({ say: among<"sponsor">("sponsor"), cancel: among(false, false, false, false, true) }),
  accept: fc.record({ say: among<"accept">("accept"), cancel: among(false, false, true) }),
  object: fc.record({ say: among<"object">("object"), cancel: among(false, false, true) }),
  vote: fc.record({
    say: among<"vote">("vote"),
    choice: among("yes" as const, "yes" as const, "yes" as const, "no" as const, "abstain" as const, "none" as const),
  }),
  attest: saidOf("attest"),
  waive: saidOf("waive"),
  withdraw: fc.constant({ say: "withdraw" as const }),
};

function saidOf(say: "attest" | "waive") {
  return fc.record({
    say: among(say),
    cancel: among(false, false, false, true),
    number: say === "waive" ? among(1, 1, 2, 3) : among(1, 1, 2, null),
  });
}

/** Words by which something that is asked for moves; rarely others. */
export function saysOf(written: Rules): readonly Word["say"][] {
  const ofItem = (item: Item): readonly Word["say"][] => {
    if ("any" in item) return item.any.flatMap(ofItem);
    if ("some" in item) return item.some.of.flatMap(ofItem);
    if ("sponsors" in item) return ["sponsor", "sponsor"];
    if ("vote" in item) return ["vote", "vote"];
    if ("objections" in item || "lazy-consensus" in item) {
      const asked = "objections" in item ? item.objections : item["lazy-consensus"];
      return ["object", "object", ...(asked["overruled-by"] === undefined ? [] : ["vote" as const, "vote" as const])];
    }
    if ("acceptance" in item) return ["accept", "accept"];
    return "attestation" in item ? ["attest", "attest"] : ["waive"];
  };
  const asked = Object.values(written).flatMap((rule) => rule?.all.flatMap(ofItem) ?? ["sponsor" as const]);
  return [...Array.from({ length: 9 }, () => asked).flat(), "waive", "withdraw", ...ALL];
}

const ALL: readonly Word["say"][] = ["sponsor", "vote", "object", "accept", "attest"];

export const step = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 7 }) }, fc.integer({ min: 0, max: 14 }));
/** Longer than what GitHub may show late: until then what ended may be said to have ended before. */
export const LATER = 400_000;
/** Some in the same second. */
export const timing = fc.tuple(step, among(0, LATER, LATER, LATER)).map(([steps, more]) => steps * STEP + more);

const naming = fc.record({ which: fc.nat(1), user: fc.boolean(), role: fc.boolean(), areas: fc.boolean() });

/** What somebody names, mostly one of what is open. */
function aboutOf(
  {
    which,
    user,
    role,
    areas,
  }: { readonly which: number; readonly user: boolean; readonly role: boolean; readonly areas: boolean },
  nominations: readonly Asking[],
): About {
  const one = nominations[which % nominations.length];
  if (one === undefined || (nominations.length === 1 && which > 0)) return {};
  return {
    ...(user && { user: one.candidate }),
    ...(role && { role: one.role }),
    ...(areas && { areas: one.areas }),
  };
}

/** Without a name all that stands behind it is text. */
function saidOfWhich(say: Word["say"], about: About): About {
  return say === "attest" && about.user === undefined ? {} : about;
}

function wordsFor(written: Rules, nominations: readonly Asking[]): fc.Arbitrary<readonly Word[]> {
  const saying = among(...saysOf(written)).chain((say) => sayings[say]);
  const word = fc.tuple(among(...FEW), saying, timing, naming, among(null, null, null, null, null, null, 1, 2, 4));
  return fc.array(word, { maxLength: 9 }).map((all) =>
    all.map(
      ([by, said, at, named, deleted]) =>
        ({
          ...{ by, at: at + LATER, about: saidOfWhich(said.say, aboutOf(named, nominations)) },
          ...(deleted !== null && { gone: at + LATER + deleted * STEP }),
          ...said,
        }) as Word,
    ),
  );
}

export const EMPLOYERS: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .tuple(...PEOPLE.map(() => among("Ant", "Ant", "Viettel", null, null)))
  .map((all) => Object.fromEntries(PEOPLE.flatMap((who, at) => (all[at] == null ? [] : [[who, all[at] ?? ""]]))));

const fates = among<Asking["fate"]>(
  null,
  { end: "merged", after: STEP },
  { end: "merged", after: 3 * STEP },
  { end: "closed", after: STEP },
  { end: "closed", after: 2 * STEP },
);
export const places = among<readonly string[]>(
  [],
  [],
  ["docs"],
  ["docs"],
  ["docs"],
  ["docs", "engine"],
  ["site", "docs"],
);
const asking = (candidate: fc.Arbitrary<string>, nominator: fc.Arbitrary<string>) =>
  fc.record({
    candidate,
    by: nominator,
    role: among("approvers", "approvers", "maintainers"),
    areas: places,
    fate: fates,
  });
const nominators = among("ann", "ann", "ann", "ben", "dee");

/** One or two; the second of the same person or another, a while after the first. */
const askings: fc.Arbitrary<readonly Asking[]> = fc
  .tuple(
    asking(among("dee"), nominators),
    fc.option(fc.tuple(asking(among("dee", "dee", "pat", "cho"), nominators), fc.integer({ min: 0, max: 3 })), {
      freq: 2,
    }),
  )
  .map(([first, second]) => [
    { ...first, at: 0 },
    ...(second === null ? [] : [{ ...second[0], at: second[1] * STEP + 2 * HOUR }]),
  ]);

const changing = fc.tuple(
  fc.integer({ min: 0, max: 14 }),
  among(...FEW),
  among<Edit>("gone", "gone", "lower", "moved", "more", "back", "rules"),
  anyEntry,
);
type Edit = "gone" | "lower" | "moved" | "more" | "back" | "rules";
export type Changing = readonly [step: number, who: string, how: Edit, entry: Entry];
export const changings: fc.Arbitrary<readonly Changing[]> = fc.array(changing, { maxLength: 2 });

/** While the members of teams are not told: from an hour at which nothing happens to another. */
export const unreadSpans: fc.Arbitrary<readonly (readonly number[])[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: -1, max: 6 }), fc.integer({ min: 1, max: 6 }))
      .map(([from, length]) => [[from * 4 + 1, (from + length) * 4 + 1]]),
  },
);

interface Renaming {
  readonly who: string;
  readonly hours: number;
  readonly as: NonNullable<Entry["as"]>;
}

/** At an hour at which nothing happens. */
const renamings: fc.Arbitrary<Renaming | null> = fc.option(
  fc.record({
    who: among(...FEW),
    hours: fc.integer({ min: 0, max: 8 }).map((steps) => steps * 4 + 3),
    as: among("login", "login", "cased", "pinned", "former", "team"),
  }),
  { freq: 2 },
);

function namedAlike(people: readonly Entry[], renaming: Renaming | null): readonly Entry[] {
  return renaming === null ? people : aliked(people, renaming.who, renaming.as);
}

/** What GitHub shows no more tells no new name either. */
function thereStill({ gone: _, ...word }: Word): Word {
  return word;
}

export const scenes: fc.Arbitrary<Scene> = fc
  .record({ rules: fc.record({ approvers: rules, maintainers: rules }), other: rules, nominations: askings })
  .chain(({ rules: written, other, nominations }) =>
    fc
      .record({
        start: among(...STARTS),
        employers: EMPLOYERS,
        people: entries,
        later: changings,
        words: wordsFor(written, nominations),
        merged: among<number | null>(3, 3, 3, 3, 3, 3, 3, 2, 2, null),
        wardrobe: wardrobes(PEOPLE),
        unread: unreadSpans,
        renaming: renamings,
      })
      .map(({ start, people, later, words, employers, merged, wardrobe, unread, renaming }) => ({
        ...{ employers, merged },
        renamed: renaming && { who: renaming.who, at: start + renaming.hours * HOUR },
        unread: unread.map((span) => span.map((hour) => start + hour * HOUR)),
        nominations: nominations.map((one) => ({ ...one, at: start + one.at })),
        changes: changesOf(people, later, start).map((change, place) => ({
          ...change,
          people: namedAlike(dressedAs(change.people, PEOPLE, { wardrobe, change: place }), renaming),
          rules: later.some(([steps, , how]) => how === "rules" && start + steps * STEP + 2 * HOUR <= change.at)
            ? { approvers: other, maintainers: other }
            : written,
        })),
        words: words
          .map((word) => (word.by === renaming?.who ? thereStill(word) : word))
          .map((word) => ({ ...word, at: start + word.at, ...(word.gone && { gone: start + word.gone }) }))
          .toSorted((one, another) => one.at - another.at),
        until: start + DAYS * 24 * HOUR,
      })),
  );

/** People lose what they held or some of it, come back to it, or are given more. */
export function changesOf(people: readonly Entry[], later: readonly Changing[], start: number): readonly Change[] {
  const sorted = later.toSorted(([one], [other]) => one - other);
  let now = people;
  const changes = sorted.map(([steps, who, how, entry]) => {
    now = edited(now, people, { who, how, entry });
    return { at: start + steps * STEP + 2 * HOUR, people: now };
  });
  return [{ at: start - HOUR, people }, ...changes];
}

function edited(
  now: readonly Entry[],
  first: readonly Entry[],
  { who, how, entry }: { readonly who: string; readonly how: Edit; readonly entry: Entry },
): readonly Entry[] {
  const others = now.filter(({ login }) => login !== who);
  const own = now.filter(({ login }) => login === who);
  switch (how) {
    case "gone":
      return others;
    case "lower":
      return [...others, ...own.map((one) => ({ ...one, role: LADDER[LADDER.indexOf(one.role) - 1] ?? one.role }))];
    case "moved":
      return [...others, ...own.map((one) => ({ ...one, areas: entry.areas }))];
    case "more":
      return [...now, entry];
    case "back":
      return first;
    default:
      return now;
  }
}

function nameAt(login: string, at: number, renamed: Scene["renamed"]): string {
  return renamed !== null && login === renamed.who && at >= renamed.at ? `${login}-now` : login;
}

function textOf(word: Word, renamed: Scene["renamed"]): string {
  const { user, role, areas } = word.about ?? {};
  const about = [
    ...(user === undefined ? [] : [`@${nameAt(user, word.at, renamed)}`]),
    ...(role === undefined ? [] : [role]),
    ...(areas === undefined ? [] : areas.length === 0 ? ["everywhere"] : areas),
  ];
  return [...saidText(word, about.join(" "))].filter((part) => part !== "").join(" ");
}

function saidText(word: Word, about: string): readonly string[] {
  const command = `/${word.say}`;
  switch (word.say) {
    case "withdraw":
      return [command, about];
    case "vote":
      return word.choice === "none" ? [command, "cancel", about] : [command, about, word.choice];
    case "object":
      return word.cancel ? ["/unobject", about] : [command, about, "too early"];
    case "attest":
    case "waive":
      return [command, word.cancel ? "cancel" : "", about, `${word.number ?? ""}`, word.cancel ? "" : "saw it"];
    default:
      return [command, word.cancel ? "cancel" : "", about];
  }
}

const STAGES: Readonly<Record<string, Answer["stage"]>> = {
  nominated: "open",
  measured: "open",
  sponsored: "open",
  "registry-change": "passed",
};

function standingOf(record: PromotionRecord | undefined): Answer {
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

/** As it is read from a file, which takes longer than all the rest. `unread`: GitHub does not tell who is in its teams. */
export function indexOf(
  written: Rules,
  entries: readonly Entry[],
  {
    employers,
    unread = false,
    renamed = null,
  }: { readonly employers: Scene["employers"]; readonly unread?: boolean; readonly renamed?: string | null },
): RegistryIndex {
  const roles = PLACES.roles.map((one) => ({ ...one, promotion: written[one.name] ?? null }));
  const { people, teams, members } = dressed(entries, employers, renamed);
  return indexed({ ...PLACES, roles, people, teams }, unread ? new Map() : members);
}

/** Each nomination as it stands in the end. */
export function drivenScene({
  nominations,
  words,
  changes,
  employers,
  merged,
  unread,
  renamed,
  until,
}: Scene): readonly Answer[] {
  const asked = nominations.map(({ by, at, candidate, role, areas, fate }) => ({
    ...{ by, at, fate },
    body: `/promote @${nameAt(candidate, at, renamed)} ${role} ${areas.length === 0 ? "everywhere" : areas.join(" ")}`,
  }));
  const said = words.map((word) => ({
    ...{ by: word.by, at: word.at, body: textOf(word, renamed) },
    ...(word.gone !== undefined && { gone: word.gone }),
  }));
  const known = new Map<string, RegistryIndex>();
  const records = driven({
    indexAt(now, promoted) {
      const at = changes.findLastIndex((change) => change.at <= now);
      const isUnread = isWithinOne(unread, now);
      const isRenamed = renamed !== null && now >= renamed.at;
      const key = `${at} ${isUnread} ${isRenamed} ${promoted.map(({ nomination: { id } }) => id).join()}`;
      const { people = [], rules: written = {} } = changes[at] ?? {};
      const more = promoted.map(({ nomination: { candidate, role, areas } }) => ({
        ...{ login: candidate.login.replace("-now", ""), role, areas, as: "pinned" as const },
      }));
      const index =
        known.get(key) ??
        indexOf(written, [...people, ...more], {
          employers,
          unread: isUnread,
          renamed: isRenamed ? renamed.who : null,
        });
      known.set(key, index);
      return index;
    },
    isUnread: (now) => isWithinOne(unread, now),
    changes: [...changes.map(({ at }) => at), ...unread.flat(), ...(renamed === null ? [] : [renamed.at])],
    renamedAt: (now) => (renamed !== null && now >= renamed.at ? renamed.who : null),
    said: [...asked, ...said],
    measured: merged === null ? { known: false, why: "nobody can tell" } : aCount(merged),
    until,
  });
  return nominations.map((_, place) => standingOf(records.get(place)));
}

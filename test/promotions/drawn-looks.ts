/** Draws what is asked, communities and words at random, and has them judged by the bot's own code at any moment. */

import fc from "fast-check";
import { evaluate } from "../../src/promotions/evaluate-promotion.ts";
import { withElectorate } from "../../src/promotions/new-nomination.ts";
import type { Nomination, PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { measuresOf, ruleOf } from "../../src/promotions/rule.ts";
import { person } from "../support/a-pull.ts";
import { aCount } from "./a-promotion.ts";
import { EMPLOYERS, entries, indexOf, PEOPLE, places, STARTS, STEP, sayings, saysOf } from "./drawn.ts";
import { among, isOfSponsors, items, lazy, objections, vote } from "./drawn-rules.ts";
import { dressedAs, wardrobes } from "./dressed.ts";
import type { Look, Standing, Word } from "./told.ts";
import type { Entry } from "./voting-oracle.ts";

export interface Drawn extends Omit<Look, "community" | "frozen"> {
  readonly before: readonly Entry[];
  readonly people: readonly Entry[];
  readonly employers: Readonly<Record<string, string>>;
}

/** So few that they say several things each. */
const SPEAKERS = ["ann", "ann", "ben", "ben", "cho", "cho", "dee", "eve"];

/** What a person held is lost or given between the nomination and now. */
const edits = fc.record({ who: fc.nat(), how: among("none", "none", "gone", "moved", "lower"), more: entries });

export const looks: fc.Arbitrary<Drawn> = fc
  .tuple(
    // Of two that ask for sponsors neither stands by itself.
    fc.oneof(
      { weight: 3, arbitrary: items.map((one) => [one]) },
      { weight: 2, arbitrary: vote.map((one) => [one]) },
      { weight: 2, arbitrary: fc.oneof(lazy, objections).map((one) => [one]) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(items, items)
          .map((two) => [...two])
          .filter((two) => two.filter(isOfSponsors).length < 2),
      },
    ),
    among<"approvers" | "maintainers" | false>("approvers", "approvers", "maintainers", false),
  )
  .chain(([all, waive]) => {
    const rule = { all, waive, expires: "90d" };
    const saying = among(...saysOf({ approvers: rule }).filter((say) => say !== "withdraw")).chain(
      (say) => sayings[say],
    );
    const word = fc.tuple(among(...SPEAKERS), saying, among(0, 0, 0, 1, 1, 2, 2, 3, 4, 6, 9));
    return fc
      .record({
        start: among(...STARTS),
        areas: places,
        role: among("approvers", "maintainers"),
        nominator: among("ann", "dee"),
        employers: EMPLOYERS,
        wardrobe: wardrobes(PEOPLE),
        before: entries,
        edit: edits,
        said: fc.array(word, { minLength: 1, maxLength: 9 }),
        steps: among(0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 6, 7, 8, 12, 14),
        clear: among<number | null>(null, 0, 0, 1, 2, 4),
      })
      .map(({ start, before, edit, said, steps, clear, wardrobe, ...look }) => {
        const now = start + steps * STEP;
        const words = said
          .map(([by, saying, at], place) => ({ by, at: start + at * STEP, place, ...saying }))
          .filter(({ at, by, say }) => at <= now && (say !== "accept" || by === "dee"))
          .toSorted((one, other) => one.at - other.at || one.place - other.place);
        return {
          ...{ ...look, rule, candidate: "dee", at: start, now },
          before: dressedAs(before, PEOPLE, { wardrobe, change: 0 }),
          people: dressedAs(edited(before, edit), PEOPLE, { wardrobe, change: 1 }),
          words: words.map(({ place: _, ...one }) => one as Word),
          clearSince: clear === null || clear > steps ? null : start + clear * STEP,
        };
      });
  });

function edited(before: readonly Entry[], { who, how, more }: { who: number; how: string; more: readonly Entry[] }) {
  const login = before[who % before.length]?.login;
  const others = before.filter((one) => one.login !== login);
  const [entry] = more;
  const own = before.filter((one) => one.login === login);
  if (how === "gone") return others;
  if (how === "moved") return [...others, ...own.map((one) => ({ ...one, areas: entry?.areas ?? [] }))];
  if (how === "lower") return [...others, ...own.map((one) => ({ ...one, role: "members" }))];
  return entry === undefined || who % 3 > 0 ? before : [...before, entry];
}

function statementOf(word: Word, place: number): PromotionStatement {
  const said = { key: `comment:${place + 1}/1`, by: person(word.by), at: word.at, url: "" };
  switch (word.say) {
    case "vote":
      return { ...said, kind: "vote", choice: word.choice === "none" ? "cancel" : word.choice };
    case "object":
      return { ...said, kind: "object", cancel: word.cancel, why: "too early" };
    case "attest":
      return { ...said, kind: "attest", cancel: word.cancel, criterion: word.number, text: "saw it" };
    case "waive":
      return { ...said, kind: "waive", cancel: word.cancel, criterion: word.number ?? 0, why: "saw it" };
    case "withdraw":
      return { ...said, kind: "withdraw" };
    default:
      return { ...said, kind: word.say, cancel: word.cancel };
  }
}

/** As the bot's own code has it. */
export function standings({
  rule,
  before,
  people,
  employers,
  nominator,
  candidate,
  role,
  areas,
  at,
  now,
  words,
  clearSince,
}: Drawn) {
  const read = ruleOf(rule);
  if (read === null) throw new Error(`no rule: ${JSON.stringify(rule)}`);
  const asked: Nomination = {
    ...{ id: "comment:0/1", candidate: person(candidate), nominator: person(nominator), role, areas, at, rule: read },
    ...{ electorate: {}, registryOid: "" },
  };
  const nomination = withElectorate(asked, indexOf({ [role]: rule }, before, { employers }));
  const measures = measuresOf(read.criterion, { owner: "KusionStack", role, areas });
  const { leaves } = evaluate({
    ...{ nomination, now, clearSince, measuredAt: now, owner: "KusionStack", repositories: ["kusion"] },
    words: words.map(statementOf),
    index: indexOf({ [role]: rule }, people, { employers }),
    measured: new Map(measures.map(({ key }) => [key, aCount(3)])),
    away: [],
  });
  return leaves.map(({ counts, standing: { state, final, onlyTime } }): Standing => {
    if (counts) return "met";
    if (state === "unknown") return "unknown";
    return final === true ? "lost" : onlyTime === true ? "time" : "open";
  });
}

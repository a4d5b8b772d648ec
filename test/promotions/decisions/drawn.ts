/** Draws kinds of decisions, communities and words at random, and takes them through the bot's own code. */

import fc from "fast-check";
import type { DecisionRecord, DecisionStatement } from "../../../src/promotions/decisions/decision.ts";
import { takeStatements } from "../../../src/promotions/decisions/decision-statements.ts";
import { judgeDecision } from "../../../src/promotions/decisions/judge-decision.ts";
import { newDecisionRecord, withDecisionElectorate } from "../../../src/promotions/decisions/new-decision.ts";
import type { DecisionRule } from "../../../src/registry/decisions/decisions-key.ts";
import type { RegistryIndex } from "../../../src/registry/registry-index.ts";
import { anIssue } from "../../commands/a-context.ts";
import { aRegistry } from "../../registry/a-registry.ts";
import {
  changesOf,
  changings,
  EMPLOYERS,
  entries,
  FEW,
  HOUR,
  indexOf,
  LATER,
  PEOPLE,
  STARTS,
  timing,
  unreadSpans,
} from "../drawn.ts";
import { among, share, span, votes } from "../drawn-rules.ts";
import { dressedAs, wardrobes } from "../dressed.ts";
import { after, isWithinOne } from "../voting-oracle.ts";
import { said as saying } from "./a-decision.ts";
import type { Answer, Scene, Word, WrittenKind } from "./oracle.ts";

const by = among<WrittenKind["by"]>("maintainers", "maintainers", "approvers", ["approvers", "maintainers"]);
const place = among("area", "anywhere", "docs");
const outvoting = fc.oneof(
  fc.record({ of: among("maintainers", "approvers"), share }),
  fc.record({ of: among("maintainers", "contributors"), "min-yes": among(1, 2) }),
  fc.record({ of: among("maintainers") }),
);
const kinds: fc.Arbitrary<WrittenKind> = fc.oneof(
  fc.record({ by, in: place, lazy: span, wait: among("4h", "1d") }, { requiredKeys: ["by", "lazy"] }),
  fc.record(
    { by, in: place, lazy: fc.record({ window: span, "overruled-by": outvoting }), wait: among("4h", "1d") },
    { requiredKeys: ["by", "lazy"] },
  ),
  fc
    .record({ by, in: place, vote: votes, wait: among("4h", "1d") }, { requiredKeys: ["by", "vote"] })
    .filter(
      ({ vote, wait }) =>
        vote.early !== true ||
        wait === undefined ||
        vote.window === undefined ||
        after(0, wait) <= after(0, vote.window.replace("bd", "d")),
    ),
);

type Said = Word extends infer One ? (One extends unknown ? Omit<One, "by" | "at"> : never) : never;
const sayings: Readonly<Record<Word["say"], fc.Arbitrary<Said>>> = {
  vote: fc.record({
    say: among<"vote">("vote"),
    choice: among("yes" as const, "yes" as const, "yes" as const, "no" as const, "abstain" as const, "none" as const),
  }),
  review: fc.record({ say: among<"review">("review"), choice: among("yes" as const, "no" as const, "none" as const) }),
  object: fc.record({ say: among<"object">("object"), cancel: among(false, false, true) }),
  wait: fc.constant({ say: "wait" as const }),
  cancel: fc.constant({ say: "cancel" as const }),
};

/** Words by which it moves; rarely others. */
function saysOf({ vote, lazy, wait }: WrittenKind): readonly Word["say"][] {
  const isOutvoted = typeof lazy === "object" && lazy["overruled-by"] !== undefined;
  const votes: readonly Word["say"][] = vote !== undefined || isOutvoted ? ["vote", "vote", "vote"] : [];
  const objections: readonly Word["say"][] = lazy === undefined ? [] : ["object", "object", "object"];
  const waits: readonly Word["say"][] = wait === undefined ? [] : ["wait", "wait"];
  const own = [...votes, ...objections, ...waits, "review" as const];
  return [...own, ...own, ...own, "vote", "object", "wait", "cancel"];
}

function wordsFor(kind: WrittenKind): fc.Arbitrary<readonly Word[]> {
  const saying = among(...saysOf(kind)).chain((say) => sayings[say]);
  return fc
    .array(fc.tuple(among(...FEW), saying, timing), { maxLength: 9 })
    .map((all) => all.map(([by, word, at]) => ({ by, at: at + LATER, ...word }) as Word));
}

export const decisionScenes: fc.Arbitrary<Scene> = kinds.chain((kind) =>
  fc
    .record({
      areas: among<readonly string[]>(["docs"], ["docs", "engine"], ["core"], []),
      start: among(...STARTS),
      employers: EMPLOYERS,
      people: entries,
      later: changings,
      words: wordsFor(kind),
      wardrobe: wardrobes(PEOPLE),
      unread: unreadSpans,
    })
    .map(({ start, people, later, words, wardrobe, unread, ...scene }) => ({
      ...{ kind, ...scene },
      opener: "ann",
      at: start,
      changes: changesOf(people, unread.length > 0 ? [] : later, start).map((change, place) => ({
        ...change,
        people: dressedAs(change.people, PEOPLE, { wardrobe, change: place }),
      })),
      unread: unread.map((span) => span.map((hour) => start + hour * HOUR)),
      words: words.map((word) => ({ ...word, at: word.at + start })).toSorted((one, other) => one.at - other.at),
      until: start + 6 * 24 * HOUR,
    })),
);

/** The kind as the registry reads it. */
function ruleOf(kind: WrittenKind): DecisionRule {
  const vote = kind.vote;
  const [rule] =
    aRegistry(
      JSON.stringify({
        areas: { docs: { paths: ["docs/**"] } },
        maintainers: ["ann"],
        decisions: { kind: { ...kind, ...(vote && { vote }) } },
      }),
    ).decisions ?? [];
  if (rule === undefined) throw new Error("no kind was written");
  return rule;
}

/** As its jobs do: at each word, at each change of the registry, and when time alone is due. */
export function decided(scene: Scene): Answer {
  const { kind, areas, at, opener, until } = scene;
  const rule = ruleOf(kind);
  const indexAt = (now: number): RegistryIndex => {
    const people = scene.changes.findLast((change) => change.at <= now)?.people ?? [];
    return indexOf({}, people, { employers: scene.employers, unread: isWithinOne(scene.unread, now) });
  };
  const unreadAt = (now: number, { registry }: RegistryIndex) =>
    isWithinOne(scene.unread, now) ? registry.teams.map(({ team }) => team) : [];
  const places = kind.in === undefined || kind.in === "anywhere" ? null : kind.in === "area" ? areas : [kind.in];
  const opening = { key: "comment:100/1", by: saying(opener, 0, { kind: "cancel" }).by, at, url: "" };
  let record: DecisionRecord = newDecisionRecord({ rule, text: "We move", areas: places }, opening, {
    facts: { ...anIssue(), readAt: at },
    index: indexAt(at),
    teamsRead: unreadAt(at, indexAt(at)).length === 0,
  });
  const events = [
    ...scene.words.map((word) => word.at),
    ...scene.changes.map((change) => change.at),
    ...scene.unread.flat(),
    until,
  ];
  let now = at;
  while (record.stage.stage === "open" && now <= until) {
    const index = indexAt(now);
    const fresh = scene.words.flatMap((word, place) => (word.at === now ? [statementOf(word, place)] : []));
    const unreadTeams = unreadAt(now, index);
    const frozen = unreadTeams.length === 0 ? withDecisionElectorate(record, index) : record;
    const taken = takeStatements(frozen, fresh, { index, now, unreadTeams });
    const found = judgeDecision(taken.record, { index, unreadTeams, now });
    record = found.record;
    const later = [...events, ...(found.dueAt === null ? [] : [found.dueAt])].filter((one) => one > now);
    if (later.length === 0) break;
    now = Math.min(...later);
  }
  const { stage } = record;
  return { stage: stage.stage, at: stage.stage === "open" ? null : stage.at };
}

function statementOf(word: Word, place: number): DecisionStatement {
  const more = { at: word.at };
  const key = `${word.say === "review" ? "review" : "comment"}:${place + 1}/${word.say === "review" ? 0 : 1}`;
  switch (word.say) {
    case "vote":
      return {
        ...saying(word.by, 0, { kind: "vote", choice: word.choice === "none" ? "cancel" : word.choice, why: "" }, key),
        ...more,
      };
    case "review":
      return { ...saying(word.by, 0, { kind: "review", state: word.choice, why: "" }, key), ...more };
    case "object":
      return {
        ...saying(word.by, 0, { kind: "object", cancel: word.cancel, why: word.cancel ? "" : "it breaks" }, key),
        ...more,
      };
    case "wait":
      return { ...saying(word.by, 0, { kind: "wait", why: "" }, key), ...more };
    default:
      return { ...saying(word.by, 0, { kind: "cancel" }, key), ...more };
  }
}

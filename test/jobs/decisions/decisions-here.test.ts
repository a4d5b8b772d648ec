import { describe, expect, it } from "vitest";
import { statusDigest } from "../../../src/commands/replies/status-written.ts";
import { type DecisionsGiven, decisionsHere } from "../../../src/jobs/decisions/decisions-here.ts";
import type { Utterance } from "../../../src/model/facts.ts";
import type { DecisionRecord } from "../../../src/promotions/decisions/decision.ts";
import { decisionLine, sealDecision } from "../../../src/promotions/decisions/decision-marker.ts";
import { statusContext } from "../../../src/promotions/status-seal.ts";
import type { Account } from "../../../src/shared/names.ts";
import { anIssue } from "../../commands/a-context.ts";
import { days } from "../../promotions/a-promotion.ts";
import { aDecision, looked, people, VOTE, vote } from "../../promotions/decisions/a-decision.ts";
import { NOON } from "../../support/a-pull.ts";

const KEY = new TextEncoder().encode("a key of more than twenty characters");
const BOT: Account = { login: "rung[bot]", id: 900, type: "Bot" };
const issue = anIssue();
const fresh = aDecision(VOTE);
const voted = looked(1, [vote("ann", 1, "yes"), vote("ben", 1, "no", "too soon")], {
  record: fresh,
  decisions: VOTE,
}).record;
const { id } = fresh.decision;

function status(record: DecisionRecord): string {
  const context = statusContext({ repositoryId: issue.repository.id, number: issue.number }, id);
  return `${decisionLine(id)}\nStatus\n\n${sealDecision(record, context, KEY)}`;
}

function comment(body: string, more: Partial<Utterance> = {}): Utterance {
  const base = { kind: "comment" as const, id: 50, nodeId: "c50", author: BOT, at: NOON, edited: true, editor: BOT };
  return { ...base, url: "https://github.test/c/50", body, calls: [], ...more };
}

const VOICES = voted.words;
/** The comments that the votes were said in, still there. */
const SPOKEN = VOICES.map(({ key, by }) => {
  const id = Number(/\d+/.exec(key)?.[0]);
  const { editor: _, ...said } = comment("as it was", {
    id,
    nodeId: `c${id}`,
    author: { ...by, type: "User" },
    edited: false,
  });
  return said;
});

function here(statuses: readonly Utterance[], more: Partial<DecisionsGiven> = {}) {
  const comments = [...SPOKEN, ...statuses];
  const items = { items: comments, complete: true, total: comments.length };
  return decisionsHere({
    facts: { ...issue, readAt: days(2), comments: items },
    governing: { kind: "good", index: people(VOTE), stale: null, unreadTeams: [] },
    ...{ notes: [], told: [], bot: BOT, keys: [KEY], known: [] },
    ...more,
  });
}

const words = (given: ReturnType<typeof here>) =>
  given?.decisions.flatMap(({ review }) => review.record.words.map(({ key }) => key));
const VOTES = voted.words.map(({ key }) => key);

describe("R37: a status comment that GitHub shows older than it was written", () => {
  const told = [{ kind: "status" as const, id: 50, digest: statusDigest(status(voted)) }];
  const known = [{ id, comment: 50, record: voted }];

  it("loses no vote: the database's copy is believed", () => {
    expect(VOTES).toHaveLength(2);
    expect(words(here([comment(status(fresh))], { told, known }))).toEqual(VOTES);
  });

  it("is written anew, since what it shows is not what stands", () => {
    const [one] = here([comment(status(fresh))], { told, known })?.decisions ?? [];
    expect(one?.published?.words).toEqual([]);
  });

  it("of which the database knows nothing is taken as it is shown", () => {
    expect(words(here([comment(status(fresh))], { told }))).toEqual([]);
  });
});

it("what GitHub shows as Rung last wrote it is believed, whatever the database says", () => {
  const known = [{ id, comment: 50, record: fresh }];
  const told = [
    { kind: "status" as const, id: 50, digest: statusDigest(status(fresh)) },
    { kind: "status" as const, id: 50, digest: statusDigest(status(voted)) },
  ];
  expect(words(here([comment(status(voted))], { told, known }))).toEqual(VOTES);
  expect(words(here([comment(status(voted))], { known }))).toEqual(VOTES);
});

/** A promotion taken through all that is said on an issue, as its jobs do: at each comment, at each change of the registry, and when time alone is due. */
import { commands } from "../../src/commands/index.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import type { Utterance } from "../../src/model/facts.ts";
import type { ReadNote } from "../../src/model/job.ts";
import { type CollectedPromotion, collectPromotions } from "../../src/promotions/collect-promotions.ts";
import { decideStatements } from "../../src/promotions/decided-statements.ts";
import { withElectorate } from "../../src/promotions/new-nomination.ts";
import type { PromotionRecord } from "../../src/promotions/promotion-record.ts";
import type { Measured } from "../../src/promotions/promotion-types.ts";
import { type Review, review } from "../../src/promotions/review.ts";
import { measuresOf } from "../../src/promotions/rule.ts";
import { changing, isOpen } from "../../src/promotions/stages.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import type { Instant } from "../../src/shared/names.ts";
import { anIssue } from "../commands/a-context.ts";
import { aComment, listOf, person } from "../support/a-pull.ts";

export interface Said {
  readonly by: string;
  readonly at: Instant;
  readonly body: string;
}

export interface Driving {
  /** Each from a moment on; the first from before everything. */
  readonly registries: readonly { readonly at: Instant; readonly index: RegistryIndex }[];
  /** The first nominates. */
  readonly said: readonly Said[];
  readonly measured: Measured;
  readonly until: Instant;
}

const OWNER = "KusionStack";

/** Each promotion as it stands in the end. */
export function driven(driving: Driving): readonly PromotionRecord[] {
  const comments = driving.said.map((one, place) => aComment(person(one.by), one.body, { id: place + 1, at: one.at }));
  const events = [...comments.map(({ at }) => at), ...driving.registries.map(({ at }) => at)];
  let records: readonly PromotionRecord[] = [];
  let now = comments[0]?.at ?? driving.until;
  while (now <= driving.until) {
    const index = driving.registries.findLast(({ at }) => at <= now)?.index;
    if (index === undefined) throw new Error("no registry is there from the beginning");
    const reviews = job(records, { now, index, comments, driving });
    records = reviews.map(({ record }) => record);
    const due = [...events, ...reviews.flatMap(({ dueAt }) => dueAt ?? []), driving.until];
    const later = due.filter((at) => at > now);
    if (later.length === 0) break;
    now = Math.min(...later);
  }
  return records;
}

interface Moment {
  readonly now: Instant;
  readonly index: RegistryIndex;
  readonly comments: readonly Utterance[];
  readonly driving: Driving;
}

function job(known: readonly PromotionRecord[], { now, index, comments, driving }: Moment): readonly Review[] {
  const there = comments.filter(({ at }) => at <= now);
  const notes = there.filter(({ at }) => at === now).map(noteOf);
  const facts = anIssue({ comments: listOf(there), readAt: now });
  const collected = collectPromotions({
    ...{ facts, index, registry: index.registry, notes, commands, known, teamsRead: true, elsewhere: [] },
    account: (login) => person(login.replace(/^@/, "")),
    progress: () => null,
    judge: () => index,
    isLost: () => false,
    isAnswered: (key) => there.some(({ kind, id, at }) => `${kind}:${id}` === key && at < now),
  });
  const judging = { index, owner: OWNER, repositories: ["kusion"], now, fresh: true, unreadTeams: [] };
  return collected.promotions.map((promotion) => {
    const measured = withFigures(promotion, driving.measured, now);
    const decided = decideStatements(frozen(measured, index), collected.fresh, judging);
    return opened(review(decided.promotion, judging));
  });
}

function noteOf({ id, nodeId, author, body, at }: Utterance): ReadNote {
  const by = author ?? person("ghost");
  return { kind: "said", utterance: "comment", id, nodeId, by, text: body, at, calls: callsIn(body) };
}

function withFigures(promotion: CollectedPromotion, measured: Measured, now: Instant): CollectedPromotion {
  const { record } = promotion;
  const { rule, role, areas } = record.nomination;
  const measures = measuresOf(rule.criterion, { owner: OWNER, role, areas });
  return {
    ...promotion,
    record: { ...record, measured: measures.map(({ key }) => [key, measured]), measuredAt: now },
  };
}

function frozen(promotion: CollectedPromotion, index: RegistryIndex): CollectedPromotion {
  const { record } = promotion;
  if (!isOpen(record.stage)) return promotion;
  return { ...promotion, record: { ...record, nomination: withElectorate(record.nomination, index) } };
}

/** What has passed has its registry change opened at once. */
function opened(found: Review): Review {
  const { stage } = found.record;
  if (stage.stage !== "unopposed") return found;
  const pull = { repository: { owner: OWNER, name: "community" }, number: 5 };
  return { ...found, record: { ...found.record, stage: changing(stage, pull) } };
}

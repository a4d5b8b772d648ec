/** A subject's acts, as one job performs them: each line that asks for one, in the order said, and what became of it. */
import { apply } from "../apply.ts";
import { commands } from "../commands/index.ts";
import type { Acting, Answer, Call } from "../commands/model.ts";
import type { Verdict } from "../gate/model.ts";
import type { Act, ActEffect, SeenSubject } from "../plan/act.ts";
import { seenAfter } from "../plan/act.ts";
import { callKey } from "../promotions/hearing.ts";
import type { Work } from "../queue/worker.ts";
import { headAt } from "../record/heads.ts";
import type { PullRecord } from "../record/model.ts";
import { asSaid, MOST_CALLS } from "../replies/replies.ts";
import { isGone, type Spoken, spokenOn } from "../replies/spoken.ts";
import type { RegistryIndex } from "../roles/registry.ts";
import type { IssueFacts, PullFacts } from "../snapshot/facts.ts";
import type { PullParts } from "./pull.ts";

export interface ActScene {
  readonly parts: Pick<PullParts, "client" | "db" | "log" | "appId" | "bot">;
  readonly facts: PullFacts | IssueFacts;
  readonly index: RegistryIndex;
  /** `null` on issues, and where nothing is decided. */
  readonly verdict: Verdict | null;
  /** `null` on issues. */
  readonly record: PullRecord | null;
  readonly work: Work;
}

/** Each act is a request or more; nobody means more of them in one comment. */
const MOST_ACTS = 20;

/** Said longer ago than this, a line may have been acted on before the database forgot it. */
const LATE_MS = 10 * 60_000;

/** By call key. Empty where nothing was said that acts. */
export async function actsTurn(scene: ActScene): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  let seen = seenNow(scene.facts);
  for (const spoken of spokenOn(scene.facts, scene.work.notes)) {
    if (spoken.note === null || isGone(spoken, scene.facts)) continue;
    let acts = 0;
    for (const call of spoken.calls.slice(0, MOST_CALLS)) {
      const acted = decided(call, spoken, seen, scene);
      const key = callKey(asSaid(spoken), call);
      if (acted?.kind === "answer") answers.set(key, acted.answer);
      if (acted?.kind !== "act" || acts >= MOST_ACTS) continue;
      acts += 1;
      const answer = await performed(effectOf(acted.act, key, spoken, seen, scene), scene);
      answers.set(key, answer);
      if (answer.kind === "done" || answer.kind === "told") seen = seenAfter(seen, acted.act);
    }
  }
  return answers;
}

function seenNow(facts: PullFacts | IssueFacts): SeenSubject {
  const { state, title, labels } = facts;
  const draft = facts.kind === "pull" && facts.draft;
  return { state, title, draft, labels: labels.complete ? labels.items : null };
}

function decided(call: Call, spoken: Spoken, seen: SeenSubject, { facts, index, verdict, record }: ActScene) {
  const command = commands.find(({ name }) => name === call.name);
  if (command?.act === undefined) return null;
  const now =
    facts.kind === "pull" ? { ...facts, ...standing(seen), draft: seen.draft } : { ...facts, ...standing(seen) };
  const acting: Acting = {
    ...{ facts: now, registry: index.registry, index, verdict, speaker: spoken.by, said: asSaid(spoken) },
    headWhenSaid: headWhenSaid(spoken, facts, record),
  };
  return command.act(call, acting);
}

function standing({ state, title }: SeenSubject): Pick<SeenSubject, "state" | "title"> {
  return { state, title };
}

/** A review carries its commit; a comment belongs to the head of its moment (R9a). */
function headWhenSaid({ utterance, at }: Spoken, facts: PullFacts | IssueFacts, record: PullRecord | null) {
  if (facts.kind === "issue" || record === null) return null;
  const review = facts.reviews.items.find(({ id }) => utterance?.kind === "review" && id === utterance.id);
  return review?.commit ?? headAt(record, at, facts);
}

function effectOf(act: Act, key: string, spoken: Spoken, seen: SeenSubject, { facts, parts }: ActScene): ActEffect {
  const { owner, name, id } = facts.repository;
  const { kind, number, nodeId } = facts;
  return {
    kind: "act",
    ...{ repository: { owner, name }, subject: { kind, number, nodeId }, key: `${id}#${number}/${key}` },
    ...{ by: spoken.by, saidAt: spoken.at, late: facts.readAt - spoken.at > LATE_MS },
    ...{ act, seen, botLogin: parts.bot.login },
  };
}

async function performed(effect: ActEffect, { parts, facts, work }: ActScene): Promise<Answer> {
  const { client, db, log, appId } = parts;
  let answer: Answer = { kind: "quiet" };
  work.signal.throwIfAborted();
  await apply([effect], {
    ...{ client, db, log, appId, repositoryId: facts.repository.id, surelyNew: false, rewrite: false },
    acted: (_effect, told) => {
      answer = told;
    },
  });
  return answer;
}

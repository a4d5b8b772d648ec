/** A subject's acts, as one job performs them: each line that asks for one, in the order said, and what became of it. */
import { apply } from "../apply.ts";
import { sceneOf } from "../audit/scene.ts";
import { commands } from "../commands/index.ts";
import type { Acting, Answer, Call, Command } from "../commands/model.ts";
import { doneActs } from "../database/acts.ts";
import type { Verdict } from "../gate/model.ts";
import { type Act, type ActEffect, type SeenSubject, seenAfter } from "../plan/act.ts";
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
const MOST_ACTS = 10;

/** Said longer ago than this, a line may have been acted on before the database forgot it. */
const LATE_MS = 10 * 60_000;

/** By call key. Empty where nothing was said that acts. */
export async function actsTurn(scene: ActScene): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  const lines = actingLines(scene);
  // What was done is not decided again: by now it may look done, or undone, or no longer allowed.
  const before = await doneActs(
    scene.parts.db,
    lines.map(({ key }) => actKey(key, scene)),
  );
  let seen = seenNow(scene.facts);
  for (const line of lines) {
    const known = before.get(actKey(line.key, scene));
    const acted = known === undefined ? decided(line, seen, scene) : { kind: "answer" as const, answer: known };
    if (acted.kind === "answer") {
      answers.set(line.key, acted.answer);
      continue;
    }
    const answer = await performed(effectOf(acted.act, line, seen, scene), scene);
    answers.set(line.key, answer);
    if (answer.kind === "done" || answer.kind === "told") seen = seenAfter(seen, acted.act);
  }
  return answers;
}

interface ActingLine {
  readonly call: Call;
  readonly act: NonNullable<Command["act"]>;
  readonly spoken: Spoken;
  /** Within the subject. */
  readonly key: string;
}

function actingLines({ facts, work }: ActScene): readonly ActingLine[] {
  const asked = spokenOn(facts, work.notes).filter((spoken) => spoken.note !== null && !isGone(spoken, facts));
  return asked.flatMap((spoken) => {
    const lines = spoken.calls.slice(0, MOST_CALLS).flatMap((call): readonly ActingLine[] => {
      const act = commands.find(({ name }) => name === call.name)?.act;
      return act === undefined ? [] : [{ call, act, spoken, key: callKey(asSaid(spoken), call) }];
    });
    return lines.slice(0, MOST_ACTS);
  });
}

/** Over all repositories. */
function actKey(key: string, { facts }: ActScene): string {
  return `${facts.repository.id}#${facts.number}/${key}`;
}

function seenNow(facts: PullFacts | IssueFacts): SeenSubject {
  const { state, title, labels } = facts;
  const draft = facts.kind === "pull" && facts.draft;
  return { state, title, draft, labels: labels.complete ? labels.items : null };
}

function decided({ call, act, spoken }: ActingLine, seen: SeenSubject, { facts, index, verdict, record }: ActScene) {
  const now =
    facts.kind === "pull" ? { ...facts, ...standing(seen), draft: seen.draft } : { ...facts, ...standing(seen) };
  const acting: Acting = {
    ...{ facts: now, registry: index.registry, index, verdict, speaker: spoken.by, said: asSaid(spoken) },
    headWhenSaid: headWhenSaid(spoken, facts, record),
  };
  return act(call, acting);
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

function effectOf(act: Act, { key, spoken }: ActingLine, seen: SeenSubject, scene: ActScene): ActEffect {
  const { facts, parts } = scene;
  const { owner, name } = facts.repository;
  const { kind, number, nodeId } = facts;
  return {
    kind: "act",
    ...{ repository: { owner, name }, subject: { kind, number, nodeId }, key: actKey(key, scene) },
    ...{ by: spoken.by, saidAt: spoken.at, late: facts.readAt - spoken.at > LATE_MS },
    ...{ act, seen, botLogin: parts.bot.login },
  };
}

async function performed(effect: ActEffect, { parts, facts, index, verdict, work }: ActScene): Promise<Answer> {
  const { client, db, log, appId } = parts;
  const audit = sceneOf(work, facts, index, verdict);
  let answer: Answer = { kind: "quiet" };
  work.signal.throwIfAborted();
  await apply([effect], {
    ...{ client, db, log, appId, repositoryId: facts.repository.id, surelyNew: false, rewrite: false, audit },
    acted: (_effect, told) => {
      answer = told;
    },
  });
  return answer;
}

/** Commands without an answer, or with more than one: each line's utterance gets one reply or one reaction, never both. */

import { callsIn } from "../../src/commands/text/parse-commands.ts";
import { LAST_ANSWER, LAST_ANYWHERE } from "../../src/jobs/answer-budget.ts";
import type { Job, Note } from "../../src/model/job.ts";
import { replyMarker } from "../../src/model/own-comment.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import type { Reaction, Subject } from "../../src/sandbox/world/model.ts";
import { nameOf } from "./town.ts";
import type { Truth } from "./truth.ts";

type Said = Extract<Note, { kind: "said" }>;

export interface Answers {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

/** `handledAt`: by a delivery's id, when its words were handled; ms. */
export function answersTo(sandbox: Sandbox, truth: Truth, handledAt: ReadonlyMap<string, number> = new Map()): Answers {
  const all = [...truth.asking].flatMap(([guid, job]) =>
    utterancesOf(sandbox, job).map((one) => ({ ...one, at: handledAt.get(guid) ?? null })),
  );
  const toldAt = toldOfTheEnd(sandbox, truth);
  const isTold = ({ by, at }: { readonly by: string; readonly at: number | null }) => {
    const told = toldAt.get(by);
    return told !== undefined && (at === null || at > told - SAME_RUN_MS);
  };
  return {
    lost: all
      .filter((one) => one.owed && one.answers === 0 && !isTold(one))
      .map(({ where }) => `${where} has no answer`),
    doubled: all.filter(({ answers }) => answers > 1).map(({ where, answers }) => `${where} has ${answers} answers`),
  };
}

/** Words of one run are handled together, a little after its answers are written; and GitHub tells whole seconds. */
const SAME_RUN_MS = 5_000;

/** Since when somebody had so many answers that they were told of no more within the hour (R54), by login. */
function toldOfTheEnd(sandbox: Sandbox, truth: Truth): ReadonlyMap<string, number> {
  const said = new Map<string, string>();
  for (const { notes } of truth.asking.values())
    for (const note of notes) if (note.kind === "said") said.set(`${note.utterance}:${note.id}`, note.by.login);
  const subjects = [...sandbox.world.repos.values()].flatMap((repo) => [...repo.subjects.values()]);
  const last = subjects
    .flatMap(({ comments }) => comments)
    .filter(({ author, body }) => author.login === sandbox.botLogin && isLast(body))
    .toSorted((one, other) => other.createdAt - one.createdAt);
  // The earliest of each stays.
  return new Map(
    last.flatMap(({ body, createdAt }) => {
      const by = said.get(/ to=(\S+) -->/.exec(body)?.[1] ?? "");
      return by === undefined ? [] : [[by, createdAt] as const];
    }),
  );
}

function isLast(body: string): boolean {
  return body.endsWith(LAST_ANSWER) || body.endsWith(LAST_ANYWHERE);
}

interface Answered {
  readonly by: string;
  readonly where: string;
  readonly owed: boolean;
  readonly answers: number;
}

function utterancesOf(sandbox: Sandbox, { subject, notes }: Job): readonly Answered[] {
  if (subject.kind !== "pull" && subject.kind !== "issue") return [];
  const found = sandbox.world.repoById(subject.repository.id).subjects.get(subject.number);
  if (found === undefined) return [];
  return notes.flatMap((note) => (note.kind === "said" ? [answered(sandbox, found, note)] : []));
}

function answered(sandbox: Sandbox, subject: Subject, said: Said): Answered {
  const key = `${said.utterance}:${said.id}`;
  const marker = replyMarker(key);
  const replies = subject.comments.filter(
    ({ author, body }) => author.login === sandbox.botLogin && body.startsWith(marker),
  );
  const reactions = reactionsTo(subject, said) ?? [];
  const reacted = reactions.filter(({ user, content }) => user.login === sandbox.botLogin && content === "+1");
  return {
    by: said.by.login,
    where: `${nameOf(subject)}: ${key} by ${said.by.login}, ${JSON.stringify(said.text.slice(0, 120))},`,
    owed: isOwed(subject, said),
    answers: replies.length + reacted.length,
  };
}

/** What was deleted needs no answer, and GitHub takes no reaction to a review. A word for the gate may be moot by now: its check tells. */
function isOwed(subject: Subject, said: Said): boolean {
  const asked = callsIn(said.text).some(({ name }) => name !== "approve" && name !== "lgtm");
  return asked && said.utterance !== "review" && reactionsTo(subject, said) !== null;
}

/** `null`: it is gone, or takes none. */
function reactionsTo(subject: Subject, said: Said): readonly Reaction[] | null {
  switch (said.utterance) {
    case "description":
      return subject.reactions;
    case "comment":
      return subject.comments.find(({ id }) => id === said.id)?.reactions ?? null;
    case "review-comment":
      return subject.kind === "pull"
        ? (subject.reviewComments.find(({ id }) => id === said.id)?.reactions ?? null)
        : null;
    case "review":
      return null;
  }
}

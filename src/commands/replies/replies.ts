/** Decides the answer to each new utterance: one reply at most, or a reaction where everything in it simply worked (R3, R8). */

import type { Verdict } from "../../gate/verdict-types.ts";
import type { Answer } from "../../model/answer.ts";
import { type Call, type EarlierCall, MAX_CALLS } from "../../model/call.ts";
import { type ConversationEntry, conversationOf, isDeleted, type SaidNote } from "../../model/conversation.ts";
import { type Effect, type ReactionEffect, threadOf } from "../../model/effect.ts";
import type { IssueFacts, PullFacts, Utterance } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import { type Bot, isOwn, replyMarker } from "../../model/own-comment.ts";
import type { ActiveHold, PullRecord } from "../../model/pull-record.ts";
import { code } from "../../shared/markdown.ts";
import { type Instant, loginKey, sameName } from "../../shared/names.ts";
import { onceFor } from "../../shared/once.ts";
import { samePerson } from "../../shared/people.ts";
import type { Command, CommandContext } from "../command.ts";
import { holdsAfter } from "../hold.ts";
import { commands } from "../index.ts";
import { asWritten, typedForm } from "../text/as-written.ts";
import { type Hint, hints } from "../text/parse-commands.ts";

export interface Asked extends Pick<CommandContext, "facts" | "registry" | "index" | "promotions" | "acts"> {
  /** With the statements of the notes already counted; `null` on issues. */
  readonly verdict: Verdict | null;
  /** As it was before the statements of the notes were folded into it; `null` on issues. */
  readonly record: PullRecord | null;
  /** Those of kind "said" are answered; the others are ignored. */
  readonly notes: readonly ReadNote[];
  readonly bot: Bot;
  /** A team could not be read: who holds what is not known of everybody (R14). */
  readonly teamsUnread?: boolean;
}

const MAX_PARTS = 6;

/** In the order in which things were said. Safe to call twice: what has its reply already gets none. */
export function replies(asked: Asked): readonly Effect[] {
  return [...eachReply(asked)].flat();
}

/** Likewise, utterance for utterance: a pile of long ones is answered with other work in between (R53). */
export function* eachReply(asked: Asked): Generator<readonly Effect[]> {
  if (!asked.notes.some((note) => note.kind === "said")) return;
  const earlier = latestCalls();
  const kept = keptHolds(asked);
  let holds: readonly ActiveHold[] = [];
  for (const spoken of conversationOf(asked.facts, asked.notes)) {
    const answered: AnsweredCall[] = [];
    const asks = spoken.note !== null && !isDeleted(spoken, asked.facts);
    holds = withKept(holds, kept, spoken.at);
    for (const call of spoken.calls) {
      const isHold = call.name === "hold" && asked.facts.kind === "pull";
      if (asks || isHold) {
        const context = contextOf(spoken, earlier.all(), holds, asked);
        const command = commands.find(({ name }) => name === call.name);
        if (asks && command !== undefined) answered.push(answeredCall(command, call, context, asked));
        if (isHold) holds = holdsAfter(call, context);
      }
      earlier.add({ call, by: spoken.by, at: spoken.at });
    }
    if (spoken.note !== null && asks) yield answerTo(spoken.note, spoken, answered, asked);
  }
}

/** Of thousands of lines, each person's latest of each command: what they said before that no longer stands (R53). */
function latestCalls() {
  const latest = new Map<string, EarlierCall>();
  let listed: readonly EarlierCall[] | null = [];
  return {
    add(entry: EarlierCall) {
      const key = `${entry.call.name}\n${entry.by.id}\n${loginKey(entry.by.login)}`;
      latest.delete(key);
      latest.set(key, entry);
      listed = null;
    },
    /** Oldest first. */
    all(): readonly EarlierCall[] {
      listed ??= [...latest.values()];
      return listed;
    },
  };
}

interface AnsweredCall {
  /** As it was typed. */
  readonly form: string;
  readonly answer: Answer;
}

/** A text is asked for up to {@link MAX_CALLS} of its lines. */
const linesOf = onceFor(({ body }: Pick<Utterance, "body">) => body.split(/\r?\n/));

function answeredCall(command: Command, call: Call, context: CommandContext, asked: Asked): AnsweredCall {
  const line = linesOf(context.said)[call.line - 1] ?? "";
  const answer = asFarAsKnown(command.decide(call, context).answer, asked);
  const form = typedForm(call, command, line);
  return { form, answer: "text" in answer ? { ...answer, text: asWritten(answer.text, call, command, line) } : answer };
}

/** A refusal may be for want of what could not be read, and what is not known is no "no". */
function asFarAsKnown(answer: Answer, { teamsUnread }: Asked): Answer {
  if (teamsUnread !== true || answer.kind !== "refused") return answer;
  return { ...answer, text: `${answer.text} ${TEAMS_UNREAD}` };
}

const TEAMS_UNREAD =
  "I could not read who is in a team of this registry just now, so I may have missed a role. What the `rung` check counts is looked at again by itself; anything else, please say again later.";

function contextOf(
  spoken: ConversationEntry,
  earlier: readonly EarlierCall[],
  holds: readonly ActiveHold[],
  { facts, registry, index, verdict, promotions, acts }: Asked,
): CommandContext {
  const base = { facts, registry, index, verdict, speaker: spoken.by, said: saidBy(spoken), earlier, holds };
  return { ...base, ...(promotions && { promotions }), ...(acts && { acts }) };
}

const saidBy = onceFor(asSaid);

/** The utterance with its text as created. */
export function asSaid({ utterance, note, by, at }: ConversationEntry): Utterance {
  if (utterance !== null) return note === null ? utterance : { ...utterance, body: note.text, calls: note.calls, at };
  return {
    kind: note?.utterance ?? "comment",
    id: note?.id ?? 0,
    nodeId: note?.nodeId ?? "",
    author: by,
    body: note?.text ?? "",
    calls: note?.calls ?? [],
    at,
    edited: false,
    url: "",
  };
}

/** A hold by a label that the record does not know of yet. */
function labelHolds({ facts, registry, record, notes }: Asked): readonly ActiveHold[] {
  const label = registry.labels.hold ?? null;
  if (facts.kind === "issue" || label === null || record === null) return [];
  const isHold = (name: string) => sameName(name, label);
  const note = notes.findLast((one) => one.kind === "labelled" && one.on && isHold(one.label));
  // Told of just now, it was put on at its own moment, whatever has become of it since.
  const isUnknown = !record.ownHoldLabel && !record.labelSeen && facts.labels.items.some(isHold);
  if (note === undefined && !isUnknown) return [];
  const by = note?.kind === "labelled" ? { login: note.by.login, id: note.by.id } : null;
  const at = note?.kind === "labelled" ? note.at : facts.readAt;
  return [{ by, at, why: "", source: "label" }];
}

/** Holds whose comments GitHub may no longer return: the record remembers them, each to be used at its moment. Oldest first. */
function keptHolds(asked: Asked): ActiveHold[] {
  return [...(asked.record?.holds ?? []), ...labelHolds(asked)].toSorted((one, other) => one.at - other.at);
}

/** Moves from `kept`, which it gradually empties, the holds that were in force at that moment. */
function withKept(holds: readonly ActiveHold[], kept: ActiveHold[], at: Instant): readonly ActiveHold[] {
  const due = kept.findIndex((standing) => standing.at > at);
  const now = kept.splice(0, due === -1 ? kept.length : due);
  return [...holds, ...now.filter((standing) => !holds.some((one) => isSameHold(one, standing)))];
}

function isSameHold(one: ActiveHold, other: ActiveHold): boolean {
  return one.source === other.source && (one.by === other.by || samePerson(one.by, other.by));
}

function answerTo(
  note: SaidNote,
  { key }: ConversationEntry,
  answered: readonly AnsweredCall[],
  { facts, bot }: Asked,
): readonly Effect[] {
  const marker = replyMarker(key);
  if (facts.comments.items.some((comment) => isOwn(comment, marker, bot))) return [];
  const near = hints(note.text);
  const worked = answered.filter(({ answer }) => answer.kind === "done");
  const texts = [...leftOut(note), ...answered.flatMap(({ answer }) => ("text" in answer ? [answer.text] : []))];
  if (texts.length === 0 && near.length === 0) return worked.length === 0 ? [] : reaction(note, facts);
  const parts = [...texts, ...near.map(hintText)];
  const kept = answered.flatMap(({ answer }) =>
    answer.kind === "told" && answer.kept !== undefined ? [answer.kept] : [],
  );
  const body = [
    marker,
    joinedParts(
      parts,
      worked.map(({ form }) => form),
    ),
    ...kept,
  ].join("\n");
  return [{ kind: "reply", ...threadOf(facts), to: key, body }];
}

/** That commands were left out, where they were. */
function leftOut({ calls }: SaidNote): readonly string[] {
  if (calls.length <= MAX_CALLS) return [];
  return [
    `I take up only the first ${MAX_CALLS} commands of one comment, and this one has ${calls.length}: please say the others again in another one.`,
  ];
}

function joinedParts(parts: readonly string[], worked: readonly string[]): string {
  const distinct = [...new Set(parts)];
  const shown = distinct.slice(0, MAX_PARTS);
  const rest = distinct.length - shown.length;
  if (rest > 0)
    shown.push(
      `I answer only a few commands of one comment. ${rest} more of them would need an answer; please say those again in another one.`,
    );
  const done = [...new Set(worked.map(code))];
  if (done.length > 0) shown.push(`Done: ${done.join(", ")}.`);
  return shown.join("\n\n");
}

function hintText({ said, nearest, instead }: Hint): string {
  if (instead !== undefined) return instead;
  return `${code(said)} is no command; did you mean ${code(nearest)}?`;
}

/** GitHub's REST API takes no reaction to a review: there the check run is the answer. */
function reaction(note: SaidNote, { repository, number }: PullFacts | IssueFacts): readonly ReactionEffect[] {
  if (note.utterance === "review") return [];
  const { owner, name } = repository;
  const to = { kind: note.utterance, id: note.id, number };
  return [{ kind: "reaction", repository: { owner, name }, to, content: "+1" }];
}

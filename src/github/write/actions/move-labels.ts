/** Puts labels on and takes them off: only labels that the repository has or that Rung makes, in one request each way. */

import { labelsNamed, type UnknownLabel } from "../../../commands/labels-named.ts";
import type { Answer } from "../../../model/answer.ts";
import type { LabelAct } from "../../../model/command-effect.ts";
import { code } from "../../../shared/markdown.ts";
import { sameName } from "../../../shared/names.ts";
import { joinList } from "../../../shared/people.ts";
import { readRepositoryLabels, readSubjectLabels } from "../../read/label-lists.ts";
import { putLabelsOn, takeLabelsOff } from "../label-writes.ts";
import { type ActionContext, outcome, thisOne } from "./action-context.ts";
import { movedOtherwise } from "./superseded-by.ts";

const MAX_SHOWN = 12;

export async function moveLabels(context: ActionContext<LabelAct>): Promise<Answer> {
  const { client, act, effect, events } = context;
  const { repository, subject } = effect;
  const there = effect.seen.labels ?? (await readSubjectLabels(client, repository, subject.number));
  const on = there.map(({ name }) => name);
  const mayLag = (name: string) => movedOtherwise(effect, { aspect: "label", name });
  const isPutOn = effect.earlier.some((one) => one.kind === "labels" && !one.off);
  const existing = act.off && !isPutOn ? [] : (await readRepositoryLabels(client, repository)).map(({ name }) => name);
  // What an earlier try took off is not unknown.
  const all = act.off
    ? [...on, ...[...events.targets("label", false), ...existing.filter(mayLag)].filter((name) => !has(on, name))]
    : withMade(existing, act);
  const { among } = act;
  const known = among === undefined ? all : all.filter((name) => has(among, name));
  const { found, unknown } = labelsNamed(act.words, act.prefix, known);
  const reserved = found.filter((name) => isReserved(name, act.reserved));
  const kept = found.filter((name) => has(act.kept ?? [], name) && !reserved.includes(name));
  const moved = found.filter((name) => !reserved.includes(name) && !kept.includes(name));
  const isIdle = (name: string) => has(on, name) !== act.off && !mayLag(name);
  const due = moved.filter((name) => !isIdle(name) && !events.happened("label", name, !act.off));
  const gone = act.off ? due.map((name) => there.find((one) => sameName(one.name, name)) ?? { name, id: "" }) : [];
  const { number, nodeId } = subject;
  if (gone.length > 0) await takeLabelsOff({ repository, number, nodeId, labels: gone }, client);
  else if (due.length > 0)
    await putLabelsOn({ repository, number, labels: due.map((name) => styled(name, act)) }, client);
  const idle = moved.filter((name) => isIdle(name) && !events.again);
  const notes = [
    ...(idle.length === 0
      ? []
      : [`${names(idle)} ${idle.length === 1 ? "is" : "are"} on ${thisOne(context)} already.`]),
    ...reserved.map((name) => `${code(name)} says what I found, so I alone move it${instead(name, act)}.`),
    ...kept.map((name) => `${code(name)} asks for more approvals, so an approver other than the author takes it off.`),
    ...unknown.slice(0, MAX_SHOWN).map((label) => (act.off ? notOn(label, context) : noSuchLabel(label))),
    ...family(act, unknown, known),
  ];
  const done = moved.filter((name) => !idle.includes(name));
  return outcome(done.length === 0 ? null : `${act.off ? "Took off" : "Put on"} ${names(done)}.`, notes);
}

/** The repository's, and those that Rung makes. */
function withMade(there: readonly string[], { makes = [] }: LabelAct): readonly string[] {
  return [...there, ...makes.map(({ name }) => name).filter((name) => !has(there, name))];
}

/** A label just made gets its looks; none that is there is given others. */
function styled(name: string, { makes = [] }: LabelAct) {
  return makes.find((style) => style.name === name) ?? { name };
}

function has(all: readonly string[], name: string): boolean {
  return all.some((one) => sameName(one, name));
}

/** `*` in a pattern stands for the name of a role. */
function isReserved(name: string, patterns: readonly string[]): boolean {
  const folded = name.toLowerCase();
  return patterns.some((pattern) => {
    const [start = "", end] = pattern.toLowerCase().split("*", 2);
    if (end === undefined) return folded === start;
    return folded.length > start.length + end.length && folded.startsWith(start) && folded.endsWith(end);
  });
}

function instead(name: string, { off }: LabelAct): string {
  if (!/hold/i.test(name)) return "";
  return off ? "; `/hold cancel` releases a hold" : "; `/hold` holds";
}

function noSuchLabel({ name, nearest }: UnknownLabel): string {
  const hint = nearest === null ? "" : `; did you mean ${code(nearest)}?`;
  return `${code(name)} is no label of this repository${hint}${hint === "" ? "." : ""}`;
}

function notOn({ name }: UnknownLabel, context: ActionContext): string {
  return `${code(name)} is not on ${thisOne(context)}.`;
}

/** If a name of a family is unknown, lists the existing ones. */
function family(
  { prefix, off }: LabelAct,
  unknown: readonly UnknownLabel[],
  known: readonly string[],
): readonly string[] {
  if (off || prefix === "" || unknown.every(({ nearest }) => nearest !== null)) return [];
  const relatives = known.filter((name) => name.toLowerCase().startsWith(prefix.toLowerCase()));
  return [relatives.length === 0 ? `It has none that begins with ${code(prefix)}.` : `There are ${names(relatives)}.`];
}

function names(labels: readonly string[]): string {
  return joinList(
    labels.map((name) => code(name)),
    "and",
    MAX_SHOWN,
  );
}

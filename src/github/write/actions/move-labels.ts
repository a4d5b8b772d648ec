/** Puts labels on and takes them off: only such as the repository has, in one request each way. */

import { z } from "zod";
import { labelsNamed, type UnknownLabel } from "../../../commands/labels-named.ts";
import type { Answer } from "../../../model/answer.ts";
import type { LabelAct } from "../../../model/command-effect.ts";
import type { LabelId } from "../../../model/facts.ts";
import { code } from "../../../shared/markdown.ts";
import { joinList } from "../../../shared/people.ts";
import { parsed } from "../../read/graphql-pages.ts";
import { takeOff } from "../label-writes.ts";
import { type ActionContext, home, issuePath, outcome, thisOne } from "./action-context.ts";

/** GitHub answers with a hundred a page; a repository with more labels than this has more than people can choose from. */
const MAX_PAGES = 10;
const MAX_SHOWN = 12;

export async function moveLabels(context: ActionContext<LabelAct>): Promise<Answer> {
  const { act, effect, events } = context;
  const there = effect.seen.labels ?? (await labelsAt(context, `${issuePath(context)}/labels`));
  const on = there.map(({ name }) => name);
  // What an earlier try took off is not unknown.
  const all = act.off ? [...on, ...events.targets("label", false)] : await namesIn(context);
  const { among } = act;
  const known = among === undefined ? all : all.filter((name) => has(among, name));
  const { found, unknown } = labelsNamed(act.words, act.prefix, known);
  const reserved = found.filter((name) => isReserved(name, act.reserved));
  const moved = found.filter((name) => !reserved.includes(name));
  const due = moved.filter((name) => has(on, name) === act.off && !events.happened("label", name, !act.off));
  const gone = act.off ? there.filter(({ name }) => has(due, name)) : [];
  const { repository, subject } = effect;
  if (gone.length > 0)
    await takeOff({ repository, number: subject.number, nodeId: subject.nodeId, labels: gone }, context.client);
  else if (due.length > 0) await context.client.rest("POST", `${issuePath(context)}/labels`, { body: { labels: due } });
  const notes = [
    ...reserved.map((name) => `${code(name)} says what I found, so I alone move it${instead(name, act)}.`),
    ...unknown.slice(0, MAX_SHOWN).map((label) => (act.off ? notOn(label, context) : noSuchLabel(label))),
    ...family(act, unknown, known),
  ];
  return outcome(moved.length === 0 ? null : `${act.off ? "Took off" : "Put on"} ${names(moved)}.`, notes);
}

const labelsView = z.array(z.object({ name: z.string(), node_id: z.string() }));

async function labelsAt({ client }: ActionContext, path: string): Promise<readonly LabelId[]> {
  const all: LabelId[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { data } = await client.rest("GET", `${path}?per_page=100&page=${page}`);
    const some = parsed(labelsView, data, "labels");
    all.push(...some.map(({ name, node_id: id }) => ({ name, id })));
    if (some.length < 100) break;
  }
  return all;
}

async function namesIn(context: ActionContext): Promise<readonly string[]> {
  return (await labelsAt(context, `${home(context)}/labels`)).map(({ name }) => name);
}

function has(all: readonly string[], name: string): boolean {
  return all.some((one) => one.toLowerCase() === name.toLowerCase());
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

/** Where a name of a family is unknown, those there are. */
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

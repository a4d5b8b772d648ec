/** What `/approve` and `/lgtm` share: the answer says whether the gate counted the statement, and if not, why. */

import { presentFirst } from "../gate/ineligibility.ts";
import { mayUse } from "../gate/permission.ts";
import type { AreaVerdict, Candidate, Counted, Uncounted, Verdict } from "../gate/verdict-types.ts";
import type { Answer } from "../model/answer.ts";
import type { Call } from "../model/call.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { joinList, samePerson } from "../shared/people.ts";
import type { Command, CommandContext } from "./command.ts";

/** A refusal that holds before the verdict is asked, or the verdict to ask. */
type Askable =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "verdict"; readonly verdict: Verdict };

/** Statements need a pull request with a verdict, and a speaker whom the registry does not bar. */
export function askable(command: Pick<Command, "name" | "may">, context: CommandContext): Askable {
  const refused = (text: string): Askable => ({ kind: "answer", answer: { kind: "refused", text } });
  if (context.facts.kind === "issue") return refused(onlyOnPulls(command.name));
  // Without an entry in `commands:` the verdict knows better than the default, area by area.
  if (Object.hasOwn(context.registry.commands, command.name)) {
    const allowed = mayUse(command, context);
    if (!allowed.ok) return refused(allowed.text);
  }
  if (context.facts.state !== "open")
    return refused(`This pull request is ${context.facts.state}, so \`/${command.name}\` has nothing to do here.`);
  const { verdict } = context;
  if (verdict === null || verdict.state.kind === "unknown" || verdict.state.kind === "registry-broken")
    return { kind: "answer", answer: { kind: "told", text: cannotTell(command.name, verdict) } };
  return { kind: "verdict", verdict };
}

/** Anything said about it is over, and taking it back changes nothing any more. */
export function mergedAlready(name: string, { facts }: Pick<CommandContext, "facts">): Answer | null {
  if (facts.kind === "issue" || facts.state !== "merged") return null;
  return { kind: "told", text: `This pull request is merged, so \`/${name} cancel\` has nothing to do here.` };
}

/** The answer to a command for pull requests on an issue. */
export function onlyOnPulls(name: string): string {
  return `\`/${name}\` works on pull requests only, and this is an issue. Nothing was changed.`;
}

function cannotTell(name: string, verdict: Verdict | null): string {
  const why = verdict?.state.kind === "unknown" ? ` (${escapeMarkdown(verdict.state.why)})` : "";
  const broken = verdict?.state.kind === "registry-broken" ? ` (${code(verdict.state.path)} has faults)` : "";
  return `I cannot tell yet whether this \`/${name}\` counts${why}${broken}. It is kept, and the \`rung\` check will say.`;
}

/** The utterance's key in the verdict: "comment:12". */
export function keyOf({ said }: CommandContext): string {
  return `${said.kind}:${said.id}`;
}

/** Whether a counted statement is the one in this utterance. */
export function isThisStatement(counted: Counted, { said, speaker }: CommandContext): boolean {
  return counted.url === said.url && samePerson(counted, speaker);
}

/** The verdict's entry that says why this statement failed, for approvals or for `/lgtm`. */
export function failureOf(verdict: Verdict, saying: "approval" | "lgtm", context: CommandContext): Uncounted | null {
  const key = keyOf(context);
  const sayings: readonly Uncounted["said"][] = saying === "lgtm" ? ["/lgtm"] : ["approval", "/approve"];
  const mine = verdict.uncounted.filter((entry) => entry.key === key && sayings.includes(entry.said));
  // What failed everywhere says more than what failed in one area.
  return mine.find((entry) => entry.areas.length === 0) ?? mine[0] ?? null;
}

/** The areas an entry is about; all that are touched where it names none. */
export function areasOf(verdict: Verdict, failure: Uncounted): readonly AreaVerdict[] {
  if (failure.areas.length === 0) return verdict.areas;
  return verdict.areas.filter((area) => failure.areas.includes(area.area));
}

/** "SparkYuan, liu-hm19 or adohe can."; by area if several ask for different people. Empty if nobody is needed. */
export function whoCanApprove(areas: readonly AreaVerdict[]): string {
  const open = areas.filter((area) => area.missing > 0);
  const [first] = open;
  if (first === undefined) return areas.some((area) => area.needed > 0) ? "Enough others have approved already." : "";
  if (open.every((area) => area.candidates.length === 0)) return "Nobody else in this registry can.";
  if (open.every((area) => people(area) === people(first))) return `${people(first)} can.`;
  const named = open.map((area) => `${people(area)} for ${code(area.area)}`);
  return `${joinList(named, "and", 4)} can.`;
}

function people({ candidates, missing }: AreaVerdict): string {
  return candidates.length === 0 ? "nobody else in this registry" : ableNames(candidates, missing);
}

/** "a, b or c (away)": people who are away are named only if it cannot be done without them. */
export function ableNames(candidates: readonly Candidate[], missing: number): string {
  const names = presentFirst(candidates, missing).map(
    ({ login, away }) => `${escapeMarkdown(login)}${away ? " (away)" : ""}`,
  );
  return joinList([...new Set(names)], "or");
}

/** Whether the verdict uses a statement that the speaker made after this one. */
export function saidAgain(verdict: Verdict, { said, speaker }: CommandContext): boolean {
  const counted = verdict.areas.flatMap((area) => area.approved).filter((word) => samePerson(word, speaker));
  const failed = verdict.uncounted.filter((entry) => samePerson({ login: entry.login, id: null }, speaker));
  return [...counted, ...failed].some((word) => word.at > said.at);
}

/** Somebody's earlier statement of this kind that is in force: their latest was the command itself, not its cancel form. */
export function lastSaid(name: string, by: CommandContext["speaker"], context: CommandContext): Call | null {
  return context.earlier.findLast((entry) => entry.call.name === name && samePerson(entry.by, by))?.call ?? null;
}

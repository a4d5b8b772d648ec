/** What `/return` does: makes the change that gives somebody listed as emeritus their role back, or answers why not. Pure. */

import type { RegistryChangeEffect } from "../../model/effect.ts";
import type { Return } from "../../registry/inactivity/retiring.ts";
import { inactivityRules } from "../../registry/inactivity/rules.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { FormerHolding, Registry } from "../../registry/registry-types.ts";
import { listsAround } from "../../registry/rungs.ts";
import { day, isoDay } from "../../shared/dates.ts";
import { DAY_MS, durationText, timeAfter } from "../../shared/duration.ts";
import { code, escapeMarkdown, linkTarget, oneLine } from "../../shared/markdown.ts";
import { type Instant, instant, type RepositoryName } from "../../shared/names.ts";
import { accountOf, joinList, roleWithArticle, samePerson } from "../../shared/people.ts";
import { singular } from "../../shared/singular.ts";
import { isOwnArea } from "../authority.ts";
import { aPlaceText, placeText } from "../nomination-text.ts";
import type { Person } from "../promotion-types.ts";
import { branchName } from "../registry-change.ts";
import type { SteppingDown } from "../stepping-down.ts";

interface ReturnAsked {
  readonly by: Person;
  /** `null`: the role that they had. */
  readonly role: string | null;
  /** Empty: the areas that they had. */
  readonly areas: readonly string[];
  readonly index: RegistryIndex;
  readonly now: Instant;
  /** If the registry consists of two files: which one is meant. Absent: there is one. */
  readonly level?: ReturnLevel;
}

/** The repository's own file, or the one that it extends. */
export type ReturnLevel = "repository" | "organisation";

/** The person's former entries in the file. */
export function formerOf(
  { emeritus = [] }: Pick<Registry, "emeritus">,
  by: Person,
  level?: ReturnLevel,
): readonly FormerHolding[] {
  const own = emeritus.filter((one) => samePerson(one, by));
  return level === undefined ? own : own.filter((one) => (one.level ?? "organisation") === level);
}

export type ReturnDecision =
  | {
      readonly kind: "return";
      readonly role: string;
      readonly areas: readonly string[];
      /** `YYYY-MM-DD`: their last day. */
      readonly until: string;
      /** How many approvals of that role are enough. */
      readonly from: string;
      readonly min: number;
    }
  /** `text`: the answer, with the way there is. Inert. */
  | { readonly kind: "refused"; readonly text: string };

export function returnDecision(asked: ReturnAsked): ReturnDecision {
  const { by, index, now, level } = asked;
  const { registry } = index;
  const name = escapeMarkdown(by.login);
  const former = formerOf(registry, by, level);
  const held = index.rolesOf(accountOf(by));
  if (former.length === 0)
    return refused(
      held.length > 0
        ? `${name} is ${joinList(held.map(aPlaceText), "and", 8)} already.`
        : `${name} is not listed as emeritus here. ${WAY}`,
    );
  const known = former.flatMap((one) => (one.was === null ? [] : [{ ...one, was: one.was }]));
  if (known.length === 0)
    return refused(`The registry does not say what ${name} was (\`was\`), so it cannot be put back. ${WAY}`);
  const fitting = latestOfEach(known.filter((one) => fits(one, asked)));
  // A line that names a role and its areas, or none of them, means that one, though another fits as well.
  const meant = asked.role === null ? [] : fitting.filter(({ areas }) => placeOf(areas) === placeOf(asked.areas));
  const [first, ...others] = meant.length > 0 ? meant : fitting;
  if (first === undefined)
    return refused(`${name} was ${joinList(known.map(wasText), "and", 8)}, and not that. ${returnLines(known)} ${WAY}`);
  if (others.length > 0)
    return refused(`${name} was ${joinList(fitting.map(wasText), "and", 8)}. ${returnLines(fitting)}`);
  const rules = inactivityRules(registry).return;
  if (rules === null) return refused(`Nobody is put back by \`/return\` here. ${WAY}`);
  const { within, from, min } = rules;
  if (first.until === null)
    return refused(`The registry does not say until when ${name} was ${wasText(first)} (\`until\`). ${WAY}`);
  // The whole last day counts.
  if (within !== null && timeAfter(instant(`${first.until}T00:00:00Z`) + DAY_MS, within) <= now)
    return refused(
      `${name} was ${wasText(first)} until ${day(instant(`${first.until}T00:00:00Z`))}, which is more than ${durationText(within)} ago. ${WAY}`,
    );
  const areas = asked.areas.length > 0 ? asked.areas : first.areas;
  return { kind: "return", role: first.was, areas, until: first.until, from, min };
}

const WAY = "The way to a role is `/promote`, as for everybody.";

function refused(text: string): ReturnDecision {
  return { kind: "refused", text };
}

type FormerInRole = FormerHolding & { readonly was: string };

function fits({ was, areas }: FormerInRole, asked: ReturnAsked): boolean {
  if (asked.role !== null && asked.role !== was) return false;
  // The file that is extended knows nothing of the areas of one that extends it.
  const { registry } = asked.index;
  if (asked.level === "organisation" && asked.areas.some((area) => isOwnArea(registry, area))) return false;
  return areas.length === 0 || asked.areas.every((area) => areas.includes(area));
}

function placeOf(areas: readonly string[]): string {
  return areas.toSorted().join(" ");
}

/** Whoever was the same twice returns as who they were last. */
function latestOfEach(all: readonly FormerInRole[]): readonly FormerInRole[] {
  const same = Map.groupBy(all, ({ was, areas }) => `${was} ${placeOf(areas)}`);
  return [...same.values()].flatMap((ones) =>
    ones.toSorted((one, other) => ((one.until ?? "") < (other.until ?? "") ? 1 : -1)).slice(0, 1),
  );
}

function wasText({ was, areas }: FormerInRole): string {
  return areas.length === 0 ? roleWithArticle(was) : aPlaceText({ role: was, areas });
}

/** The lines that would do. */
function returnLines(all: readonly FormerInRole[]): string {
  const lines = all.map(({ was, areas }) => code(["/return", singular(was), ...areas].join(" ")));
  return `Say ${joinList(lines, "or", 8)}.`;
}

interface Returning extends Pick<SteppingDown, "person" | "word" | "subject" | "botLogin"> {
  readonly decided: Extract<ReturnDecision, { kind: "return" }>;
  readonly index: RegistryIndex;
  readonly place: { readonly repository: RepositoryName; readonly path: string; readonly defaultBranch: string };
}

/** The effect that keeps the pull request of a return open. */
export function returnChange({
  person,
  decided,
  word,
  subject,
  index,
  place,
  botLogin,
}: Returning): RegistryChangeEffect {
  const { role, areas, from, min, until } = decided;
  const title = oneLine(
    `${person.login} returns as ${singular(role)}${areas.length === 0 ? "" : ` of ${areas.join(", ")}`}`,
  );
  const talk = escapeMarkdown(`${subject.repository.owner}/${subject.repository.name}#${subject.number}`);
  const edit: Return = {
    kind: "return",
    person,
    role,
    areas,
    since: isoDay(word.at),
    ladder: listsAround(index.registry.roles, role),
  };
  const enough = min === 1 ? `1 ${escapeMarkdown(singular(from))}` : `${min} ${escapeMarkdown(from)}`;
  return {
    kind: "registry-change",
    repository: place.repository,
    closedSince: word.at,
    path: place.path,
    base: place.defaultBranch,
    botLogin,
    title,
    branch: branchName("return", [person.login, role, until, ...areas.toSorted()]),
    keepsText: true,
    edit,
    message: `${title}\n\nAsked-by: ${oneLine(person.login)} <${oneLine(word.url)}>`,
    body: [
      `**${escapeMarkdown(person.login)} comes back** as ${placeText({ role, areas })}, as said in [${talk}](${linkTarget(word.url)}): the line from before, held anew from today on.`,
      `**Next:** the approval of ${enough} is enough, since they left on ${day(instant(`${until}T00:00:00Z`))}. Welcome back.`,
    ].join("\n\n"),
  };
}

/** The change of the registry by which somebody gives a role back. Pure. */

import type { RegistryChangeEffect } from "../model/effect.ts";
import { isoDay } from "../shared/dates.ts";
import { escapeMarkdown, linkTarget, oneLine } from "../shared/markdown.ts";
import type { Instant, RepositoryName } from "../shared/names.ts";
import { joinNames } from "../shared/people.ts";
import { singular } from "../shared/singular.ts";
import type { Person } from "./promotion-types.ts";
import { branchName } from "./registry-change.ts";

export interface SteppingDown {
  readonly person: Person;
  /** `null`: every role. */
  readonly role: string | null;
  /** Empty: everywhere. */
  readonly areas: readonly string[];
  /** The comment that asked for it: its key, address and time. */
  readonly word: { readonly key: string; readonly url: string; readonly at: Instant };
  readonly subject: { readonly repository: RepositoryName; readonly number: number };
  readonly registry: {
    readonly repository: RepositoryName;
    readonly path: string;
    readonly defaultBranch: string;
    /** Its roles, lowest first. */
    readonly ladder: readonly string[];
    /** Those of them that include none of the others and are included by none. */
    readonly beside: readonly string[];
    /** Whether somebody who no longer holds anything is listed as emeritus. */
    readonly emeritus: boolean;
  };
  readonly botLogin: string;
  /** What people should know before it is merged, sentences without their full stop. Inert. */
  readonly concerns?: readonly string[];
}

/** The effect that keeps the pull request open; the person's own request is all it needs before people merge it. */
export function stepDownChange(asked: SteppingDown): RegistryChangeEffect {
  const { person, role, areas, word, subject, registry } = asked;
  const { owner, name } = registry.repository;
  const day = isoDay(word.at);
  const what = role === null ? "from every role" : `as ${singular(role)}`;
  const title = oneLine(`${person.login} steps down ${what}${areas.length === 0 ? "" : ` of ${areas.join(", ")}`}`);
  const where = areas.length === 0 ? "" : ` of ${joinNames(areas)}`;
  const talk = escapeMarkdown(`${subject.repository.owner}/${subject.repository.name}#${subject.number}`);
  return {
    kind: "registry-change",
    repository: { owner, name },
    closedSince: word.at,
    path: registry.path,
    base: registry.defaultBranch,
    botLogin: asked.botLogin,
    title,
    // Of what is given back, not of the words: said twice, it is one change.
    branch: branchName("step-down", [person.login, role ?? "every-role", ...placeParts(areas)]),
    keepsText: true,
    edit: {
      kind: "remove",
      person,
      role,
      areas,
      ladder: registry.ladder,
      beside: registry.beside,
      emeritus: registry.emeritus ? { until: day } : null,
    },
    message: `${title}\n\nAsked-by: ${oneLine(person.login)} <${oneLine(word.url)}>`,
    body: [
      `**${escapeMarkdown(person.login)} steps down ${role === null ? "from every role" : `as ${escapeMarkdown(singular(role))}`}${where}**, as said in [${talk}](${linkTarget(word.url)}).`,
      ...(asked.concerns ?? []).map((text) => `**Mind:** ${text}.`),
      "**Next:** whoever may approve changes of the registry approves and merges this. Thank you for the work.",
    ].join("\n\n"),
  };
}

export function isStepDownBranch(branch: string): boolean {
  return branch.startsWith(branchName("step-down", [""]));
}

/** With their number, so that "a-b" and "a" with "b" are two. */
function placeParts(areas: readonly string[]): readonly string[] {
  return areas.length < 2 ? areas : [`${areas.length}`, ...areas.toSorted()];
}

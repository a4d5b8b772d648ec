/** The one issue about access, and the line in the check of a registry change. */

import { day } from "../../shared/dates.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import type { Instant } from "../../shared/names.ts";
import { joinList } from "../../shared/people.ts";
import type { AccessClaims } from "./claims.ts";
import type { AccessFindings, DifferenceOf } from "./difference.ts";
import type { AddTrouble, GrantPlan } from "./plan.ts";
import { pendingWords, told, unreadWords } from "./told.ts";

export const ACCESS_TITLE = "Access that the registry does not say";

/** Below what GitHub takes, with room for the marker. */
const MAX_LENGTH = 40_000;

export interface AccessReport {
  readonly claims: AccessClaims;
  readonly findings: AccessFindings;
  readonly plan: GrantPlan;
  /** GitHub's clock of the reading that the plan was made from. */
  readonly readAt: Instant;
  /** Absent: only what the registry says counts. */
  readonly granting?: Granting;
  readonly troubles?: ReadonlyMap<string, AddTrouble>;
}

/** Without its marker. */
export function accessIssue({ claims, findings, plan, readAt, granting, troubles = new Map() }: AccessReport): string {
  const entries = findings.differences.map((difference) => {
    const { what, ways } = told(difference, { claims, plan, troubles });
    return `- ${what}\n  ${ways}`;
  });
  const pending = findings.pending.map((invitation) => `- ${pendingWords(invitation)}`);
  const unseen = findings.unseen.map((part) => `- ${unreadWords(part)}.`);
  return [
    head(claims, entries.length),
    ...hindrance(granting, troubles),
    ...(entries.length === 0 ? [] : [whatFits(entries, claims.owner)]),
    ...(pending.length === 0 ? [] : [`**Not yet accepted**\n\n${whatFits(pending, claims.owner, MAX_LENGTH / 4)}`]),
    ...(unseen.length === 0 ? [] : [`**Not looked at**\n\n${whatFits(unseen, claims.owner, MAX_LENGTH / 4)}`]),
    `Read on ${day(readAt)}. Rung edits this in place, closes it when nothing is left, and takes nothing away from anybody.`,
  ].join("\n\n");
}

export function thingsDiffer(count: number): string {
  return count === 1 ? "1 thing differs" : `${count} things differ`;
}

function head({ registry, owner }: AccessClaims, count: number): string {
  const where = `what GitHub gives in ${escapeMarkdown(owner)} and what the registry in ${code(registry)} says`;
  if (count === 0) return `Nothing differs between ${where}.`;
  return `**${thingsDiffer(count)}** between ${where}.`;
}

/** What prevents everybody from being added, and who can change that. */
function hindrance(granting: Granting | undefined, troubles: NonNullable<AccessReport["troubles"]>): readonly string[] {
  if (granting === "switched-off")
    return [
      "The registry says `mode: grant`, and Rung runs without `ACCESS=grant`: until whoever runs it sets that, an owner adds people on GitHub.",
    ];
  if (![...troubles.values()].some(({ kind }) => kind === "forbidden")) return [];
  return [
    "**GitHub lets the app add nobody**: it lacks `members: write`. Its owner grants that in the app's settings, and an owner of the organisation then accepts it.",
  ];
}

function whatFits(lines: readonly string[], owner: string, most = MAX_LENGTH): string {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > most) break;
    shown.push(line);
  }
  const rest = lines.length - shown.length;
  return [...shown, ...(rest === 0 ? [] : [`- … and ${rest} more; ${code(`rung access ${owner}`)} tells all.`])].join(
    "\n",
  );
}

/** Who puts people into teams: Rung; or people, since `access` only watches, or Rung runs without its switch. */
export type Granting = "rung" | "watching" | "switched-off";

interface Merging {
  readonly before: AccessFindings;
  readonly after: AccessFindings;
  /** By the registry as it would be. */
  readonly plan: GrantPlan;
  readonly granting: Granting;
}

/**
 * What merging a change of the registry would do to teams, in one inert sentence; `null`: nothing. If Rung grants access, it is the
 * whole plan for its next run (R68), otherwise what is newly missing.
 */
export function mergingAdds({ before, after, plan, granting }: Merging): string | null {
  const unknown = after.unread.length > 0 || before.unread.length > 0;
  if (unknown) return "Whom merging this adds to teams cannot be told: GitHub did not tell all that it takes.";
  const were = new Set(before.differences.map(({ key }) => key));
  const adds =
    granting === "rung"
      ? plan.adds
      : after.differences.filter((one): one is DifferenceOf<"missing"> => one.kind === "missing" && !were.has(one.key));
  const stays = after.differences.filter(
    (one): one is DifferenceOf<"surplus"> => one.kind === "surplus" && !were.has(one.key),
  );
  if (adds.length === 0 && stays.length === 0) return null;
  const added = adds.length === 0 ? "adds nobody" : `adds ${adding(adds)}`;
  const staying = stays.length === 0 ? "" : ` ${keeping(stays)}, without the registry saying so.`;
  return `Merging this ${added}, removes nobody${adds.length === 0 ? "" : WHO[granting]}.${staying}`;
}

const WHO: Readonly<Record<Granting, string>> = {
  rung: "",
  watching: "; people do that on GitHub, since `access` only watches",
  "switched-off": "; people do that on GitHub, since Rung runs without `ACCESS=grant`",
};

/** Anybody may propose a change, but not everybody may learn who is in a team. */
export function newTeamsUntold(count: number): string {
  const which = count === 1 ? "a team that it lists" : `${count} teams that it lists`;
  return `Of ${which} for the first time nothing is told before it is merged, since nobody proposed it who may approve it.`;
}

interface InTeam {
  readonly team: string;
  readonly person: { readonly login: string };
}

/** "ann and ben to a, cho to b". */
function adding(people: readonly InTeam[]): string {
  return perTeam(people, (team, logins) => `${logins} to ${team}`);
}

/** "a keeps ann and ben, b keeps cho". */
function keeping(people: readonly InTeam[]): string {
  return perTeam(people, (team, logins) => `${team} keeps ${logins}`);
}

function perTeam(people: readonly InTeam[], words: (team: string, logins: string) => string): string {
  const teams = [...new Set(people.map(({ team }) => team))];
  return teams
    .map((team) => {
      const logins = people.filter((one) => one.team === team).map(({ person }) => escapeMarkdown(person.login));
      return words(escapeMarkdown(team), joinList(logins, "and", 20));
    })
    .join(", ");
}

/** The one issue that tells the maintainers who may be ready for more. Nobody is mentioned, compared or ranked. Pure. */

import { day } from "../../shared/dates.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { type Instant, loginKey } from "../../shared/names.ts";
import { evidenceText } from "../criteria-table.ts";
import { placeText, promoteText } from "../nomination-text.ts";
import type { Person } from "../promotion-types.ts";
import type { NextStep, StepStanding } from "./next-steps.ts";

export const GROWTH_TITLE = "Who may be ready for the next role";

/** What the issue says once the registry no longer has `growth`. */
export const NOBODY_IS_TOLD_OF =
  "The registry asks no more who may be ready for the next role (`growth`), so nothing is told here.";

/** Somebody who meets what machines measure for a role. */
export interface ReadyStep {
  readonly role: string;
  readonly areas: readonly string[];
  /** Each criterion with its result and the evidence. Inert Markdown. */
  readonly lines: readonly string[];
}

export interface ReadyPerson {
  readonly person: Person;
  readonly steps: readonly ReadyStep[];
}

/** An area in which one person alone may approve. */
export interface LonelyArea {
  readonly area: string;
  readonly approver: string;
}

export interface GrowthIssueFacts {
  readonly ready: readonly ReadyPerson[];
  readonly areas: readonly LonelyArea[];
  /** How many people it is unknown for; nothing is said about them. */
  readonly unknown: number;
  /** More are active than are looked at. */
  readonly truncated: boolean;
  readonly owner: string;
  /** `owner/name` of the registry's repository. */
  readonly registry: string;
  readonly now: Instant;
  readonly next: Instant;
}

interface GrowthIssue {
  readonly title: string;
  /** Without its marker. */
  readonly body: string;
  /** One for each thing it says; empty: there is nothing to say. */
  readonly told: readonly string[];
}

export function readyStep({ role, areas }: NextStep, { leaves }: StepStanding, webUrl: string): ReadyStep {
  const lines = leaves.map(({ wording, standing: { figure, evidence } }) => {
    const proof = evidenceText(evidence, webUrl);
    return `${wording}: ${figure}${proof === "" ? "" : ` (${proof})`}`;
  });
  return { role, areas, lines };
}

/** Below what GitHub takes, with room for the marker. */
const MAX_LENGTH = 40_000;

export function growthIssue(facts: GrowthIssueFacts): GrowthIssue {
  const { areas, owner, registry, now, next } = facts;
  const ready = facts.ready.toSorted((a, b) => order(loginKey(a.person.login), loginKey(b.person.login)));
  const lonely = areas.toSorted((a, b) => order(a.area, b.area));
  const body = [
    headText(ready.length, owner),
    ...shortened(ready.map(personText)),
    ...(lonely.length === 0 ? [] : [lonelyText(lonely)]),
    ...openText(facts),
    `**What comes of it:** what you make of it. Ask them first; nobody is promoted by this, and people's part of the criteria is not looked at. Who would rather not be told of says ${code("/quiet")} on any issue or pull request here, and is left out for a year.`,
    `Looked at on ${day(now)}, again on ${day(next)}. What lies in private repositories is not counted. Rung edits this in place, and closes it when there is nothing to say. The rules stand in ${code(registry)}.`,
  ].join("\n\n");
  return { title: GROWTH_TITLE, body, told: [...ready.flatMap(toldOf), ...lonely.map(({ area }) => `area ${area}`)] };
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function headText(count: number, owner: string): string {
  const where = `in ${escapeMarkdown(owner)}`;
  if (count === 0)
    return `Nobody who was active ${where} lately meets more than their role asks, as far as machines can tell.`;
  const who = count === 1 ? "1 person meets" : `${count} people meet`;
  return `**${who} what machines count for their next role** ${where}.`;
}

function personText({ person, steps }: ReadyPerson): string {
  const each = steps.map(({ role, areas, lines }) => {
    // Inside code nobody is notified.
    const say = code(promoteText({ candidate: person, role, areas }));
    return [
      `**${escapeMarkdown(person.login)}**, ${placeText({ role, areas })}: ${say}`,
      ...lines.map((line) => `- ${line}`),
    ];
  });
  return each.map((lines) => lines.join("\n")).join("\n\n");
}

function lonelyText(areas: readonly LonelyArea[]): string {
  const lines = areas.map(({ area, approver }) => `- ${escapeMarkdown(area)}: ${escapeMarkdown(approver)}`);
  return ["**Areas with one approver left:**", "", ...lines].join("\n");
}

function openText({ unknown, truncated }: GrowthIssueFacts): readonly string[] {
  const parts = [
    ...(unknown === 0 ? [] : [`Of ${unknown} more it could not be told, so nothing is said of them.`]),
    ...(truncated ? ["More people were active than are looked at."] : []),
  ];
  return parts.length === 0 ? [] : [parts.join(" ")];
}

function shortened(texts: readonly string[]): readonly string[] {
  const shown: string[] = [];
  let length = 0;
  for (const text of texts) {
    length += text.length + 2;
    if (length > MAX_LENGTH) break;
    shown.push(text);
  }
  const rest = texts.length - shown.length;
  return rest === 0 ? shown : [...shown, `… and ${rest} more; ${code("rung candidates --all")} tells all.`];
}

/** What makes news when it changes. */
function toldOf({ person, steps }: ReadyPerson): readonly string[] {
  const who = person.id === null ? loginKey(person.login) : `${person.id}`;
  return steps.map(({ role, areas }) => [who, role, ...areas].join(" "));
}

/** What follows a check's summary: holds, the change of the registry, and statements that did not count. */

import { moment } from "../shared/dates.ts";
import { escapeMarkdown, shortened } from "../shared/markdown.ts";
import { boundedBullets } from "./bullets.ts";
import { effectParagraphs } from "./effect-text.ts";
import { explained, fileList } from "./uncounted-reasons.ts";
import type { Verdict } from "./verdict-types.ts";

const MAX_ENTRIES = 100;
const MAX_CELL = 500;

/** Paragraphs; those with nothing to say are empty. */
export function details(verdict: Verdict): readonly string[] {
  return [advice(verdict), holdList(verdict), registryText(verdict), uncountedText(verdict)];
}

function advice({ mode }: Verdict): string {
  return mode === "advise" ? "This registry says `mode: advise`: the check reports and blocks nothing." : "";
}

function holdList({ holds }: Verdict): string {
  if (holds.length === 0) return "";
  const lines = holds.map(({ login, why, at }) => {
    const by = login === null ? "the label, put on by hand" : escapeMarkdown(login);
    return `${by}${why === "" ? "" : `: ${escapeMarkdown(shortened(why, MAX_CELL))}`}, since ${moment(at)}`;
  });
  return `**Held by**\n${boundedBullets(lines, 20)}`;
}

function registryText({ registryChange }: Verdict): string {
  if (registryChange === null) return "";
  const { path, changes, faults, broken, follows = [], effect } = registryChange;
  const none = broken ? "" : "It changes nobody's role and no rule.";
  const what = changes.length === 0 ? none : boundedBullets(changes, MAX_ENTRIES);
  const found = faults.map(
    ({ line, column, level, message }) =>
      `line ${line}${column === null ? "" : `:${column}`}: ${level === "failure" ? "" : "warning: "}${escapeMarkdown(message)}`,
  );
  const faultText = found.length === 0 ? "" : `\n\n**Faults and warnings**\n${boundedBullets(found, MAX_ENTRIES)}`;
  const followText =
    follows.length === 0
      ? ""
      : `\n\n${fileList(follows)} ${follows.length === 1 ? "is" : "are"} exactly what it publishes, and ${follows.length === 1 ? "needs" : "need"} no approval besides.`;
  const effectText = effect === undefined ? "" : `\n\n${effectParagraphs(effect)}`;
  return `**This changes ${escapeMarkdown(path)}**${what === "" ? "" : `\n${what}`}${followText}${effectText}${faultText}`;
}

function uncountedText({ uncounted, areas }: Verdict): string {
  if (uncounted.length === 0) return "";
  // The latest matter most where not all can be shown.
  const shown = uncounted.slice(-MAX_ENTRIES).map((entry) => explained(entry, areas));
  const more = uncounted.length - shown.length;
  return `**Did not count**\n${boundedBullets(shown, MAX_ENTRIES)}${more > 0 ? `\n- and ${more} earlier ones` : ""}`;
}

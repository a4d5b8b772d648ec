/** The check's text on what a proposed registry would do to the pull requests that are open now. */

import { code, escapeMarkdown, shortened } from "../shared/markdown.ts";
import { bullets } from "./bullets.ts";
import { powerParagraphs } from "./power-text.ts";
import type { RegistryEffect } from "./verdict-types.ts";

const MAX_TITLE_LENGTH = 120;

/** Paragraphs of Markdown. */
export function effectParagraphs(effect: RegistryEffect): string {
  const powers = effect.powers === undefined ? (effect.powersText ?? []) : powerParagraphs(effect.powers);
  return [
    ...namesParagraphs(effect),
    unmatchedParagraph(effect),
    ...powers,
    effect.access ?? "",
    pullParagraph(effect),
    areaParagraph(effect),
    effect.limits.map(escapeMarkdown).join(" "),
  ]
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

/** Empty where there is nothing to say, as with the other paragraphs. */
export function unmatchedParagraph({ unmatched = [] }: Pick<RegistryEffect, "unmatched">): string {
  return unmatched.length === 0 ? "" : `**Patterns that protect nothing**\n${bullets(unmatched)}`;
}

/** New names that GitHub does not know, or knows as something else (R84). */
function namesParagraphs({ names }: RegistryEffect): readonly string[] {
  if (names === undefined) return [];
  const { findings, unknown } = names;
  const missing =
    unknown === 0 ? "" : `${unknown === 1 ? "1 new name" : `${unknown} new names`} could not be looked up.`;
  return [
    ...(findings.length === 0 ? [] : [`**Names that are not what they should be**\n${bullets(findings)}`]),
    ...(missing === "" ? [] : [missing]),
  ];
}

function pullParagraph({ looked, pulls, limits }: RegistryEffect): string {
  if (looked === 0) return limits.length > 0 ? "" : "No pull request is open that it governs.";
  if (pulls.length === 0) {
    return looked === 1
      ? "The one open pull request that it governs would stand as it does."
      : `All ${looked} open pull requests that were looked at would stand as they do.`;
  }
  const lines = pulls.map(
    ({ repository, number, title, from, to }) =>
      `${code(`${repository}#${number}`)} ${escapeMarkdown(shortened(title, MAX_TITLE_LENGTH))}: from ${quoted(from)} to ${quoted(to)}`,
  );
  return `**${pulls.length} of ${looked} open pull requests would stand otherwise**\n${bullets(lines)}`;
}

export function areaParagraph({ areas }: Pick<RegistryEffect, "areas">): string {
  if (areas.length === 0) return "";
  const lines = areas.map(({ area, before, after, needed }) => {
    const where = area === null ? "files that no area covers" : code(area);
    const enough = after < needed ? `, which is not enough: ${needed} ${needed === 1 ? "is" : "are"} needed` : "";
    return `${where}: ${after} instead of ${before}${enough}`;
  });
  return `**Fewer people could approve**\n${bullets(lines)}`;
}

function quoted(title: string): string {
  return `"${escapeMarkdown(title)}"`;
}

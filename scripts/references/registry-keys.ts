/** The lists of keys in docs/registry.md, derived from the tables of rules and labels so that they are always up to date. */

import type { Settings } from "../../src/registry/setting.ts";
import { APPROVAL, DOCS_KIND, GENERAL, LABELLING, NOMINATION, REVIEWS } from "../../src/registry/settings.ts";
import { LABEL_RULES } from "../../src/triage/labels/index.ts";

interface Line {
  readonly key: string;
  readonly example: string;
  readonly meaning: string;
}

function linesOf(table: Settings): readonly Line[] {
  return Object.entries(table).map(([key, { docs }]) => ({ key, example: docs.example, meaning: docs.meaning }));
}

const labels = LABEL_RULES.map(({ key, usualName, on, meaning }) => ({
  key,
  example: usualName.includes("*") ? `"${usualName}"` : usualName,
  meaning: on === "always" ? meaning : `${meaning}; only where it is named here`,
}));

const BLOCKS: Readonly<Record<string, readonly Line[]>> = {
  approval: linesOf(APPROVAL),
  reviews: linesOf(REVIEWS),
  labels: [...labels, ...linesOf(LABELLING)],
};

/** Longer examples do not push the notes of the others to the right. */
const MAX_WIDTH = 34;

function blockOf(section: string, lines: readonly Line[]): string {
  const written = lines.map(({ key, example, meaning }) => ({ rule: `  ${key}: ${example}`, meaning }));
  const width = Math.max(...written.map(({ rule }) => rule.length).filter((length) => length <= MAX_WIDTH));
  const shown = written.map(({ rule, meaning }) => `${rule.padEnd(width)}  # ${meaning}`);
  return ["```yaml", `${section}:`, ...shown, "```"].join("\n");
}

function rowsOf(table: Settings, before: string, after: string): readonly string[] {
  return linesOf(table).map(({ key, example, meaning }) => `| \`${before}${key}: ${example}${after}\` | ${meaning} |`);
}

const ROWS = [
  ...rowsOf(GENERAL, "", ""),
  ...rowsOf(NOMINATION, "promotion: { ", " }"),
  ...rowsOf(DOCS_KIND, "kinds: { docs: { ", " } }"),
];

/** The rows below the one of `roles`. */
const TABLE = /(?<=^|\n)(\| `roles` \|.*)\n(?:\|.*\n?)*/;

/** The document with the present keys in its blocks and its last table; unchanged if it has none of them. */
export function withRegistryKeys(document: string): string {
  const tabled = document.replace(TABLE, (_, first: string) => `${[first, ...ROWS].join("\n")}\n`);
  return Object.entries(BLOCKS).reduce(
    (text, [section, lines]) =>
      text.replace(new RegExp(`(?<=^|\\n)\`\`\`yaml\\n${section}:\\n[^]*?\`\`\`(?=\\n|$)`), () =>
        blockOf(section, lines),
      ),
    tabled,
  );
}

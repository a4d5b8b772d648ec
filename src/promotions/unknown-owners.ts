/** Owners whom GitHub ignores in a published CODEOWNERS, as sentences with the cause. Pure; people's text is inert. */

import { bullets } from "../gate/bullets.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { loginKey } from "../shared/names.ts";
import { joinList } from "../shared/people.ts";

/** As GitHub reports it. */
export interface CodeownersError {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** "Unknown owner", "Invalid owner", "Invalid pattern"; others may come. */
  readonly kind: string;
  /** The line. */
  readonly source: string;
  readonly suggestion: string | null;
}

const MAX_LINES = 5;

/** `null`: GitHub knows everybody in that file. */
export function unknownOwnersText(errors: readonly CodeownersError[], file: string, repository: string): string | null {
  const found = errors.filter(({ path }) => path.replace(/^\//, "") === file);
  if (found.length === 0) return null;
  const groups = Map.groupBy(found, (error) => `${error.kind} ${loginKey(wordOf(error))}`);
  const sentences = [...groups.values()].map((group) => sentenceOf(group, repository));
  return [
    `**GitHub passes over some of what ${escapeMarkdown(file)} says now**, without a word to anybody:`,
    bullets(sentences),
    `**Next:** whoever administers ${escapeMarkdown(repository)} gives them access, or the registry names others; merging that brings this file up to date.`,
  ].join("\n\n");
}

function sentenceOf(group: readonly CodeownersError[], repository: string): string {
  const [first] = group;
  if (first === undefined) return "";
  const lines = [...new Set(group.map(({ line }) => `${line}`))];
  const where = `${lines.length === 1 ? "line" : "lines"} ${joinList(lines, "and", MAX_LINES)}`;
  return `${code(wordOf(first).replace(/^@/, ""))} (${where}): ${causeOf(first, repository)}.`;
}

/** GitHub's own words if it finds something other than an unknown owner. */
function causeOf(error: CodeownersError, repository: string): string {
  const { kind, suggestion } = error;
  const where = escapeMarkdown(repository);
  if (kind !== "Unknown owner") return escapeMarkdown(suggestion === null ? kind : `${kind}, ${suggestion}`);
  return wordOf(error).includes("/")
    ? `there is no such team, it is secret, or it has no write access to ${where}`
    : `has no write access to ${where} (perhaps an invitation waits), or there is no such account`;
}

/** The text at that place. */
function wordOf({ source, column }: CodeownersError): string {
  return /^\S+/.exec(source.slice(Math.max(0, column - 1)))?.[0] ?? source.trim();
}

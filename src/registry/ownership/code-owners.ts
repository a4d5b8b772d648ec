/** Reads a CODEOWNERS file as GitHub documents it ("About code owners"): faulty lines are skipped, and reported. */

import { loginFault, teamFault } from "../spelling.ts";
import { type CodePattern, codePattern } from "./code-pattern.ts";
import type { Note } from "./tree.ts";

/** In the order GitHub looks; the first that is there is the one that counts. */
export const CODEOWNERS_PATHS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** GitHub loads no larger file. */
const MAX_BYTES = 3 * 1024 * 1024;

export interface Rule {
  readonly line: number;
  readonly pattern: CodePattern;
  /** Logins and `org/team`, as spelled; empty: the paths have no owner. */
  readonly owners: readonly string[];
  /** Teams of other organisations, which GitHub ignores. */
  readonly foreign: readonly string[];
  /** Addresses, which only GitHub can match with accounts. */
  readonly emails: readonly string[];
}

interface CodeOwners {
  readonly rules: readonly Rule[];
  readonly notes: readonly Note[];
}

/** `owner`: the owner of the repository; `null`: not known, and then every team may be its own. */
export function codeOwners(text: string, path: string, owner: string | null = null): CodeOwners {
  if (Buffer.byteLength(text) >= MAX_BYTES)
    return {
      rules: [],
      notes: [{ place: path, text: "has 3 MB or more, and GitHub does not load it: nothing has an owner" }],
    };
  const rules: Rule[] = [];
  const notes: Note[] = [];
  for (const [index, written] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const { pattern: source, words } = partsOf(written);
    if (source === "") continue;
    const line = index + 1;
    const pattern = codePattern(source);
    const names = words.filter((word) => word.startsWith("@")).map((word) => word.slice(1));
    const wrong = typeof pattern === "string" ? pattern : words.map(ownerFault).find((fault) => fault !== null);
    if (typeof pattern === "string" || typeof wrong === "string")
      notes.push({
        place: `${path}:${line}`,
        text: `GitHub skips the line "${written.trim()}": ${wrong ?? ""}`,
      });
    else
      rules.push({
        line,
        pattern,
        owners: names.filter((name) => !isForeign(name, owner)),
        foreign: names.filter((name) => isForeign(name, owner)),
        emails: words.filter((word) => !word.startsWith("@")),
      });
  }
  return { rules, notes };
}

function isForeign(name: string, owner: string | null): boolean {
  return owner !== null && name.includes("/") && name.split("/")[0]?.toLowerCase() !== owner.toLowerCase();
}

/** A `#` begins a comment wherever it is; a space ends the pattern unless a backslash precedes it. */
function partsOf(written: string): { readonly pattern: string; readonly words: readonly string[] } {
  const line = written.trim();
  if (line.startsWith("\\#")) return { pattern: line.split(/\s/)[0] ?? "", words: [] };
  const said = line.split("#")[0]?.trimEnd() ?? "";
  const [pattern = ""] = /^(?:\\.|[^\s\\]|\\$)*/.exec(said) ?? [];
  return {
    pattern,
    words: said
      .slice(pattern.length)
      .split(/\s+/)
      .filter((word) => word !== ""),
  };
}

function ownerFault(word: string): string | null {
  const shown = JSON.stringify(word);
  if (/^[\w.%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/.test(word)) return null;
  if (!word.startsWith("@")) return `${shown} is neither @login, @organisation/team nor an e-mail address`;
  const name = word.slice(1);
  return (name.includes("/") ? teamFault(name) : loginFault(name)) === null ? null : `${shown} is no login and no team`;
}

/**
 * Reads a Markdown list a second time, line by line and without a Markdown parser, as an independent check of the first reading: for
 * each role that was given, is there a line that supports it?
 */

import type { Listed } from "./cards.ts";
import { isRetired, rolesMentioned } from "./roles-named.ts";

interface Doubt {
  readonly login: string;
  /** As a clause. */
  readonly why: string;
}

/** The active people of the text for whom no line bears out what they were read as. */
export function doubts(text: string, people: readonly Listed[]): readonly Doubt[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  return people.flatMap((person): readonly Doubt[] => {
    if (person.role === "emeritus") return [];
    const places = lines.flatMap((line, index) => (names(line, person.login) ? [index] : []));
    if (places.length === 0) return [{ login: person.login, why: "no line of the file names them" }];
    const whys = places.map((index) => whyNot(lines, index, person));
    const [first] = whys;
    return whys.includes(null) || first === undefined || first === null ? [] : [{ login: person.login, why: first }];
  });
}

function names(line: string, login: string): boolean {
  const found = line.toLowerCase().indexOf(login.toLowerCase());
  if (found === -1) return false;
  const isPart = (character: string) => /[\w-]/.test(character);
  for (let at = found; at !== -1; at = line.toLowerCase().indexOf(login.toLowerCase(), at + 1))
    if (!isPart(line.charAt(at - 1)) && !isPart(line.charAt(at + login.length))) return true;
  return false;
}

function whyNot(lines: readonly string[], index: number, { role }: Listed): string | null {
  const line = lines[index] ?? "";
  const around = [line, ...above(lines, index)];
  if (around.some(isRetired)) return "the line, or one that it stands below, says that people are no longer active";
  const mentioned = rolesMentioned(line);
  if (role === "maintainers" && mentioned.size > 0 && !mentioned.has("maintainers"))
    return "the line names a role below that of a maintainer";
  return null;
}

/** The items and the label that a line stands below, and the headings around it. */
function above(lines: readonly string[], index: number): readonly string[] {
  const found: string[] = [];
  let indent = indentOf(lines[index] ?? "");
  let level = 7;
  let isNear = true;
  for (let at = index - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? "";
    const heading = headingLevel(line, lines[at + 1] ?? "");
    if (heading !== null) {
      isNear = false;
      if (heading < level) found.push(line);
      level = Math.min(level, heading);
    } else if (isNear && line.trim() !== "" && !line.trim().startsWith("|")) {
      const isItem = /^\s*(?:[-*+]|\d+[.)])\s/.test(line);
      if (isItem && indentOf(line) < indent) {
        found.push(line);
        indent = indentOf(line);
      } else if (!isItem && indentOf(line) === 0) {
        // The text right above a list or table is what announces it.
        found.push(line);
        isNear = false;
      }
    }
  }
  return found;
}

function headingLevel(line: string, next: string): number | null {
  const marks = /^ {0,3}(#{1,6})(?:\s|$)/.exec(line)?.[1];
  if (marks !== undefined) return marks.length;
  if (line.trim() === "" || /^\s*(?:[-*+|]|\d+[.)])/.test(line)) return null;
  if (/^ {0,3}=+\s*$/.test(next)) return 1;
  return /^ {0,3}-{2,}\s*$/.test(next) ? 2 : null;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

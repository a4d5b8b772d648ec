/** The answers of `rung who` as text. */

import { counted } from "../../shared/counted.ts";
import { singular } from "../../shared/singular.ts";
import { shownPath } from "../terminal-text.ts";
import type { Answer } from "./answer.ts";
import type { Telling } from "./answers-asked.ts";
import type { FolderAnswer } from "./answers-below.ts";

/** `tree`: what no area covers is named. */
export function asLines(telling: Telling, tree: boolean): readonly string[] {
  const { isNamed } = telling;
  if (telling.kind === "file")
    return telling.answers.flatMap((answer) => linesOf(answer, shownPath(answer.path), isNamed));
  if (tree && telling.files.length === 0) return ["There is no file."];
  const lines = telling.answers.flatMap((answer) => linesOf(answer, folderText(answer), isNamed));
  return tree ? [...lines, ...uncoveredLines(uncovered(telling))] : lines;
}

function folderText({ path, files, example }: FolderAnswer): string {
  const which = example === null ? counted(files.length, "file") : `no file yet, such as ${shownPath(example)}`;
  return `${path === "" ? "./" : shownPath(path)} (${which})`;
}

export function treeJson([telling]: readonly Telling[]): object {
  if (telling?.kind !== "folder") return {};
  const { path, files, answers } = telling;
  return { folder: path === "" ? "./" : path, files: files.length, answers, uncovered: uncovered(telling) };
}

/** Files that no area covers, in any repository that may be meant. The registry's own file has its own rule. */
function uncovered({ files, answers }: Extract<Telling, { readonly kind: "folder" }>): readonly string[] {
  const covered = new Set(answers.flatMap((answer) => (answer.area === null && !answer.registry ? [] : answer.files)));
  return files.filter((file) => !covered.has(file));
}

/** How many files no area covers are named in text. */
const MAX_NAMED = 20;

function uncoveredLines(files: readonly string[]): readonly string[] {
  if (files.length === 0) return ["An area covers every file."];
  const more = files.length - MAX_NAMED;
  return [
    `No area covers ${counted(files.length, "file")}:`,
    ...files.slice(0, MAX_NAMED).map((file) => `  ${shownPath(file)}`),
    ...(more > 0 ? [`  and ${more} more, which --json lists`] : []),
  ];
}

function linesOf(answer: Answer, path: string, isNamed: boolean): readonly string[] {
  const area = answer.area ?? "no area";
  const within = answer.enclosing.length === 0 ? "" : `, within ${answer.enclosing.join(", ")}`;
  const what = answer.registry ? "a change of the registry" : `${area}${within}`;
  const needed =
    answer.needed === 0 ? "needs nobody's approval" : `needs ${counted(answer.needed, "approval")} from ${answer.from}`;
  const people = answer.approvers.map(({ login, role, areas }) => `  ${login} (${heldAs(role, areas)})`);
  const teams = answer.teams.map((team) => `  the members of ${team}`);
  const nobody = people.length + teams.length === 0 && answer.needed > 0 ? ["  nobody may approve it"] : [];
  const generated = answer.generated ? ["  generated: beside another change it needs nobody"] : [];
  const subject = isNamed ? `${answer.repository} ${path}` : path;
  return [`${subject}: ${what}; ${needed}`, ...people, ...teams, ...nobody, ...generated];
}

function heldAs(role: string, areas: readonly string[]): string {
  return areas.length === 0 ? `${singular(role)} everywhere` : `${singular(role)} of ${areas.join(", ")}`;
}

/** What to propose in place of words that leave doubt: the same without them, which is then obeyed as it stands (R81). Pure. */

import type { Command } from "../command.ts";
import { isConditional, isDoubtful } from "./doubt.ts";

/** More is no proposal that anybody would copy. */
const MAX_PROPOSED = 80;

/** The words after the command up to where they become doubtful; empty: none is certainly meant. */
export function undoubtedWords(words: string, { behind }: Pick<Command, "behind">): string {
  // Behind other commands names alone mean something, and remarks nothing.
  if (behind !== "names" && !words.startsWith("@")) return "";
  const leavesDoubt = behind === "names" ? isConditional : isDoubtful;
  const all = words.split(/[\s，；、。]+/u).filter((word) => word !== "");
  const asks = (word: string) => leavesDoubt(word.replace(END, ""));
  const first = all.findIndex(asks);
  const sure = withoutEnd(first === -1 ? all : all.slice(0, first));
  const isProposable = !leavesDoubt(sure) && sure.length <= MAX_PROPOSED;
  return isProposable ? sure : withoutEnd(all.slice(0, Math.max(0, all.findIndex(isNoName))));
}

const END = /[.,;:!?？…]+$/u;

function withoutEnd(words: readonly string[]): string {
  return words.join(" ").replace(END, "");
}

function isNoName(word: string): boolean {
  return !/^@[\w/.-]+[,;:]?$/.test(word);
}

/** Whether the command needs words after it, by its usage text. */
export function needsWords({ usage }: Pick<Command, "usage">): boolean {
  return usage
    .replace(/\[[^\]]*\]/g, "")
    .trim()
    .includes(" ");
}

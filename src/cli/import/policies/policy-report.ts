/** Reports on the import of a policy: what was expressed exactly, what more strictly, and what is left to GitHub or to people. */

import { counted } from "../../../shared/counted.ts";
import { shownPath } from "../../terminal-text.ts";
import type { PolicyMove, PolicyNotMoved } from "./move-policy.ts";
import type { PolicyProof } from "./policy-proof.ts";
import type { Fate, MovedStatement } from "./policy-types.ts";

/** So many are named for one reason; `--json` has all. */
const SHOWN = 5;
const MAX_TOLD = 60;

export function policyReport(
  { policy, proof, told, toFill }: PolicyMove,
  others: readonly string[],
): readonly string[] {
  const of = (fate: Fate) => told.filter((each) => each.fate === fate);
  const notRead = others.length === 0 ? "" : `; not read: ${others.join("; ")} (--from chooses)`;
  return [
    `Read ${policy.file} (${policy.tool})${notRead}.`,
    `Of ${counted(told.length, "statement")} ${of("said").length} are said as they stand, ${of("stricter").length} more strictly, and ${of("elsewhere").length} cannot be said.`,
    ...proofLines(proof, policy.file),
    ...section(
      "More strictly than before:",
      of("stricter").map((each) => line(each, policy.file)),
    ),
    ...section(
      "Not asked by Rung:",
      of("elsewhere").map((each) => line(each, policy.file)),
    ),
    ...section(
      "To be filled in, since only GitHub knows who they are; until then they are nobody:",
      toFill.map(({ name, who }) => `- the group ${name}: ${who}`),
    ),
    ...section(
      "Whatever the pull request:",
      policy.rules.map((rule) => `- ${rule}`),
    ),
  ];
}

function proofLines({ compared, situations, differences }: PolicyProof, file: string): readonly string[] {
  const of = (kind: string) => differences.filter((each) => each.kind === kind).map(({ path }) => path);
  const [laxer, untold, stricter] = [of("laxer"), of("untold"), of("stricter")];
  const more = stricter.length === 0 ? "" : `, and more for ${counted(stricter.length, "path")}`;
  const verdict =
    laxer.length > 0 ? `less is asked for ${counted(laxer.length, "path")}.` : `no less is asked than before${more}.`;
  return [
    `Compared ${counted(compared, "path")} in ${counted(situations, "situation")}: ${verdict}`,
    ...shown(laxer, "WITHOUT a reason, please report this:"),
    ...shown(
      untold,
      `${counted(untold.length, "path")}: no rule of ${file} is about them alone, so nothing of them was ever let in.`,
    ),
  ];
}

function shown(paths: readonly string[], head: string): readonly string[] {
  if (paths.length === 0) return [];
  const lines = paths.slice(0, SHOWN).map((path) => `    ${shownPath(path)}`);
  return [head, ...lines, ...(paths.length > SHOWN ? [`    and ${paths.length - SHOWN} more`] : [])];
}

function line({ statement, why }: MovedStatement, file: string): string {
  return `- ${file}:${statement.line} ${statement.text}: ${why}`;
}

function section(head: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const left = lines.length - MAX_TOLD;
  return [head, ...lines.slice(0, MAX_TOLD), ...(left > 0 ? [`- and ${left} more (--json has all)`] : [])];
}

/** Why nothing was written. */
export function policyRefusal({ file, why, faults }: PolicyNotMoved): readonly string[] {
  const lines = faults.map(({ line: at, column, message }) => `${file}:${at}:${column} ${message}`);
  return [
    `Nothing was written: ${why === null ? `${file} cannot be read` : `${file} tells nothing of who approves, since ${why}`}.`,
    ...lines,
  ];
}

export function policyJson({ policy, text, proof, told, toFill }: PolicyMove, others: readonly string[]): object {
  return {
    source: policy.file,
    notRead: others,
    compared: proof.compared,
    situations: proof.situations,
    differences: proof.differences,
    statements: told.map(({ statement, fate, why }) => ({
      place: `${policy.file}:${statement.line}:${statement.column}`,
      text: statement.text,
      fate,
      why,
    })),
    toFill: toFill.map(({ name, who }) => ({ group: name, who })),
    rules: policy.rules,
    faults: proof.faults,
    registry: text,
  };
}

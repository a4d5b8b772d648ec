/** On which branches, and for which pull requests, a registry asks for something else than as usual; each is looked at for itself (R82). Pure. */

import { type Condition, conditionText, raisesOf } from "../registry/conditions/condition.ts";
import { samplePath } from "../registry/glob.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { AreaPath } from "../registry/registry-types.ts";
import { code } from "../shared/markdown.ts";
import { sameName } from "../shared/names.ts";
import { type ApprovalDemand, raised } from "./conditions/raises.ts";

export interface PowerCase {
  /** Behind the files, in Markdown; `null`: as usual, on the default branch. */
  readonly when: string | null;
  /** What is asked of files whose chain this is. */
  asked(index: RegistryIndex, chain: AreaPath): ApprovalDemand;
  /** So many approvals a change of the registry needs; the chains are those of what no pattern matches. */
  ofRegistry(index: RegistryIndex, chains: readonly AreaPath[]): number;
}

/** More branches and lines of `approval.when` than these are not looked at (R24). */
const MAX_CASES = 30;

/** As usual first. */
export function powerCases(indexes: readonly RegistryIndex[], defaultBranch: string): readonly PowerCase[] {
  const patterns = new Set(indexes.flatMap(({ registry }) => registry.approval.branches.map(({ pattern }) => pattern)));
  const branches = [...patterns].flatMap((pattern) => {
    const branch = samplePath(pattern);
    return branch === null ? [] : [onBranch(branch, `on branches ${code(pattern)}`)];
  });
  const raises = indexes.flatMap(({ registry }) => raisesOf(registry.approval.when));
  const lines = [...new Map(raises.map((line) => [conditionText(line), line])).values()];
  const fitting = lines.map((line) => whereItFits(line, defaultBranch));
  return [onBranch(defaultBranch, null), ...[...branches, ...fitting].slice(0, MAX_CASES)];
}

function onBranch(branch: string, when: string | null): PowerCase {
  return {
    when,
    asked: (index, chain) => index.neededFor(chain, branch),
    ofRegistry: (index, chains) => Math.max(1, ...chains.map((chain) => index.neededFor(chain, branch).min)),
  };
}

function whereItFits(line: Condition, branch: string): PowerCase {
  const usual = onBranch(branch, null);
  const more = ({ registry }: RegistryIndex) =>
    raisesOf(registry.approval.when)
      .filter((other) => fitsWith(other, line))
      .map(({ min, from }) => ({ why: [], ...(min !== undefined && { min }), ...(from !== undefined && { from }) }));
  return {
    when: `where ${code(conditionText(line))} fits`,
    asked(index, chain) {
      const asked = usual.asked(index, chain);
      // What needs nobody stays so.
      return asked.min === 0 ? asked : raised(asked, more(index), index);
    },
    ofRegistry: (index, chains) => raised({ from: "", min: usual.ofRegistry(index, chains) }, more(index), index).min,
  };
}

/** Whether a line fits wherever another does. */
function fitsWith({ lines, author, label }: Condition, other: Condition): boolean {
  return (
    (lines === undefined || (other.lines !== undefined && lines <= other.lines)) &&
    (author === undefined || author === other.author) &&
    (label === undefined || (other.label !== undefined && sameName(label, other.label)))
  );
}

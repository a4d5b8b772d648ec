/** How many different employers the author and the approvers of a pull request have, where the registry asks for several. */

import { type Employer, employerOf } from "../../registry/conditions/employers.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { type Account, loginKey } from "../../shared/names.ts";
import { accountOf, samePerson } from "../../shared/people.ts";
import { type EligibilityContext, eligible } from "../ineligibility.ts";
import type { AreaRow } from "../rows.ts";
import type { AreaVerdict, Candidate, EmployersVerdict } from "../verdict-types.ts";

/** Somebody whose approval would bring another employer. */
export interface EmployerCandidate {
  readonly candidate: Candidate;
  readonly employer: string;
  /** The areas in which they may approve. */
  readonly areas: readonly string[];
}

/** How many more employers have to be represented, each by an approval of its own. */
export interface EmployerNeed {
  readonly missing: number;
  readonly candidates: readonly EmployerCandidate[];
}

export interface EmployersFound {
  readonly verdict: EmployersVerdict;
  readonly need: EmployerNeed;
}

/** `null`: the registry asks for no employers, or nobody has to approve. `areas` are those of the rows, in the same order. */
export function employersOf(
  rows: readonly AreaRow[],
  areas: readonly AreaVerdict[],
  context: EligibilityContext,
): EmployersFound | null {
  const { facts, index } = context;
  const asked = index.registry.approval.employers;
  const needing = rows.flatMap((row, at) => {
    const area = areas[at];
    return area === undefined || area.needed === 0 ? [] : [{ row, area }];
  });
  if (asked === undefined || needing.length === 0) return null;
  const approvers = needing.flatMap(({ area }) => area.approved).map(accountOf);
  const counting = asked === "mixed" && facts.author !== null ? [facts.author, ...approvers] : approvers;
  const have = new Map(counting.flatMap((account) => entryOf(employerIn(index, account))));
  const missing = Math.max(0, (asked === "mixed" ? 2 : asked) - have.size);
  const candidates = missing === 0 ? [] : candidatesWithNewEmployer(needing, approvers, have, context);
  return {
    verdict: {
      asked,
      have: [...have.values()].map(({ name }) => name),
      missing,
      candidates: candidates.map(({ candidate }) => candidate),
      ...(!isPossible({ missing, candidates }) && { impossible: true as const }),
    },
    need: { missing, candidates },
  };
}

function isPossible({ missing, candidates }: EmployerNeed): boolean {
  return new Set(candidates.map(({ employer }) => employer)).size >= missing;
}

interface AreaInNeed {
  readonly row: AreaRow;
  readonly area: AreaVerdict;
}

/** Everybody who could approve something here and whose employer is known and does not count yet. */
function candidatesWithNewEmployer(
  needing: readonly AreaInNeed[],
  approvers: readonly Account[],
  have: ReadonlyMap<string, Employer>,
  context: EligibilityContext,
): readonly EmployerCandidate[] {
  const found = new Map<string, EmployerCandidate>();
  for (const { row } of needing)
    for (const unit of row.requirements.filter(({ min }) => min > 0))
      for (const candidate of eligible(unit, row, [], context)) {
        if (approvers.some((one) => samePerson(one, candidate))) continue;
        const employer = employerIn(context.index, accountOf(candidate));
        if (employer === null || have.has(employer.key)) continue;
        const key = `${candidate.id ?? loginKey(candidate.login)}`;
        const areas = [...new Set([...(found.get(key)?.areas ?? []), row.name])];
        found.set(key, { candidate, employer: employer.key, areas });
      }
  return [...found.values()];
}

function employerIn(index: RegistryIndex, account: Account): Employer | null {
  return employerOf(index.rolesOf(account));
}

function entryOf(employer: Employer | null): readonly (readonly [string, Employer])[] {
  return employer === null ? [] : [[employer.key, employer]];
}

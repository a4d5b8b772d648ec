/** Whether a branch requires Rung's check, and from Rung rather than from any app that uses the same name (R16, R20). Pure. */

import { type Finding, finder } from "./finding.ts";

export interface RequiredCheck {
  readonly context: string;
  /** `null`: whoever reports it. */
  readonly appId: number | null;
}

export interface BranchFacts {
  readonly repository: string;
  readonly branch: string;
  /** Of classic protection and rulesets together; `null`: GitHub would not tell. */
  readonly required: readonly RequiredCheck[] | null;
  /** Whether a ruleset lets changes in by pull request alone; `null`: what classic protection says is told to administrators only. */
  readonly pullsOnly: boolean | null;
  /** Approving reviews that rulesets ask for by themselves; 0: none as far as GitHub tells. */
  readonly approvals: number;
  /** `approval.branches` patterns that match: each has a check of its own. */
  readonly patterns: readonly string[];
}

interface ProtectionRule {
  readonly appId: number;
  readonly enforced: boolean;
  /** The fewest approvals that a line of `approval.when` asks for; `null`: none asks for fewer than usual. */
  readonly lowest: number | null;
}

const PULLS = '"Require a pull request before merging"';
const WHERE = "Settings, Rules, Rulesets, Require status checks to pass";

/** One finding for the check that counts on the branch. A branch with a rule of its own must wait for that rule's check. */
export function protectionFindings(facts: BranchFacts, rule: ProtectionRule): readonly Finding[] {
  const place = finder("protection", `${facts.repository}, branch ${facts.branch}`);
  const { required } = facts;
  if (required === null)
    return [
      place.warn(
        "GitHub would not tell what it requires",
        "See that the app has contents: read, and look at its rules yourself.",
      ),
    ];
  const names = facts.patterns.length === 0 ? ["rung"] : facts.patterns.map((pattern) => `rung (${pattern})`);
  const checks = names.map((name) => checkFinding(name, required, rule, place));
  const isGuarded = required.some(({ context, appId }) => names.includes(context) && appId === rule.appId);
  const guarded = isGuarded ? [...checks, pullFinding(facts.pullsOnly, place)] : checks;
  return [...guarded, ...approvalFindings(facts, rule, place)];
}

/** GitHub's own count knows no conditions, so the larger of the two is what is asked. */
function approvalFindings(
  { approvals, patterns }: BranchFacts,
  { lowest }: ProtectionRule,
  { warn }: ReturnType<typeof finder>,
): readonly Finding[] {
  if (lowest === null || approvals <= lowest || patterns.length > 0) return [];
  const asks = `${approvals} ${approvals === 1 ? "approval" : "approvals"}`;
  return [
    warn(
      `a ruleset asks for ${asks} by itself, so the line of approval.when that asks a kind of bots for ${lowest} lets nothing in sooner`,
      'Set "Required approvals" of "Require a pull request before merging" to 0 in Settings, Rules, Rulesets: the check asks for them.',
    ),
  ];
}

/** A check is a commit's: without a pull request nobody has been asked about this base, or about what came after (R38). */
function pullFinding(pullsOnly: boolean | null, { ok, warn }: ReturnType<typeof finder>): Finding {
  if (pullsOnly === true) return ok("lets changes in by pull request alone");
  if (pullsOnly === null)
    return ok(`GitHub does not tell apps what classic protection asks for besides: see that ${PULLS} is ticked`);
  return warn(
    "takes pushes without a pull request: a commit whose check passed once can be pushed there by anybody who may push",
    `Tick ${PULLS} beside the required check in Settings, Rules, Rulesets.`,
  );
}

function checkFinding(
  name: string,
  required: readonly RequiredCheck[],
  { appId, enforced }: ProtectionRule,
  { ok, warn, fail }: ReturnType<typeof finder>,
): Finding {
  const same = required.filter(({ context }) => context === name);
  if (same.some((check) => check.appId === appId)) return ok(`waits for the check "${name}" of this app`);
  if (same.some((check) => check.appId === null))
    return warn(
      `waits for the check "${name}" from anybody, so whoever may push can report it`,
      `Choose this app as the expected source of "${name}" in ${WHERE}.`,
    );
  if (same.length > 0)
    return fail(
      `waits for a check "${name}" of another app (id ${same.map((check) => check.appId).join(", ")}), not of this one (id ${appId})`,
      `Choose this app as the expected source of "${name}" in ${WHERE}.`,
    );
  if (!enforced) return ok(`does not wait for the check "${name}"; the registry says mode: advise`);
  return fail(
    `does not wait for the check "${name}", so anybody who may merge can merge without it`,
    `Add "${name}" in ${WHERE}, with this app as its expected source.`,
  );
}

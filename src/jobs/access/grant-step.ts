/** Adds the people of the plan where both switches allow it, and reports what remains of the plan and the outcome of each addition. */

import { setTimeout as wait } from "node:timers/promises";
import type { StoredGrant } from "../../database/access-grants.ts";
import type { GitHubError } from "../../github/client/errors.ts";
import { spacing } from "../../github/client/spacing.ts";
import { type GrantResult, grantAccess, type LaterWhy } from "../../github/write/access-grants.ts";
import type { AuditContext } from "../../model/audit-context.ts";
import type { AccessReport, Granting } from "../../registry/access/access-issue.ts";
import type { Refused } from "../../registry/access/access-world.ts";
import type { AccessClaims } from "../../registry/access/claims.ts";
import type { AccessFindings, PendingInvitation } from "../../registry/access/difference.ts";
import type { GrantedSince } from "../../registry/access/granted.ts";
import type { AddTrouble, GrantPlan } from "../../registry/access/plan.ts";
import type { Instant } from "../../shared/names.ts";
import type { Evaluator } from "../evaluation.ts";
import type { JobParts } from "../job-parts.ts";
import type { Work } from "../read-notes.ts";

interface GrantStep {
  /** Without the differences that were just mended. */
  readonly findings: AccessFindings;
  /** Why others of the plan were not added, by the difference's key. */
  readonly troubles: ReadonlyMap<string, AddTrouble>;
  readonly granted: readonly GrantedSince[];
  /** How soon the next look is due, in ms; `null`: as ever. */
  readonly againMs: number | null;
  /** To be thrown after what was done is reported and remembered. */
  readonly stopped: GitHubError | null;
}

interface GrantStepContext extends Pick<AccessReport, "claims" | "findings" | "plan" | "readAt"> {
  readonly audit: AuditContext;
  readonly signal: Work["signal"];
}

const MINUTE_MS = 60_000;
/** GitHub's failures pass sooner than a day. */
const FAILED_MS = 15 * MINUTE_MS;
/** Each hour some of the day's invitations are older than a day. */
const INVITATIONS_MS = 6 * 60 * MINUTE_MS;
/** GitHub asks for a second between two writes; for a run's length. */
const SPACED_SECONDS = 60;

/** `switched-off`: the registry says grant, but ACCESS in Rung's environment does not. */
export function grantingOf({ mode }: Pick<AccessClaims, "mode">, { access }: Pick<Evaluator, "access">): Granting {
  if (mode === "watch") return "watching";
  return access === "grant" ? "rung" : "switched-off";
}

export async function grantStep(parts: JobParts, context: GrantStepContext): Promise<GrantStep> {
  const { client, db, log } = parts;
  const { claims, plan, audit, readAt: now, signal } = context;
  const turns = spacing(() => performance.now());
  turns.asked(SPACED_SECONDS, 0);
  const { owner, registry } = claims;
  const granting = { client, db, log, audit, owner, registry, now, spacing: turns, wait, signal };
  const { results, stopped } = await grantAccess(plan.adds, granting);
  return {
    findings: findingsLeft(context, results),
    troubles: new Map(results.flatMap((result) => troubleOf(result))),
    granted: results.flatMap(({ add, outcome }) => grantedBy(add, outcome, now)),
    againMs: againAfter(results, plan),
    stopped,
  };
}

type Outcome = GrantResult["outcome"];

function grantedBy(
  { team, person }: GrantResult["add"],
  { kind }: Pick<Outcome, "kind">,
  at: Instant,
): readonly GrantedSince[] {
  if (kind !== "added" && kind !== "invited") return [];
  return [{ team: team.toLowerCase(), id: person.id, at, became: kind === "added" ? "member" : "invited" }];
}

/** From the records, whatever became of the run. */
export function grantedEarlier(grants: readonly StoredGrant[]): readonly GrantedSince[] {
  return grants.flatMap(({ team, id, login, begunAt, outcome }) =>
    outcome === null ? [] : grantedBy({ key: "", team, person: { id, login }, role: "", area: null }, outcome, begunAt),
  );
}

function findingsLeft({ findings, readAt }: GrantStepContext, results: readonly GrantResult[]): AccessFindings {
  const done = new Map(results.map(({ add, outcome }) => [add.key, outcome.kind]));
  const isMended = (key: string) => ["added", "invited", "was-there"].includes(done.get(key) ?? "");
  const invited = findings.differences.flatMap((one): readonly PendingInvitation[] => {
    if (one.kind !== "missing" || done.get(one.key) !== "invited") return [];
    const { team, role, orAbove, area, person } = one;
    return [{ team, role, orAbove, area, person, sentAt: readAt }];
  });
  return {
    ...findings,
    differences: findings.differences.filter(({ key }) => !isMended(key)),
    pending: [...findings.pending, ...invited],
  };
}

function troubleOf({ add: { key }, outcome }: GrantResult): readonly (readonly [string, AddTrouble])[] {
  switch (outcome.kind) {
    case "refused":
    case "forbidden":
      return [[key, outcome]];
    case "later":
      return outcome.why === "invitations" ? [[key, { kind: "invitations" }]] : [];
    default:
      return [];
  }
}

function againAfter(results: readonly GrantResult[], { withheld }: GrantPlan): number | null {
  const isLeft = withheld.some(({ why }) => why === "next-run");
  const settled = results.some(({ outcome: { kind } }) => kind !== "later" && kind !== "forbidden");
  if (settled && isLeft) return MINUTE_MS;
  const isLater = (why: LaterWhy) => results.some(({ outcome }) => outcome.kind === "later" && outcome.why === why);
  if (isLater("failed")) return FAILED_MS;
  return isLater("invitations") ? INVITATIONS_MS : null;
}

/** Those whom GitHub did not let be added, as recorded. */
export function refusedEarlier(grants: readonly StoredGrant[]): readonly Refused[] {
  return grants.flatMap(({ team, id, begunAt: at, outcome }) =>
    outcome?.kind === "refused" ? [{ team, id, at, why: outcome.why }] : [],
  );
}

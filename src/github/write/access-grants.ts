/**
 * Adds people to teams: the plan, one by one, and nothing else. Whatever may have changed since the plan was made is checked again just
 * before each write, so that a team that was withdrawn, or a login that changed hands, gets nothing. Nobody is ever taken out here.
 */

import type { Kysely } from "kysely";
import { z } from "zod";
import { beginGrant, endGrant, grantsOf, type StoredGrant } from "../../database/access-grants.ts";
import { saveAudit } from "../../database/audit-entries.ts";
import type { Schema } from "../../database/schema.ts";
import type { GrantOutcome } from "../../model/access-grant.ts";
import { type AuditContext, auditEntry } from "../../model/audit-context.ts";
import { REFUSED_MS } from "../../registry/access/missing-state.ts";
import { MAX_ADDS, type PlannedAdd } from "../../registry/access/plan.ts";
import type { Log } from "../../shared/log.ts";
import type { Instant } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden, GitHubError, Gone, Transient } from "../client/errors.ts";
import type { Spacing } from "../client/spacing.ts";
import { parsed } from "../read/graphql-pages.ts";
import { organizationMembership, teamMembership } from "../read/organization-place.ts";
import { reasonOf } from "./actions/action-context.ts";
import { accountGuard, type TeamGuard, teamGuard } from "./grant-guards.ts";
import { type InvitationBudget, invitationBudget } from "./invitation-budget.ts";

interface Granting {
  readonly client: Client;
  readonly db: Kysely<Schema>;
  readonly log: Log;
  readonly audit: AuditContext;
  /** The organisation's login. */
  readonly owner: string;
  /** The registry's repository, OWNER/REPO, as the description of a team names it. */
  readonly registry: string;
  /** GitHub's clock. */
  readonly now: Instant;
  /** For this run's writes. */
  readonly spacing: Pick<Spacing, "turn">;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Throws where the run must end. */
  readonly signal: Pick<AbortSignal, "throwIfAborted">;
}

/** Not in this run; failed: GitHub failed, so that its outcome is unknown (R67). */
export type LaterWhy = "writes" | "invitations" | "failed";

export interface GrantResult {
  readonly add: PlannedAdd;
  readonly outcome: GrantOutcome | { readonly kind: "later"; readonly why: LaterWhy };
}

interface Granted {
  /** In the plan's order; for a run that was stopped, only the first ones. */
  readonly results: readonly GrantResult[];
  /** What ended the run and deserves another: a limit, refused credentials; `null`: it is complete. */
  readonly stopped: GitHubError | null;
}

/** One after the other: GitHub fails everywhere, not for one person. */
const MAX_FAILURES = 3;

/** Throws if the run must not go on, nor write anything else. */
export async function grantAccess(adds: readonly PlannedAdd[], granting: Granting): Promise<Granted> {
  const results: GrantResult[] = [];
  if (adds.length === 0) return { results, stopped: null };
  const run = new GrantRun(granting, await grantsOf(granting.db, granting.owner));
  let failures = 0;
  for (const add of adds) {
    const outcome = failures < MAX_FAILURES ? await run.outcomeOf(add).catch(orFailure) : FAILED;
    if (outcome instanceof GitHubError) return { results, stopped: outcome };
    failures = outcome === FAILED ? failures + 1 : 0;
    results.push({ add, outcome });
  }
  return { results, stopped: null };
}

const FAILED: Tried = { kind: "later", why: "failed" };

/** An error that ends the run is returned as it is. */
function orFailure(error: unknown): Tried | GitHubError {
  if (error instanceof Transient) return FAILED;
  if (error instanceof GitHubError) return error;
  throw error;
}

type Tried = GrantResult["outcome"];

const membershipView = z.object({ state: z.enum(["active", "pending"]) });

class GrantRun {
  readonly #granting: Granting;
  readonly #earlier: readonly StoredGrant[];
  readonly #teams: TeamGuard;
  readonly #invitations: InvitationBudget;
  #writes = 0;
  /** GitHub said that the app may add nobody. */
  #forbidden: GrantOutcome | null = null;

  constructor(granting: Granting, earlier: readonly StoredGrant[]) {
    this.#granting = granting;
    this.#earlier = earlier;
    this.#teams = teamGuard(granting);
    this.#invitations = invitationBudget(granting, earlier);
  }

  async outcomeOf(add: PlannedAdd): Promise<Tried> {
    const earlier = this.#earlierTry(add);
    if (earlier?.outcome?.kind === "refused" && this.#granting.now - earlier.begunAt < REFUSED_MS)
      return earlier.outcome;
    if (this.#forbidden !== null) return this.#forbidden;
    if (this.#writes >= MAX_ADDS) return { kind: "later", why: "writes" };
    return await this.#tried(add, earlier).catch(orRefusal);
  }

  async #tried(add: PlannedAdd, earlier: StoredGrant | null): Promise<Tried> {
    const { client, owner } = this.#granting;
    const why = await this.#teams.whyNot(add.team);
    if (why !== null) return refused(why);
    const account = await accountGuard(client, add.person);
    if (account.kind === "refused") return account;
    const { login } = account;
    const there = await teamMembership(client, owner, add.team, login);
    if (there !== "none") return await this.#foundThere(add, { login, earlier, state: there });
    const invites = (await organizationMembership(client, owner, login)) === "none";
    if (invites && !(await this.#invitations.take(login))) return { kind: "later", why: "invitations" };
    return await this.#added(add, login);
  }

  /** Added by an earlier run that was killed before it could record that, or by somebody else. */
  async #foundThere(
    add: PlannedAdd,
    { login, earlier, state }: { login: string; earlier: StoredGrant | null; state: "active" | "pending" },
  ): Promise<GrantOutcome> {
    if (earlier === null || earlier.outcome !== null) return { kind: "was-there" };
    const outcome: GrantOutcome = { kind: state === "active" ? "added" : "invited" };
    await this.#remember(add, login, outcome);
    return outcome;
  }

  async #added(add: PlannedAdd, login: string): Promise<GrantOutcome> {
    const { client, db, owner, now, signal, spacing, wait } = this.#granting;
    await wait(spacing.turn());
    signal.throwIfAborted();
    this.#writes += 1;
    await beginGrant(db, { owner, team: add.team, id: add.person.id, login, at: now });
    const outcome = await this.#put(client, add, login).catch(orRefusal);
    await this.#remember(add, login, outcome);
    return outcome;
  }

  async #put(client: Client, { team }: PlannedAdd, login: string): Promise<GrantOutcome> {
    const path = `/orgs/${encodeURIComponent(this.#granting.owner)}/teams/${encodeURIComponent(team)}/memberships/${encodeURIComponent(login)}`;
    try {
      const { data } = await client.rest("PUT", path, { body: { role: "member" } });
      const { state } = parsed(membershipView, data, "a team's membership");
      return { kind: state === "active" ? "added" : "invited" };
    } catch (error) {
      if (!isAppForbidden(error)) throw error;
      this.#forbidden = { kind: "forbidden" };
      return this.#forbidden;
    }
  }

  async #remember({ team, person: { id }, role, area }: PlannedAdd, login: string, outcome: GrantOutcome) {
    const { db, owner, audit, log } = this.#granting;
    log.info({ team: `${owner}/${team}`, login, id, outcome: outcome.kind }, "access");
    const detail = { team: `${owner}/${team}`, login, id, role, area, outcome: outcome.kind };
    const entry = auditEntry(audit, "access-grant", detail, outcome.kind === "refused" ? [outcome.why] : []);
    await db.transaction().execute(async (transaction) => {
      await endGrant(transaction, { owner, team, id }, outcome);
      await saveAudit(transaction, [entry]);
    });
  }

  #earlierTry({ team, person }: PlannedAdd): StoredGrant | null {
    return this.#earlier.find((one) => one.team === team.toLowerCase() && one.id === person.id) ?? null;
  }
}

/** Throws what is worth another try. */
function orRefusal(error: unknown): GrantOutcome {
  const why = whyRefused(error);
  if (why === null) throw error;
  return refused(why);
}

function refused(why: string): Extract<GrantOutcome, { kind: "refused" }> {
  return { kind: "refused", why };
}

/** GitHub's message for an app without the permission. */
function isAppForbidden(error: unknown): boolean {
  return error instanceof Forbidden && /not accessible by integration/i.test(error.message);
}

/** A clause; `null`: worth another try. */
export function whyRefused(error: unknown): string | null {
  if (error instanceof Forbidden && error.reason === "permission") return `GitHub forbids it: ${reasonOf(error)}`;
  if (error instanceof Gone) return "GitHub finds the team or the account no more";
  if (error instanceof Declined) return `GitHub declined: ${reasonOf(error)}`;
  return null;
}

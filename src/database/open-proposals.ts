/**
 * The people whom Rung is asking, in an open pull request, whether they want to go on: so that it is looked at as soon as a delivery
 * shows them active. Losing the table only costs delay.
 */

import { type Kysely, sql } from "kysely";
import type { JobSubject } from "../model/job.ts";
import { loginKey } from "../shared/names.ts";
import type { Person } from "../shared/person-sets.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;
type PullSubject = Extract<JobSubject, { kind: "pull" }>;

interface AskedIn {
  readonly installationId: number;
  readonly subject: PullSubject;
}

/** Safe to repeat. */
export async function saveOpenProposal(db: Db, person: Person, { installationId, subject }: AskedIn): Promise<void> {
  const { repository, number } = subject;
  await db
    .insertInto("open_proposals")
    .values({
      repository_id: repository.id,
      number,
      installation_id: installationId,
      owner: repository.owner,
      name: repository.name,
      person: personKey(person),
    })
    .onConflict((conflict) => conflict.columns(["repository_id", "number"]).doNothing())
    .execute();
}

export async function forgetOpenProposal(db: Db, { repository, number }: PullSubject): Promise<void> {
  await db
    .deleteFrom("open_proposals")
    .where("repository_id", "=", repository.id)
    .where("number", "=", number)
    .execute();
}

interface Seen {
  /** Of the repositories where they were active. */
  readonly owner: string;
  readonly person: { readonly login: string; readonly id: number };
}

/**
 * Where these people are asked, by the same owner; the rows are removed, since the job that looks at a proposal writes them again if it
 * is still open.
 */
export async function takeProposalsAbout(db: Db, seen: readonly Seen[]): Promise<readonly AskedIn[]> {
  if (seen.length === 0) return [];
  const wanted = seen.flatMap(({ owner, person }) =>
    [personKey(person), personKey({ login: person.login, id: null })].map((key) => `${loginKey(owner)} ${key}`),
  );
  const rows = await db
    .deleteFrom("open_proposals")
    .where(sql<string>`lower(owner) || ' ' || person`, "in", [...new Set(wanted)])
    .returningAll()
    .execute();
  return rows.map(({ installation_id: installationId, repository_id: id, owner, name, number }) => ({
    installationId,
    subject: { kind: "pull", repository: { owner, name, id }, number },
  }));
}

function personKey({ login, id }: Person): string {
  return id === null ? loginKey(login) : `#${id}`;
}

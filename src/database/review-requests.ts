/** Who is asked to review what, in whole repositories: counted once, then kept up to date by events. */
import { type Kysely, sql } from "kysely";
import { loginKey } from "../names.ts";
import type { Person } from "../reviewers/people.ts";
import { saveValue } from "./key-values.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** A count is believed so long, so that a lost event heals. */
const BELIEVED_HOURS = 24;

function counted(repositoryId: number): string {
  return `review-requests:${repositoryId}`;
}

/** Whether the repository's requests were counted not too long ago. */
export async function isCounted(db: Db, repositoryId: number): Promise<boolean> {
  const fresh = await sql<{ fresh: boolean }>`
    select updated_at > now() - make_interval(hours => ${BELIEVED_HOURS}::int) as fresh
    from key_values where key = ${counted(repositoryId)}`.execute(db);
  return fresh.rows[0]?.fresh === true;
}

/** Replaces all that was known of the repository. */
export async function saveCount(
  db: Db,
  repositoryId: number,
  open: readonly { readonly number: number; readonly people: readonly Person[] }[],
): Promise<void> {
  const rows = open.flatMap(({ number, people }) => people.map((who) => row(repositoryId, number, who)));
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom("review_requests").where("repository_id", "=", repositoryId).execute();
    for (let from = 0; from < rows.length; from += 1_000) {
      const some = rows.slice(from, from + 1_000);
      await trx
        .insertInto("review_requests")
        .values(some)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await saveValue(trx, counted(repositoryId), { open: open.length });
  });
}

export async function addRequests(
  db: Db,
  repositoryId: number,
  number: number,
  people: readonly Person[],
): Promise<void> {
  if (people.length === 0) return;
  await db
    .insertInto("review_requests")
    .values(people.map((who) => row(repositoryId, number, who)))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** `people` null: everybody, as the pull request is closed. */
export async function dropRequests(
  db: Db,
  repositoryId: number,
  number: number,
  people: readonly Person[] | null,
): Promise<void> {
  const gone = db.deleteFrom("review_requests").where("repository_id", "=", repositoryId).where("number", "=", number);
  if (people === null) await gone.execute();
  else if (people.length > 0)
    await gone
      .where(
        "login",
        "in",
        people.map(({ login }) => loginKey(login)),
      )
      .execute();
}

/** How many open pull requests wait for each person, this one left out. */
export async function openLoads(
  db: Db,
  repositoryId: number,
  except: number,
): Promise<readonly (readonly [Person, number])[]> {
  const rows = await db
    .selectFrom("review_requests")
    .select(({ fn }) => ["login", fn.max("account_id").as("id"), fn.countAll<number>().as("open")])
    .where("repository_id", "=", repositoryId)
    .where("number", "!=", except)
    .groupBy("login")
    .execute();
  return rows.map(({ login, id, open }) => [{ login, id }, Number(open)] as const);
}

function row(repositoryId: number, number: number, { login, id }: Person) {
  return { repository_id: repositoryId, number, login: loginKey(login), account_id: id };
}

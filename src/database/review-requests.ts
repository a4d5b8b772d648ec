/** Who is asked to review what, for whole repositories: counted once, then kept up to date by events. */

import { type Kysely, sql } from "kysely";
import { loginKey } from "../shared/names.ts";
import type { Person } from "../shared/person-sets.ts";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
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

/** How long an answered request counts as somebody's turn. */
const TURN_DAYS = 90;

/** Puts what is open now in the place of what was thought to be; forgets turns of long ago. */
export async function saveCount(
  db: Db,
  repositoryId: number,
  open: readonly { readonly number: number; readonly people: readonly Person[] }[],
): Promise<void> {
  const rows = open.flatMap(({ number, people }) => people.map((who) => row(repositoryId, number, who)));
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable("review_requests")
      .set({ open: false })
      .where("repository_id", "=", repositoryId)
      .where("open", "=", true)
      .execute();
    for (let from = 0; from < rows.length; from += 1_000) await insert(trx, rows.slice(from, from + 1_000));
    await trx
      .deleteFrom("review_requests")
      .where("repository_id", "=", repositoryId)
      .where("open", "=", false)
      .where("asked_at", "<", daysAgo(TURN_DAYS))
      .execute();
    await saveValue(trx, counted(repositoryId), { open: open.length });
  });
}

/** For repositories that are no longer counted. */
export async function forgetTurns(db: Db): Promise<number> {
  return await forgetInParts(db, "review_requests", sql`not open and asked_at < ${daysAgo(TURN_DAYS)}`);
}

export async function addRequests(
  db: Db,
  repositoryId: number,
  number: number,
  people: readonly Person[],
): Promise<void> {
  if (people.length === 0) return;
  await insert(
    db,
    people.map((who) => row(repositoryId, number, who)),
  );
}

/** Each of them answered; one statement for all, so by name: whoever has another one since is found at the next count (R4). */
export async function closeAnswered(
  db: Db,
  answered: readonly { readonly repositoryId: number; readonly number: number; readonly who: Person }[],
): Promise<void> {
  if (answered.length === 0) return;
  const rows = answered.map(({ repositoryId, number, who }) => ({
    repository_id: repositoryId,
    number,
    login: loginKey(who.login),
  }));
  await sql`
    update review_requests set open = false
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x (repository_id bigint, number integer, login text)
    where open and review_requests.repository_id = x.repository_id and review_requests.number = x.number
      and review_requests.login = x.login`.execute(db);
}

/** They answered, or (`people` null) the pull request is closed. */
export async function closeRequests(
  db: Db,
  repositoryId: number,
  number: number,
  people: readonly Person[] | null,
): Promise<void> {
  const closed = db
    .updateTable("review_requests")
    .set({ open: false })
    .where("repository_id", "=", repositoryId)
    .where("number", "=", number);
  if (people === null) await closed.execute();
  else if (people.length > 0) await closed.where(areOf(people)).execute();
}

/** The request was taken back: it does not count as a turn. */
export async function dropRequests(
  db: Db,
  repositoryId: number,
  number: number,
  people: readonly Person[],
): Promise<void> {
  if (people.length === 0) return;
  await db
    .deleteFrom("review_requests")
    .where("repository_id", "=", repositoryId)
    .where("number", "=", number)
    .where(areOf(people))
    .execute();
}

export interface Burden {
  readonly who: Person;
  /** Requests that wait for them now. */
  readonly open: number;
  /** How often they were asked lately, answered or not. */
  readonly turns: number;
}

/** Of everybody who was asked lately in the repository, without this pull request. */
export async function burdens(db: Db, repositoryId: number, except: number): Promise<readonly Burden[]> {
  const rows = await db
    .selectFrom("review_requests")
    .select(({ fn }) => [
      "login",
      fn.max("account_id").as("id"),
      fn.countAll<number>().as("turns"),
      sql<number>`count(*) filter (where open)`.as("open"),
    ])
    .where("repository_id", "=", repositoryId)
    .where("number", "!=", except)
    .groupBy("login")
    .execute();
  const all = rows.map(({ login, id, ...counts }) => ({
    who: { login, id },
    open: Number(counts.open),
    turns: Number(counts.turns),
  }));
  // Whoever has borne two names has their turns under both.
  const each = Map.groupBy(all, ({ who: { login, id } }) => (id === null ? login : `#${id}`));
  return [...each.values()].flatMap((ones) => {
    const last = ones.at(-1);
    const sum = (of: "open" | "turns") => ones.reduce((total, one) => total + one[of], 0);
    return last === undefined ? [] : [{ who: last.who, open: sum("open"), turns: sum("turns") }];
  });
}

/** Requests that wait for an answer, by pull request; logins folded. */
export async function openRequests(
  db: Db,
  repositoryId: number,
): Promise<readonly { readonly number: number; readonly login: string }[]> {
  return await db
    .selectFrom("review_requests")
    .select(["number", "login"])
    .where("repository_id", "=", repositoryId)
    .where("open", "=", true)
    .orderBy("number")
    .orderBy("login")
    .execute();
}

async function insert(db: Db, rows: readonly ReturnType<typeof row>[]): Promise<void> {
  await db
    .insertInto("review_requests")
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(["repository_id", "number", "login"]).doUpdateSet((excluded) => ({
        open: true,
        account_id: sql`coalesce(${excluded.ref("excluded.account_id")}, review_requests.account_id)`,
      })),
    )
    .execute();
}

function row(repositoryId: number, number: number, { login, id }: Person) {
  return { repository_id: repositoryId, number, login: loginKey(login), account_id: id };
}

/** Whether a row is about one of these accounts: by id where both are known, whatever it was called when it was asked (R4). */
function areOf(people: readonly Person[]) {
  const all = people.map(
    ({ login, id }) => sql`case when account_id is null or ${id}::bigint is null then login = ${loginKey(login)}
      else account_id = ${id}::bigint end`,
  );
  return sql<boolean>`(${sql.join(all, sql` or `)})`;
}

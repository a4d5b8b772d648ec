/** What was decided lately on pull requests: the verdicts that were written as checks, each with its reason and its moment. */
import type { Kysely } from "kysely";
import type { Instant } from "../names.ts";
import { type ShownPull, shownPull } from "../page/shown.ts";
import type { Schema } from "./schema.ts";

export interface Decision {
  readonly number: number;
  readonly title: string;
  readonly outcome: ShownPull["outcome"];
  /** The verdict in one line: "Needs 1 approval: engine". */
  readonly why: string;
  /** When the check that says so was written, by the database's clock. */
  readonly at: Instant;
}

/** The last verdict of each pull request, the latest first, at most `most`. */
export async function recentDecisions(
  db: Kysely<Schema>,
  repositoryId: number,
  most: number,
): Promise<readonly Decision[]> {
  const rows = await db
    .selectFrom("pulls")
    .innerJoin("checks", (join) =>
      join.onRef("checks.repository_id", "=", "pulls.repository_id").onRef("checks.head_sha", "=", "pulls.head_sha"),
    )
    .select(["pulls.number", "pulls.shown", "checks.written_at"])
    .where("pulls.repository_id", "=", repositoryId)
    .where("checks.name", "=", "rung")
    .where("pulls.shown", "is not", null)
    .orderBy("checks.written_at", "desc")
    .limit(most)
    .execute();
  return rows.flatMap(({ number, shown, written_at: at }) => {
    const { data } = shownPull.safeParse(shown);
    if (data === undefined) return [];
    return [{ number, title: data.title, outcome: data.outcome, why: data.verdict, at: at.getTime() }];
  });
}

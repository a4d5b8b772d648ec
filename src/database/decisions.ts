/** The gate's recent verdicts, as the audit has them: each one that was new, with its reasons, its time and its cause. */

import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { fullName, type Instant, type RepositoryName } from "../shared/names.ts";
import type { Schema } from "./schema.ts";

export interface Decision {
  readonly number: number;
  /** Of the pull request; `null`: no longer known. */
  readonly title: string | null;
  /** The verdict's state, as gate/verdict-types.ts names it. */
  readonly state: string;
  /** The verdict in one line, then the reasons. Plain text. */
  readonly why: readonly string[];
  /** The cause: somebody's command, or an event by its name; `by`: the person. */
  readonly after: { readonly kind: "said" | "event"; readonly what: string; readonly by: string | null } | null;
  /** By the database's clock. */
  readonly at: Instant;
}

const detailView = z.object({ state: z.string() });
const whyView = z.array(z.string());
const causeView = z.object({
  deliveries: z.array(z.object({ cause: z.string(), actor: z.string().nullish() })),
  said: z.array(z.object({ by: z.string(), line: z.string() })),
});

/** The latest first, at most `most`; for one pull request, or for all. Unreadable entries are left out. */
export async function recentDecisions(
  db: Kysely<Schema>,
  repository: RepositoryName & { readonly id: number },
  most: number,
  number?: number,
): Promise<readonly Decision[]> {
  let query = db
    .selectFrom("audit")
    .leftJoin("pulls", (join) =>
      join.onRef("pulls.repository_id", "=", "audit.repository_id").onRef("pulls.number", "=", "audit.number"),
    )
    .select(["audit.number", "audit.detail", "audit.why", "audit.cause", "audit.at"])
    .select(sql<string | null>`pulls.shown->>'title'`.as("title"))
    // The id finds them by the index; the name keeps out what it did under another one.
    .where("audit.repository_id", "=", repository.id)
    .where(sql`lower(audit.repository)`, "=", fullName(repository).toLowerCase())
    .where("audit.number", "is not", null)
    // Written out, as the index has it.
    .where("audit.what", "=", sql.lit("verdict"))
    .orderBy("audit.id", "desc")
    .limit(most);
  if (number !== undefined) query = query.where("audit.number", "=", number);
  const rows = await query.execute();
  return rows.flatMap(({ number: of, title, detail, why, cause, at }) => {
    const read = detailView.safeParse(detail).data;
    if (of === null || read === undefined) return [];
    const reasons = whyView.safeParse(why).data ?? [];
    return [{ number: of, title, state: read.state, why: reasons, after: afterOf(cause), at: at.getTime() }];
  });
}

function afterOf(cause: unknown): Decision["after"] {
  const read = causeView.safeParse(cause).data;
  const statement = read?.said.at(-1);
  if (statement !== undefined) return { kind: "said", what: statement.line, by: statement.by };
  const event = read?.deliveries[0];
  return event === undefined ? null : { kind: "event", what: event.cause, by: event.actor ?? null };
}

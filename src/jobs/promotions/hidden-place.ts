/** Whether readers of one page may be told about another (R62). */

import type { Kysely } from "kysely";
import { findRepository } from "../../database/repositories.ts";
import type { Schema } from "../../database/schema.ts";
import type { RepositoryFacts } from "../../model/facts.ts";
import { fullName, sameName } from "../../shared/names.ts";

/** A page that anybody may see names no private repository (R62), and none whose visibility GitHub has not told. */
export async function isHiddenFrom(here: RepositoryFacts, there: string, db: Kysely<Schema>): Promise<boolean> {
  if (here.private || sameName(there, fullName(here))) return false;
  const [owner = "", name = ""] = there.split("/");
  return (await findRepository(db, { owner, name }))?.private !== false;
}

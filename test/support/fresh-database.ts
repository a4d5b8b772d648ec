/** An empty database on the PostgreSQL server that all tests of a run share. */

import { inject } from "vitest";
import { freshDatabaseAt } from "./a-postgres.ts";

export function freshDatabase(): Promise<string> {
  return freshDatabaseAt(inject("postgresPort"));
}

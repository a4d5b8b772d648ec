/** The same tests against both databases: embedded in memory, and a PostgreSQL server. */

import { beforeAll, describe } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { createLog } from "../../src/shared/log.ts";
import { aDatabase } from "./a-database.ts";
import { aMemory } from "./a-memory.ts";

export const silent = createLog("silent");

/** `open` gives an empty database at each call; whoever calls closes it. */
export function onEachDatabase(name: string, tests: (open: () => Promise<Database>) => void): void {
  describe(`${name}, embedded`, () => {
    // So that no case waits for the first one, which takes seconds to make.
    beforeAll(async () => {
      await (await aMemory()).close();
    }, 120_000);
    tests(aMemory);
  });
  describe(`${name}, on a PostgreSQL server`, () => {
    tests(aDatabase);
  });
}

/** The embedded database in memory, empty and migrated. */
import { openMemory } from "../../src/database/embedded.ts";
import { lending } from "./lent.ts";

/** Each takes some hundred megabytes, and few tests have more than two open at a time. */
export const aMemory = lending(openMemory, 2);

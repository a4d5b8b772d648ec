/** Who wrote and reviewed the recent changes of a path. */

import type { Person } from "../shared/person-sets.ts";

/** How often a person wrote, and reviewed, the recent changes of a path. */
export interface Touch extends Person {
  readonly wrote: number;
  readonly reviewed: number;
}

export interface PathHistory {
  /** A file, or the folder of a new one. */
  readonly path: string;
  readonly touches: readonly Touch[];
}

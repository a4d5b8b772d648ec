/** The diffs a verdict asked for, each read once while its commits are what they are. */
import { type Comparison, type Diffs, diffKey } from "../gate/diffs.ts";
import type { Client } from "../github/client.ts";
import { readDiff } from "./diff.ts";
import type { DiffFacts, PullFacts } from "./facts.ts";
import { remembering } from "./remembering.ts";

export interface DiffReader {
  read(client: Client, facts: PullFacts, comparisons: readonly Comparison[]): Promise<Diffs>;
}

/** A comparison with a branch is as good as one with the commit at its tip; other branches' tips are not known, so not kept. */
export function diffReader(): DiffReader {
  const known = remembering<DiffFacts>(2000);
  return {
    async read(client, facts, comparisons) {
      const { repository, base } = facts;
      const read = async (wanted: Comparison): Promise<readonly [string, DiffFacts]> => {
        const make = () => readDiff(client, repository, wanted.base, wanted.head);
        const fixed = wanted.base === base.ref ? base.sha : isCommit(wanted.base) ? wanted.base : null;
        const diff = fixed === null ? make() : known(`${repository.id}:${fixed}...${wanted.head}`, make);
        return [diffKey(wanted), await diff];
      };
      return new Map(await Promise.all(comparisons.map(read)));
    },
  };
}

function isCommit(base: string): boolean {
  return /^[0-9a-f]{40}$/.test(base);
}

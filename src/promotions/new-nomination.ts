/** The record of a nomination when it is made, with its electors frozen. Pure. */

import type { RegistryIndex } from "../registry/registry-index.ts";
import { fullName } from "../shared/names.ts";
import { fileName, sourceFor } from "./authority.ts";
import { leavesOf, type Nominee, type PromotionContext } from "./promotion-context.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import type { Elector, Nomination, PromotionStatement } from "./promotion-types.ts";
import { nominated } from "./stages.ts";
import { electorateOf } from "./voting/vote-shape.ts";

export function newRecord(
  { candidate, role, areas, rule }: Nominee,
  { key, by, at, url }: Pick<PromotionStatement, "key" | "by" | "at" | "url">,
  { facts, judge, teamsRead }: Required<Pick<PromotionContext, "facts" | "judge" | "teamsRead">>,
): PromotionRecord {
  const { readAt, repository, number } = facts;
  const index = judge(areas);
  const registry = fileName(index.registry, areas);
  const nomination: Nomination = {
    id: key,
    candidate,
    nominator: by,
    at,
    role,
    areas,
    rule,
    electorate: {},
    registryOid: sourceFor(index.registry, areas)?.oid ?? "",
    ...(registry === null ? {} : { registry }),
    // Nobody could see it before it was read, however long ago it was written.
    ...(readAt > at ? { shownAt: readAt } : {}),
  };
  return {
    nomination: teamsRead ? withElectorate(nomination, index) : nomination,
    url,
    words: [],
    stage: nominated(),
    measured: [],
    measuredAt: 0,
    reminded: false,
    trouble: null,
    rebuilt: false,
    place: { repositoryId: repository.id, repository: fullName(repository), number },
  };
}

/** Freezes who may vote, where that is not done yet. */
export function withElectorate(nomination: Nomination, index: RegistryIndex): Nomination {
  const votes = leavesOf(nomination, "vote");
  if (votes.every(({ number }) => nomination.electorate[`${number}`] !== undefined)) return nomination;
  const electorate: Record<string, readonly Elector[]> = {};
  for (const { params, number } of votes)
    electorate[`${number}`] = nomination.electorate[`${number}`] ?? electorateOf(params, index, nomination);
  return { ...nomination, electorate };
}

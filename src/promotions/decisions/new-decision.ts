/** The record of a decision when it is opened, with its electors frozen. Pure. */

import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { DecisionRule } from "../../registry/decisions/decisions-key.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { fullName } from "../../shared/names.ts";
import type { ChangeAsked, DecisionRecord, DecisionStatement } from "./decision.ts";
import { electorateOfDecision } from "./electorate.ts";

interface DecisionAsked {
  readonly rule: DecisionRule;
  readonly text: string;
  /** See `areasOfDecision`. */
  readonly areas: readonly string[] | null;
  /** On a pull request, of a kind with `paths`. */
  readonly about?: ChangeAsked;
}

interface OpeningContext {
  readonly facts: PullFacts | IssueFacts;
  /** Of the registry that judges it (`decisionAuthority`). */
  readonly index: RegistryIndex;
  /** Whether the members of every team are known: otherwise the electors cannot be frozen yet. */
  readonly teamsRead: boolean;
}

export function newDecisionRecord(
  { rule, text, areas, about }: DecisionAsked,
  { key, by, at, url }: Pick<DecisionStatement, "key" | "by" | "at" | "url">,
  { facts, index, teamsRead }: OpeningContext,
): DecisionRecord {
  const { readAt, repository, number } = facts;
  return {
    decision: {
      id: key,
      rule,
      text: text.trim(),
      opener: by,
      at,
      // Nobody could see it before it was read, however long ago it was written.
      ...(readAt > at ? { shownAt: readAt } : {}),
      areas,
      electorate: teamsRead ? electorateOfDecision(index, rule, areas) : null,
      registryOid: index.registry.sources.at(rule.level === "repository" ? 0 : -1)?.oid ?? "",
      ...(about === undefined ? {} : { about }),
    },
    url,
    place: { repositoryId: repository.id, repository: fullName(repository), number },
    words: [],
    heard: [],
    stage: { stage: "open" },
    // It may end by what is said with it, in the same second.
    openUntil: at - 1,
    heardUntil: at,
    rebuilt: false,
  };
}

/** Freezes who may decide, where that is not done yet. */
export function withDecisionElectorate(record: DecisionRecord, index: RegistryIndex): DecisionRecord {
  const { decision } = record;
  if (decision.electorate !== null) return record;
  const electorate = electorateOfDecision(index, decision.rule, decision.areas);
  return { ...record, decision: { ...decision, electorate } };
}

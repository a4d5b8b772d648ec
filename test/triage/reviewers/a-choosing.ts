/** The input of a choice of reviewers, with sensible defaults. */

import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { verdict } from "../../../src/gate/verdict.ts";
import type { Touch } from "../../../src/model/path-history.ts";
import type { RegistryIndex } from "../../../src/registry/registry-index.ts";
import { byPerson } from "../../../src/shared/person-sets.ts";
import type { ChoiceContext } from "../../../src/triage/reviewers/choosing.ts";
import type { RequestEvent, ReviewerFacts } from "../../../src/triage/reviewers/reviewer-facts.ts";
import { aPull, minute, type PullOptions, person } from "../../support/a-pull.ts";

export const BOT = "rung[bot]";

export interface KnownOptions {
  readonly requested?: readonly string[];
  readonly teams?: readonly string[];
  readonly events?: readonly RequestEvent[];
  readonly loads?: Readonly<Record<string, number>>;
  readonly turns?: Readonly<Record<string, number>>;
  readonly busy?: readonly string[];
  readonly absent?: readonly string[];
  readonly unnamed?: readonly string[];
  /** By path: login → [wrote, reviewed]. */
  readonly histories?: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>;
  readonly away?: ReviewerFacts["away"];
}

export function known(options: KnownOptions = {}): ReviewerFacts {
  const nameless = (login: string) => ({ login, id: null });
  return {
    requested: (options.requested ?? []).map(person),
    requestedTeams: options.teams ?? [],
    events: options.events ?? [],
    loads: byPerson(Object.entries(options.loads ?? {}).map(([login, load]) => [nameless(login), load] as const)),
    turns: byPerson(Object.entries(options.turns ?? {}).map(([login, turns]) => [nameless(login), turns] as const)),
    histories: Object.entries(options.histories ?? {}).map(([path, people]) => ({
      path,
      touches: Object.entries(people).map(
        ([login, [wrote, reviewed]]): Touch => ({
          ...nameless(login),
          wrote,
          reviewed,
        }),
      ),
    })),
    statuses: byPerson([
      ...(options.busy ?? []).map((login) => [nameless(login), "busy" as const] as const),
      ...(options.absent ?? []).map((login) => [nameless(login), "absent" as const] as const),
      ...(options.unnamed ?? []).map((login) => [nameless(login), "unnamed" as const] as const),
    ]),
    away: options.away ?? [],
    association: null,
  };
}

export function requestEvent(kind: RequestEvent["kind"], who: string, by = "pat", at = 5): RequestEvent {
  const account = by === BOT ? { login: BOT, id: null, type: "Bot" as const } : person(by);
  return { kind, who: person(who), by: account, at: minute(at) };
}

export function aChoosing(
  index: RegistryIndex,
  options: KnownOptions & { readonly pull?: PullOptions } & Partial<Pick<ChoiceContext, "more" | "only" | "past">> = {},
): ChoiceContext {
  const facts = aPull(options.pull ?? {});
  const { more, only, past = null } = options;
  return {
    facts,
    index,
    verdict: verdict({ facts, index, record: emptyRecord(), diffs: new Map() }),
    known: known(options),
    past,
    botLogin: BOT,
    ...(more === undefined ? {} : { more }),
    ...(only === undefined ? {} : { only }),
  };
}

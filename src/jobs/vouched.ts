/**
 * Whether somebody with a role vouched for a newcomer: by the database, otherwise by GitHub's search, which is asked once a day at most.
 */

import { looksNew, speaksOfNewcomers } from "../gate/conditions/newcomer.ts";
import { type GitHubError, isUnanswered } from "../github/client/errors.ts";
import { findVouch } from "../github/read/find-vouch.ts";
import type { PullFacts } from "../model/facts.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { Evaluator } from "./evaluation.ts";

/** `failure`: why it is not known, and is to be asked again. */
interface Vouched {
  readonly facts: PullFacts;
  readonly failure: GitHubError | null;
}

/** With what it tells about the author. Asks nothing if nothing depends on it. Throws if GitHub asks for patience. */
export async function withVouch(evaluator: Evaluator, facts: PullFacts, index: RegistryIndex): Promise<Vouched> {
  const { author, repository } = facts;
  const known = { facts, failure: null };
  if (author === null || author.id === null || facts.state !== "open") return known;
  if (!speaksOfNewcomers(index.registry) || !looksNew(facts, index)) return known;
  const person = { login: author.login, id: author.id };
  const { client, log, bot, keys, vouches } = evaluator;
  const kept = (await vouches?.of(repository.id, person.id)) ?? "unknown";
  if (kept !== "unknown") return kept ? { ...known, facts: { ...facts, vouched: true } } : known;
  try {
    const found = await findVouch(client, { repository, person, botLogin: bot.login, keys });
    await vouches?.save(repository.id, person, found);
    return found === null ? known : { ...known, facts: { ...facts, vouched: true } };
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    log.warn({ err: error, login: author.login }, "whether somebody vouched could not be read");
    return { facts, failure: error };
  }
}

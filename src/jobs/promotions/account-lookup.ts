/** Who has a login now: from what was read anyway, otherwise by asking GitHub about those that new commands name. */

import type { Client } from "../../github/client/client.ts";
import { findAccount } from "../../github/read/find-account.ts";
import type { LoginCache } from "../../github/read/measure.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { AccountLookup } from "../../promotions/promotion-context.ts";
import { personNamed } from "../../shared/name-list.ts";
import { type Account, type LoginKey, loginKey } from "../../shared/names.ts";

/** More names in the comments of one job than anyone means. */
const MAX_LOOKUPS = 5;
const NAMING: readonly string[] = ["promote", "role"];

export interface Accounts {
  find(login: string): AccountLookup;
  /** Logins as GitHub has just told them, by id. */
  readonly names: LoginCache;
}

export async function accountsFor(
  client: Client,
  facts: PullFacts | IssueFacts,
  notes: readonly ReadNote[],
): Promise<Accounts> {
  const known = new Map<LoginKey, AccountLookup>();
  for (const account of authors(facts, notes)) known.set(loginKey(account.login), account);
  const asked = [...namedIn(notes)].filter((key) => !known.has(key)).slice(0, MAX_LOOKUPS);
  for (const key of asked) known.set(key, await findAccount(client, key));
  const names: LoginCache = new Map();
  for (const account of known.values())
    if (typeof account !== "string" && account.id !== null) names.set(account.id, account.login);
  return { find: (login) => known.get(loginKey(login)) ?? "unknown", names };
}

function authors(facts: PullFacts | IssueFacts, notes: readonly ReadNote[]): readonly Account[] {
  const speakers = notes.flatMap((note) => (note.kind === "said" ? [note.by] : []));
  const reviews = facts.kind === "pull" ? facts.reviews.items : [];
  const wrote = [facts.description, ...facts.comments.items, ...reviews].flatMap(({ author }) => author ?? []);
  return [...speakers, ...wrote].filter(({ id }) => id !== null);
}

function namedIn(notes: readonly ReadNote[]): ReadonlySet<LoginKey> {
  const names = notes.flatMap((note) => {
    if (note.kind !== "said") return [];
    const naming = note.calls.filter(({ name, cancel }) => NAMING.includes(name) && !cancel);
    return naming.flatMap(({ words }) => personNamed(words, note.by)?.login ?? []);
  });
  return new Set(names.map(loginKey));
}

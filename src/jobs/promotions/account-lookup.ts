/** Who has a login now: from what was read anyway, otherwise by asking GitHub about those that new commands name. */

import type { Client } from "../../github/client/client.ts";
import { findAccount } from "../../github/read/find-account.ts";
import type { LoginCache } from "../../github/read/measure.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { AccountLookup } from "../../promotions/promotion-context.ts";
import type { Person } from "../../promotions/promotion-types.ts";
import { personNamed } from "../../shared/name-list.ts";
import { type Account, type LoginKey, loginKey } from "../../shared/names.ts";

/** More names in the comments of one job than anyone means. */
const MAX_LOOKUPS = 5;
const NAMING: readonly string[] = ["promote", "role"];
/** What is said about a candidate, by name where several are open; some of it with further words, in which anybody may be named. */
const ABOUT: readonly string[] = ["sponsor", "vote", "withdraw"];
const ABOUT_WITH_TEXT: readonly string[] = ["object", "attest", "waive", "accept"];

export interface Accounts {
  find(login: string): AccountLookup;
  /** Logins as GitHub has just told them, by id. */
  readonly names: LoginCache;
}

/** `candidates`: of what is open there. Nobody asks about one of them by the name that is known. */
export async function accountsFor(
  client: Client,
  facts: PullFacts | IssueFacts,
  notes: readonly ReadNote[],
  candidates: readonly Person[],
): Promise<Accounts> {
  const known = new Map<LoginKey, AccountLookup>();
  for (const account of authors(facts, notes)) known.set(loginKey(account.login), account);
  const asked = [...new Set([...namedIn(notes), ...renamedIn(notes, candidates)])]
    .filter((key) => !known.has(key))
    .slice(0, MAX_LOOKUPS);
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

/** Names by which none of the candidates is known: one of them may be called so by now (R4). */
function renamedIn(notes: readonly ReadNote[], candidates: readonly Person[]): readonly LoginKey[] {
  if (candidates.length === 0) return [];
  const known = new Set(candidates.map(({ login }) => loginKey(login)));
  const names = notes.flatMap((note) => {
    if (note.kind !== "said") return [];
    return note.calls.flatMap(({ name, words }) => {
      const isMeant = ABOUT.includes(name) || (ABOUT_WITH_TEXT.includes(name) && words.trimStart().startsWith("@"));
      const person = isMeant ? personNamed(words, note.by) : null;
      return person?.isMarked === true ? [loginKey(person.login)] : [];
    });
  });
  return names.filter((name) => !known.has(name));
}

/** Which accounts are the same: numeric ids decide where both sides tell one, otherwise logins without case (R4). */

import { DAY_MS } from "../../shared/duration.ts";
import { pushTo } from "../../shared/grouped.ts";
import { type Instant, loginKey } from "../../shared/names.ts";
import type { AccessAccount, AccessWorld, UnreadWhy } from "./access-world.ts";
import type { ClaimedPerson } from "./claims.ts";
import type { AccountTrouble } from "./difference.ts";

interface Somebody {
  readonly login: string | null;
  readonly id: number | null;
}

export function isSame(person: Pick<ClaimedPerson, "id" | "key">, account: Somebody): boolean {
  if (person.id !== null && account.id !== null) return person.id === account.id;
  return account.login !== null && loginKey(account.login) === person.key;
}

/** As `isSame`, among many: an account of the person, where one of these is theirs. */
export function accountFinder<One extends AccessAccount>(
  accounts: readonly One[],
): (person: Pick<ClaimedPerson, "id" | "key">) => One | undefined {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const byKey = new Map(accounts.map((account) => [loginKey(account.login), account]));
  return ({ id, key }) => (id === null ? byKey.get(key) : byId.get(id));
}

/** Like `isSame`, for many: finds which of these somebody is. */
export function personFinder<One extends Pick<ClaimedPerson, "id" | "key">>(
  people: readonly One[],
): (somebody: Somebody) => One | undefined {
  const byId = new Map(people.map((person) => [person.id, person]));
  const byKey = new Map(people.map((person) => [person.key, person]));
  const unpinned = new Map(people.filter(({ id }) => id === null).map((person) => [person.key, person]));
  return ({ login, id }) => {
    const key = login === null ? null : loginKey(login);
    if (id === null) return key === null ? undefined : byKey.get(key);
    return byId.get(id) ?? (key === null ? undefined : unpinned.get(key));
  };
}

/** For accounts as GitHub names them. */
export function isSameAccount(one: AccessAccount, other: Somebody): boolean {
  return other.id === null ? isSame({ id: null, key: loginKey(one.login) }, other) : one.id === other.id;
}

/** As `isSameAccount`, among many: whether somebody is one of these. */
export function isAmong(accounts: readonly AccessAccount[]): (somebody: Somebody) => boolean {
  const ids = new Set(accounts.map(({ id }) => id));
  const keys = new Set(accounts.map(({ login }) => loginKey(login)));
  return ({ login, id }) => (id === null ? login !== null && keys.has(loginKey(login)) : ids.has(id));
}

/** Like `isSameAccount`, for many: finds the entry of an account. */
export function ofAccount<One extends Somebody>(all: readonly One[]): (account: AccessAccount) => readonly One[] {
  const byId = grouped(all, ({ id }) => id);
  const byKey = grouped(all, ({ login, id }) => (id === null && login !== null ? loginKey(login) : null));
  return ({ login, id }) => [...(byId.get(id) ?? []), ...(byKey.get(loginKey(login)) ?? [])];
}

function grouped<One, Key>(all: readonly One[], keyOf: (one: One) => Key | null): ReadonlyMap<Key, readonly One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === null) continue;
    pushTo(groups, key, one);
  }
  return groups;
}

type ResolvedPerson =
  | { readonly kind: "account"; readonly account: AccessAccount }
  | { readonly kind: "trouble"; readonly why: AccountTrouble }
  | { readonly kind: "unread"; readonly why: UnreadWhy; readonly detail: string };

/** The account that the registry's entry means; never another one that has its login now. */
export function resolved(person: ClaimedPerson, accounts: AccessWorld["accounts"]): ResolvedPerson {
  const found = accounts.get(person.key);
  if (found === undefined) return { kind: "unread", why: "failed", detail: "the account was not looked up" };
  if (found.kind === "unread") return found;
  const account = found.value;
  if (account === null) return trouble({ kind: "gone" });
  if (account.type !== "User") return trouble({ kind: "not-a-person" });
  if (person.id !== null && person.id !== account.id) return trouble({ kind: "other", id: account.id });
  const young = youngAccount(person, account.createdAt);
  return young === null ? { kind: "account", account: { id: account.id, login: account.login } } : trouble(young);
}

function trouble(why: AccountTrouble): ResolvedPerson {
  return { kind: "trouble", why };
}

/** An account that was made after its login got a role: somebody else took that login. */
function youngAccount({ id, since }: ClaimedPerson, createdAt: Instant): AccountTrouble | null {
  if (id !== null || since === null) return null;
  return createdAt >= Date.parse(`${since}T00:00:00Z`) + DAY_MS ? { kind: "young", createdAt, since } : null;
}

/** Who is who: numeric ids decide wherever both sides tell one, logins without case elsewhere (R4). */
import { type Instant, loginKey } from "../../shared/names.ts";
import type { AccessAccount, AccessWorld, UnreadWhy } from "./access-world.ts";
import type { ClaimedPerson } from "./claims.ts";
import type { AccountTrouble } from "./difference.ts";

const DAY_MS = 86_400_000;

interface Somebody {
  readonly login: string | null;
  readonly id: number | null;
}

export function isSame(person: Pick<ClaimedPerson, "id" | "key">, account: Somebody): boolean {
  if (person.id !== null && account.id !== null) return person.id === account.id;
  return account.login !== null && loginKey(account.login) === person.key;
}

/** Of accounts as GitHub names them. */
export function isSameAccount(one: AccessAccount, other: Somebody): boolean {
  return other.id === null ? isSame({ id: null, key: loginKey(one.login) }, other) : one.id === other.id;
}

export type ResolvedPerson =
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

/** An account that was made after the day since which its login has a role: somebody else took that login. */
function youngAccount({ id, since }: ClaimedPerson, createdAt: Instant): AccountTrouble | null {
  if (id !== null || since === null) return null;
  return createdAt >= Date.parse(`${since}T00:00:00Z`) + DAY_MS ? { kind: "young", createdAt, since } : null;
}

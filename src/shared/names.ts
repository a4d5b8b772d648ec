/** Names that are easily confused with one another, each type with one constructor. */

/** A GitHub login, folded for comparison: GitHub compares logins without case (R4). Never shown to people. */
export type LoginKey = string & { readonly __brand: "LoginKey" };

/** Folds a login as a person wrote it; a leading `@` is not part of it. */
export function loginKey(raw: string): LoginKey {
  return raw.replace(/^@/, "").toLowerCase() as LoginKey;
}

/** Milliseconds since the epoch, by GitHub's clock; never by this machine's. */
export type Instant = number;

/** Reads one of GitHub's ISO 8601 times. Throws on anything else: a time that cannot be read is not a time. */
export function instant(iso: string): Instant {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) throw new Error(`not an ISO 8601 time: ${JSON.stringify(iso.slice(0, 40))}`);
  return at;
}

/** An account as GitHub reports it; elsewhere `null` stands for a deleted one ("ghost"). */
export interface Account {
  /** As GitHub spells it. */
  readonly login: string;
  /** GitHub's numeric id; `null` if the source did not tell. */
  readonly id: number | null;
  readonly type: "User" | "Bot" | "Other";
}

/** A repository by the name people use. */
export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** `owner/name`. */
export function fullName(repository: RepositoryName): string {
  return `${repository.owner}/${repository.name}`;
}

/** Whether GitHub treats both as the same name: for logins, repositories, teams and labels it ignores case. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export function sameRepository(one: RepositoryName, other: RepositoryName): boolean {
  return sameName(one.owner, other.owner) && sameName(one.name, other.name);
}

/** Makes a forgotten case of a union a compile error, and a loud one at run time. */
export function unreachable(value: never): never {
  throw new Error(`unexpected: ${JSON.stringify(value)}`);
}

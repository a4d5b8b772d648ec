/** How people and roles are named in answers, and how two accounts are told apart. */

import { escapeMarkdown } from "./markdown.ts";
import { type Account, loginKey } from "./names.ts";
import { singular } from "./singular.ts";

type Person = Pick<Account, "login" | "id">;

/** The account of a person: whoever holds a role or speaks is a user. */
export function accountOf({ login, id }: Person): Account {
  return { login, id, type: "User" };
}

/** By id if both are known, otherwise by login without case (R4). */
export function samePerson(one: Person | null, other: Person | null): boolean {
  if (one === null || other === null) return false;
  if (one.id !== null && other.id !== null) return one.id === other.id;
  return loginKey(one.login) === loginKey(other.login);
}

/** `approvers` → `approver`: roles are written in the plural and held in the singular. Inert. */
export function singularRole(role: string): string {
  return escapeMarkdown(singular(role));
}

const ARTICLE_AN = /^[aeiou]/i;

/** "an opened issue", "a review". */
export function withArticle(noun: string): string {
  return `${ARTICLE_AN.test(noun) ? "an" : "a"} ${noun}`;
}

/** "an approver". Inert. */
export function roleWithArticle(role: string): string {
  return withArticle(singularRole(role));
}

/** "a, b and c", each one. Inert. */
export function joinNames(names: readonly string[]): string {
  return joinList(names.map(escapeMarkdown), "and", Number.POSITIVE_INFINITY);
}

/** "a, b or c", at most `most` of them, then how many more; one more is named as well. Expects inert items. */
export function joinList(items: readonly string[], word: "and" | "or", most = 5): string {
  const shown = items.slice(0, items.length === most + 1 ? items.length : most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} ${word} ${rest} more`;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} ${word} ${last}`;
}

/** Each once, in whatever case. */
export function distinctLogins(logins: readonly string[]): readonly string[] {
  return [...new Map(logins.map((login) => [loginKey(login), login])).values()];
}

/** Facts about people, found by GitHub's id where both sides know it, otherwise by login without case (R4). */

import { loginKey } from "./names.ts";

export interface Person {
  readonly login: string;
  readonly id: number | null;
}

export interface ByPerson<T> {
  get(person: Person): T | undefined;
  has(person: Person): boolean;
}

/** Later entries of one person replace earlier ones. */
export function byPerson<T>(entries: Iterable<readonly [Person, T]>): ByPerson<T> {
  const ids = new Map<number, T>();
  const logins = new Map<string, { readonly id: number | null; readonly value: T }>();
  for (const [{ login, id }, value] of entries) {
    if (id !== null) ids.set(id, value);
    logins.set(loginKey(login), { id, value });
  }
  const get = ({ login, id }: Person): T | undefined => {
    if (id !== null && ids.has(id)) return ids.get(id);
    const found = logins.get(loginKey(login));
    // Two ids are two people, whatever they are called.
    return found === undefined || (id !== null && found.id !== null) ? undefined : found.value;
  };
  return { get, has: (person) => get(person) !== undefined };
}

export function setOf(people: Iterable<Person>): ByPerson<true> {
  return byPerson([...people].map((person) => [person, true] as const));
}

/** Each person once, the first entry standing. */
export function distinct<P extends Person>(people: readonly P[]): readonly P[] {
  const ids = new Set<number>();
  const logins = new Set<string>();
  return people.filter(({ login, id }) => {
    const known = (id !== null && ids.has(id)) || logins.has(loginKey(login));
    if (id !== null) ids.add(id);
    logins.add(loginKey(login));
    return !known;
  });
}

/** People one after the other, told apart as `samePerson` tells any two of them, however many there are. */
export class KnownPeople {
  readonly #ids = new Set<number>();
  /** By login: whether anybody is known by that name, or by it alone. */
  readonly #logins = new Map<string, { readonly isAlone: boolean }>();

  /** Whether nobody before was the same person; from then on they are known. */
  isNew({ login, id }: Person): boolean {
    const key = loginKey(login);
    const named = this.#logins.get(key);
    const isKnown = id === null ? named !== undefined : this.#ids.has(id) || named?.isAlone === true;
    if (id !== null) this.#ids.add(id);
    this.#logins.set(key, { isAlone: id === null || named?.isAlone === true });
    return !isKnown;
  }
}

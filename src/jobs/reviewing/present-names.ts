/** What possible reviewers are called by now whose login in the registry is not theirs any more: it pins them by id (R4). */

import type { Client } from "../../github/client/client.ts";
import { GitHubError } from "../../github/client/errors.ts";
import { findPresentLogin } from "../../github/read/find-account.ts";
import type { Person } from "../../shared/person-sets.ts";

/** Each costs a request, at every choice until the registry is put right. */
const MAX_LOOKUPS = 5;

interface PresentNames {
  readonly names: readonly (readonly [Person, string])[];
  /** Of those who have none, or whose own could not be read. */
  readonly statuses: readonly (readonly [Person, "absent" | "unnamed"])[];
}

/** `absent`, `bearers`: which logins are nobody's, and whose the others are. */
export async function presentNames(
  client: Client,
  people: readonly Person[],
  { absent, bearers }: { readonly absent: readonly string[]; readonly bearers: ReadonlyMap<string, number> },
): Promise<PresentNames> {
  const isAbsent = new Set(absent);
  const names: [Person, string][] = [];
  const statuses: [Person, "absent" | "unnamed"][] = [];
  let left = MAX_LOOKUPS;
  for (const person of people) {
    const { login, id } = person;
    const bearer = bearers.get(login);
    if (id === null && isAbsent.has(login)) statuses.push([person, "absent"]);
    if (id === null || !(isAbsent.has(login) || (bearer !== undefined && bearer !== id))) continue;
    left -= 1;
    const found = left < 0 ? "unnamed" : await lookedUp(client, person);
    if (typeof found === "string") statuses.push([person, found]);
    else names.push([person, found.login]);
  }
  return { names, statuses };
}

/** One name that cannot be read is a reason not to ask that person, and no other (R87). */
async function lookedUp(client: Client, person: Person): Promise<{ readonly login: string } | "absent" | "unnamed"> {
  try {
    const login = await findPresentLogin(client, person);
    return login === null ? "absent" : { login };
  } catch (error) {
    if (error instanceof GitHubError) return "unnamed";
    throw error;
  }
}

/** What is checked again just before somebody is added: whether the team is still Rung's to fill, and whose the login is now. */

import type { GrantOutcome } from "../../model/access-grant.ts";
import { handedOverTo, handOverText } from "../../registry/access/access-world.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { loginKey } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { findAccount, findPresentLogin } from "../read/find-account.ts";
import { readTeamNow, type TeamNow } from "../read/organization-place.ts";

export interface TeamGuard {
  /**
   * Why nobody is added to it now, a clause; `null`: people may be added. GitHub is asked once for each run. Throws if GitHub does not
   * tell.
   */
  whyNot(team: string): Promise<string | null>;
}

interface TeamPlace {
  readonly client: Client;
  readonly owner: string;
  /** `owner/name`, as the team's description has to name it. */
  readonly registry: string;
}

export function teamGuard(place: TeamPlace): TeamGuard {
  const asked = new Map<string, string | null>();
  return {
    async whyNot(team) {
      const known = asked.get(team);
      if (known !== undefined) return known;
      const why = await whyNotNow(place, team);
      asked.set(team, why);
      return why;
    },
  };
}

async function whyNotNow({ client, owner, registry }: TeamPlace, slug: string): Promise<string | null> {
  return whyNotKept(await readTeamNow(client, owner, slug), registry);
}

/** A clause; `null`: it is Rung's to fill. */
export function whyNotKept(team: TeamNow | null, registry: string): string | null {
  if (team === null) return "there is no such team any more";
  if (handedOverTo(team.description)?.toLowerCase() !== registry.toLowerCase())
    return `the team's description does not say ${code(handOverText(registry))} any more`;
  if (team.isSecret) return "the team is secret by now";
  return team.parent === null ? null : `the team lies below ${escapeMarkdown(team.parent)} by now`;
}

/** By id, whatever the login was when the plan was made; if somebody else has the login now, it names nobody for certain. */
export async function accountGuard(
  client: Client,
  person: { readonly login: string; readonly id: number },
): Promise<{ readonly kind: "account"; readonly login: string } | Extract<GrantOutcome, { kind: "refused" }>> {
  const login = await findPresentLogin(client, person);
  if (login === null) return { kind: "refused", why: "the account is gone" };
  if (loginKey(login) === loginKey(person.login)) return { kind: "account", login };
  const bearer = await findAccount(client, person.login);
  if (bearer === "none") return { kind: "account", login };
  return { kind: "refused", why: takenOver(login) };
}

/** A clause about the account that had the login before. */
export function takenOver(present: string): string {
  return `the login belongs to another account now, and this one is called ${escapeMarkdown(present)}; correct the registry's entry`;
}

/** `/invite @user`: somebody who left, declined or was taken out may be added to their teams once more (R69). */

import { mayUse } from "../gate/permission.ts";
import { accessClaims } from "../registry/access/claims.ts";
import { code } from "../shared/markdown.ts";
import { loginKey } from "../shared/names.ts";
import { actAnswer, refused } from "./act-answer.ts";
import type { ActionRequest, Command } from "./command.ts";
import { type Named, namedIn, people as names } from "./named-people.ts";

export const invite: Command = {
  name: "invite",
  group: "roles",
  usage: "/invite @user…",
  summary:
    "Lets people who left their teams, declined, or were taken out be added once more; on the issue about access alone.",
  who: "holders of the top role",
  may: "top-role",
  examples: ["/invite @hoangndst"],
  on: "issue",
  behind: "names",
  action(call, acting) {
    const why = whyNotHere(acting);
    if (why !== null) return refused(`${why} Nobody was invited.`);
    const allowed = mayUse(invite, acting);
    if (!allowed.ok) return refused(`${allowed.text} Nobody was invited.`);
    if (call.words.trim() === "") return refused(`Name whom to invite, as in ${code("/invite @user")}.`);
    const { people, notes } = claimed(namedIn(call.words, acting), acting);
    if (people.length === 0) return refused(notes.join(" "));
    return { kind: "act", act: { kind: "invite", people, notes } };
  },
  decide: actAnswer,
};

export const ELSEWHERE = `${code("/invite")} is said on the issue about access, which I keep in the registry's repository.`;

/** A sentence; `null`: this may be the issue about access, of a registry by which people are added. */
function whyNotHere({ facts, registry }: ActionRequest): string | null {
  const { access } = registry;
  if (access === undefined)
    return `${code("/invite")} is about teams that a registry keeps, and this one says nothing of access.`;
  // Which of an app's issues it is, is asked when it is done.
  if (facts.kind !== "issue" || facts.author?.type !== "Bot") return ELSEWHERE;
  if (access.mode === "grant") return null;
  return "This registry has me watch access (`mode: watch`), so an owner of the organisation invites people on GitHub.";
}

/** Those of them whom the registry has in some team. */
function claimed({ people, teams, notes }: Named, { registry }: ActionRequest): Pick<Named, "people" | "notes"> {
  const claims = accessClaims(registry)?.teams ?? [];
  const isWhole = claims.every(({ unreadTeams }) => unreadTeams.length === 0);
  const listed = new Set(claims.flatMap(({ members }) => members.map(({ key }) => key)));
  const isMeant = (login: string) => !isWhole || listed.has(loginKey(login));
  const others = people.filter((login) => !isMeant(login));
  const teamless = teams.length === 0 ? [] : ["People are invited one by one, so no team was."];
  const strangers =
    others.length === 0
      ? []
      : [
          `By the registry ${names(others)} ${others.length === 1 ? "belongs" : "belong"} in none of the teams that it keeps; ${code("/promote")} gives a role.`,
        ];
  return { people: people.filter(isMeant), notes: [...strangers, ...teamless, ...notes] };
}

/**
 * What is said of access, in Markdown with everything from people inert: the issue, the page and the command line say the same.
 * Nobody is mentioned: an @ stands in code alone (docs/voice.md).
 */

import { day, moment } from "../../shared/dates.ts";
import { code, escapeMarkdown, shortened } from "../../shared/markdown.ts";
import { unreachable } from "../../shared/names.ts";
import { roleWithArticle } from "../../shared/people.ts";
import { handOverText } from "./access-world.ts";
import type { AccessClaims } from "./claims.ts";
import type {
  AccountTrouble,
  Change,
  Difference,
  DifferenceOf,
  MissingState,
  PendingInvitation,
  UnreadPart,
} from "./difference.ts";
import type { AddTrouble, GrantPlan, WithheldWhy } from "./plan.ts";

/** One difference: what it is, with who caused it and when, and the remedies. */
interface ToldDifference {
  readonly key: string;
  readonly what: string;
  readonly ways: string;
}

interface TellingOf {
  readonly claims: Pick<AccessClaims, "registry" | "mode">;
  readonly plan: GrantPlan;
  /** By the difference's key. Absent: nothing was tried. */
  readonly troubles?: ReadonlyMap<string, AddTrouble>;
}

export function told(difference: Difference, about: TellingOf): ToldDifference {
  const { what, ways } = parts(difference, about);
  return { key: difference.key, what, ways };
}

interface Parts {
  readonly what: string;
  readonly ways: string;
}

function parts(difference: Difference, about: TellingOf): Parts {
  switch (difference.kind) {
    case "missing":
      return missing(difference, about);
    case "surplus":
      return surplus(difference);
    case "invitation-surplus":
      return invitation(difference);
    case "owner-missing":
    case "owner-surplus":
      return owner(difference);
    case "collaborator-surplus":
      return collaborator(difference);
    case "collaborator-permission":
      return permission(difference);
    case "team-permission":
      return teamPermission(difference);
    case "team-missing":
    case "team-not-handed-over":
    case "team-apart":
      return team(difference, about);
    case "account":
      return account(difference);
    default:
      return unreachable(difference);
  }
}

type InTeam = Pick<DifferenceOf<"missing">, "team" | "role" | "orAbove" | "area">;

function name(login: string): string {
  return `**${escapeMarkdown(login)}**`;
}

/** "`kusion-approvers`, the team of approvers of kusion". */
function teamWords({ team: slug, role, orAbove, area }: InTeam): string {
  const above = orAbove ? " and above" : "";
  const where = area === null ? "" : ` of ${escapeMarkdown(area)}`;
  return `${code(slug)}, the team of ${escapeMarkdown(role)}${above}${where}`;
}

function by(change: Change | null, did: string): string {
  return change === null ? "" : ` ${escapeMarkdown(change.by)} ${did} on ${moment(change.at)}.`;
}

function missing(difference: DifferenceOf<"missing">, { plan, troubles }: TellingOf): Parts {
  const { person, state, again } = difference;
  const asked =
    again === null ? "" : ` ${escapeMarkdown(again.by)} asked for another invitation on ${moment(again.at)}.`;
  const what = `${name(person.login)} is not in ${teamWords(difference)}.${stateWords(state)}${asked}`;
  const held = reasonsOf(plan).get(difference.key);
  if (held !== undefined && held !== "refused") return { what, ways: withheldWays(held, person.login) };
  const trouble = troubles?.get(difference.key) ?? refusal(difference);
  return { what, ways: trouble === undefined ? "Rung adds them in its next run." : troubleWays(trouble, person.login) };
}

const REASONS = new WeakMap<GrantPlan, ReadonlyMap<string, WithheldWhy>>();

/** By the difference's key; made once a plan, since there may be thousands. */
function reasonsOf(plan: GrantPlan): ReadonlyMap<string, WithheldWhy> {
  const known = REASONS.get(plan);
  if (known !== undefined) return known;
  const reasons = new Map(plan.withheld.map(({ difference: { key }, why }) => [key, why]));
  REASONS.set(plan, reasons);
  return reasons;
}

function refusal({ refused: why }: DifferenceOf<"missing">): AddTrouble | undefined {
  return why === undefined ? undefined : { kind: "refused", why };
}

function troubleWays(trouble: AddTrouble, login: string): string {
  switch (trouble.kind) {
    case "refused":
      return `Rung could not add them: ${trouble.why}. It tries again in a day, or once ${code(`/invite @${login}`)} is said on the issue about access.`;
    case "forbidden":
      return "Rung adds them as soon as the app may.";
    case "invitations":
      return "Rung invites them on one of the next days, since many invitations were sent today.";
    default:
      return unreachable(trouble);
  }
}

function stateWords(state: MissingState): string {
  switch (state.kind) {
    case "never-invited":
      return "";
    case "expired":
      return state.times === 1
        ? ` An invitation expired on ${day(state.at)}.`
        : ` ${state.times} invitations expired, the last on ${day(state.at)}.`;
    case "failed":
      return ` An invitation failed on ${day(state.at)}: ${code(shortened(state.reason, 200))}.`;
    case "declined":
      return ` Their invitation was declined or withdrawn by ${day(state.at)}.`;
    case "left":
      return ` They left by themselves on ${moment(state.at)}.`;
    case "taken-out":
      return state.by === null
        ? ` They were in it until ${day(state.at)}; whether they left or were taken out nobody told.`
        : ` ${escapeMarkdown(state.by)} took them out on ${moment(state.at)}.`;
    default:
      return unreachable(state);
  }
}

function withheldWays(why: Exclude<WithheldWhy, "refused">, login: string): string {
  const invite = code(`/invite @${login}`);
  switch (why) {
    case "watching":
      return "Add them on GitHub, or change their role in the registry.";
    case "asked-no-more":
      return `Rung does not ask them again by itself: say ${invite} on the issue about access, or change their role in the registry.`;
    case "next-run":
      return "Rung adds them in one of its next runs, since it adds few at a time.";
    case "unread":
      return "Rung adds nobody until it could read everything.";
    case "not-handed-over":
    case "team-apart":
      return "Rung adds nobody to this team, as told of it: add them on GitHub, or change their role in the registry.";
    default:
      return unreachable(why);
  }
}

function surplus(difference: DifferenceOf<"surplus">): Parts {
  const { person, role, area, change } = difference;
  const promote = code(`/promote @${person.login} ${[role, area].filter((word) => word !== null).join(" ")}`);
  return {
    what: `${name(person.login)} is in ${teamWords(difference)}, and the registry does not say so.${by(change, "added them")}`,
    ways: `Either ${promote}, or take them out of the team on GitHub.`,
  };
}

function invitation(difference: DifferenceOf<"invitation-surplus">): Parts {
  const { person, sentAt } = difference;
  const whose = person === null ? "An e-mail address" : name(person.login);
  const sender = difference.by === null ? "" : `${escapeMarkdown(difference.by)} sent it`;
  const sent = sender === "" ? `It was sent on ${moment(sentAt)}.` : `${sender} on ${moment(sentAt)}.`;
  const unsaid = person === null ? "and nobody can tell whose it is" : "and the registry does not say so";
  return {
    what: `${whose} is invited into ${teamWords(difference)}, ${unsaid}. ${sent}`,
    ways: "Either give them the role in the registry, or cancel the invitation on GitHub.",
  };
}

function owner(difference: DifferenceOf<"owner-missing" | "owner-surplus">): Parts {
  const { kind, person, change } = difference;
  const login = escapeMarkdown(person.login);
  if (kind === "owner-missing")
    return {
      what: `${name(person.login)} is an owner by the registry, and is none on GitHub.${by(change, "took them out of the organisation")}`,
      ways: `Either make them an owner on GitHub, or take ${login} out of ${code("owners")} in the registry.`,
    };
  return {
    what: `${name(person.login)} owns the organisation, and the registry does not say so.${by(change, "added them to the organisation")}`,
    ways: `Either write ${login} under ${code("owners")} in the registry, or change what they are on GitHub.`,
  };
}

function collaborator(difference: DifferenceOf<"collaborator-surplus">): Parts {
  const { person, repository, gives, customRole, change } = difference;
  return {
    what: `${name(person.login)} has ${levelWords(gives, customRole)} in ${code(repository)}, given there to them alone, and holds no role there.${by(change, "gave it")}`,
    ways: `Either give them a role, write ${escapeMarkdown(person.login)} under ${code("besides")} in the registry, or take it away on GitHub.`,
  };
}

function levelWords(level: string, customRole: string | null): string {
  return customRole === null ? code(level) : `${code(level)} and more, by the role ${code(customRole)},`;
}

function permission(difference: DifferenceOf<"collaborator-permission">): Parts {
  const { person, repository, role, says, gives, customRole, change } = difference;
  const given = gives === "none" ? "nothing" : levelWords(gives, customRole);
  const claimed = says === null ? "nothing" : code(says);
  return {
    what: `${name(person.login)} is ${roleWithArticle(role)}, for which the registry says ${claimed} in ${code(repository)}, and GitHub gives ${given}.${by(change, "last changed that")}`,
    ways: `Either change it on GitHub, or what ${code("access.repositories")} says.`,
  };
}

function teamPermission(difference: DifferenceOf<"team-permission">): Parts {
  const { repository, says, gives } = difference;
  return {
    what: `${teamWords(difference)}, should have ${code(says)} in ${code(repository)} by the registry, and GitHub gives it ${gives === "none" ? "nothing" : code(gives)}.`,
    ways: `Either change it on GitHub, or what ${code("access.repositories")} says.`,
  };
}

function team(
  difference: DifferenceOf<"team-missing" | "team-not-handed-over" | "team-apart">,
  { claims }: TellingOf,
): Parts {
  const which = teamWords(difference);
  const handOver = code(handOverText(claims.registry));
  switch (difference.kind) {
    case "team-missing":
      return {
        what: `${which}, is not there, or Rung may not see it.`,
        ways:
          claims.mode === "grant"
            ? `Create it and write ${handOver} into its description, or take it out of ${code("access.teams")}.`
            : `Create it, or take it out of ${code("access.teams")}.`,
      };
    case "team-not-handed-over":
      return {
        what:
          difference.handedTo === null
            ? `${which}, is not handed over, so Rung adds nobody to it.`
            : `${which}, is handed over to ${code(difference.handedTo)}, so Rung adds nobody to it from here.`,
        ways: `Write ${handOver} into its description, or take it out of ${code("access.teams")}.`,
      };
    case "team-apart":
      return { what: `${which}, ${APART[difference.why]}.`, ways: apartWays(difference.why) };
    default:
      return unreachable(difference);
  }
}

const APART: Readonly<Record<DifferenceOf<"team-apart">["why"], string>> = {
  secret: "is secret, so Rung says nothing of who is in it and adds nobody",
  child: "lies below another team, so whoever is put into it gets what that one has, and Rung adds nobody",
  "identity-provider": "gets its members from an identity provider, so Rung adds nobody",
};

function apartWays(why: DifferenceOf<"team-apart">["why"]): string {
  const change =
    why === "secret" ? "Make it visible" : why === "child" ? "Take it out from below" : "Put people in there";
  return `${change}, or take it out of ${code("access.teams")}.`;
}

function account({ person, why }: DifferenceOf<"account">): Parts {
  const login = escapeMarkdown(person.login);
  return {
    what: `${name(person.login)} ${troubleWords(why, person.id)}, so nothing is given to that account.`,
    ways:
      why.kind === "young"
        ? `Write ${login}'s ${code("id")} into the registry once you know who it is, or take ${login} out.`
        : `Write the login that the person has now into the registry, or take ${login} out.`,
  };
}

function troubleWords(why: AccountTrouble, id: number | null): string {
  switch (why.kind) {
    case "gone":
      return "is no account on GitHub any more, or it was renamed";
    case "other":
      return `is another account by now: the registry has the id ${id}, and GitHub says ${why.id}`;
    case "young":
      return `has a role since ${why.since}, and the account was made on ${day(why.createdAt)}: perhaps somebody else took that name`;
    case "not-a-person":
      return "is an organisation or an app, and no person";
    default:
      return unreachable(why);
  }
}

/** For somebody who may still accept. */
export function pendingWords({ person, sentAt, ...team }: PendingInvitation): string {
  return `${name(person.login)} is invited into ${code(team.team)} since ${day(sentAt)}.`;
}

/** Without its full stop, so that a reason may follow. */
export function unreadWords({ part, why, detail }: UnreadPart): string {
  const what = unreadPart(part);
  const said = escapeMarkdown(detail.replace(/\.+$/, ""));
  return why === "forbidden" ? `Rung may not read ${what}: ${said}` : `GitHub did not tell ${what}: ${said}`;
}

function unreadPart(part: UnreadPart["part"]): string {
  switch (part.kind) {
    case "owners":
      return "who owns the organisation";
    case "failed-invitations":
      return "which invitations failed";
    case "team":
      return `who is in ${code(part.team)}`;
    case "registry-team":
      return `who is in ${code(part.team)}, through which the registry has people`;
    case "repository":
      return `who has access to ${code(part.repository)}`;
    case "registry":
      return `the registry of ${code(part.repository)}`;
    case "account":
      return `whose account ${escapeMarkdown(part.login)} is`;
    default:
      return unreachable(part);
  }
}

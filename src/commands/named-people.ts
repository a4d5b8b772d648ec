/** The people and teams that a command names, however the list is written. */

import { code, escapeMarkdown } from "../shared/markdown.ts";
import { isFiller, namesIn } from "../shared/name-list.ts";
import { loginKey } from "../shared/names.ts";
import { joinList } from "../shared/people.ts";
import type { ActionRequest } from "./command.ts";
import { isCourtesy } from "./text/doubt.ts";

export interface Named {
  /** Logins without `@`, each once, as written. */
  readonly people: readonly string[];
  /** Slugs of teams of the repository's owner. */
  readonly teams: readonly string[];
  /** Why the others are left out. Markdown, inert. */
  readonly notes: readonly string[];
}

/** More names in one line than anyone means. */
const MAX_NAMES = 15;

const LOGIN = /^[a-z0-9](?:[a-z0-9_-]{0,98})$/i;
const TEAM = /^([a-z0-9][a-z0-9_-]*)\/([a-z0-9][a-z0-9._-]*)$/i;

/** If nobody is named: the speaker. */
export function namedIn(words: string, { facts, speaker }: Pick<ActionRequest, "facts" | "speaker">): Named {
  const all = wordsThatName(words).filter((word) => !isFiller(word) && !/^me$/i.test(word));
  const written = all.map((word) => word.replace(/^@/, "").replace(/[.:;!?]+$/, ""));
  if (namesIn(words).some((word) => /^me$/i.test(word)) || written.length === 0) written.push(speaker.login);
  const names = [...new Map(written.map((name) => [loginKey(name), name])).values()];
  const sorted = names.slice(0, MAX_NAMES).map((name) => ({ name, kind: kindOf(name, facts.repository.owner) }));
  const of = (kind: Kind) => sorted.filter((one) => one.kind === kind).map(({ name }) => name);
  const notes = [
    note(of("bot"), "is a bot", "are bots"),
    note(of("foreign-team"), "is a team of another organisation", "are teams of other organisations"),
    note(of("none"), "is no name that an account can have", "are no names that accounts can have"),
    names.length > MAX_NAMES
      ? `I take ${MAX_NAMES} names a line; the ${names.length - MAX_NAMES} behind them were left out.`
      : "",
  ];
  const teams = of("team").map((name) => name.slice(name.indexOf("/") + 1));
  return { people: of("person"), teams, notes: notes.filter((text) => text !== "") };
}

/**
 * Where a name has its `@`, words without one are prose (R58): "@eve will you". Unless they are items of a list, as in "@ann, ben and
 * cho", or can only be an account: a team, a bot, a name with a digit in it.
 */
function wordsThatName(words: string): readonly string[] {
  if (!/(?:^|[\s,`(])@[a-z0-9]/i.test(words)) return namesIn(words);
  return words.split(/,|`|\s(?:and|und|y|et)\s/i).flatMap((item) => {
    const names = namesIn(item);
    const alone = names.length === 1 && !isCourtesy(item);
    return alone ? names : names.filter((word) => /^@|\[bot\]$|\/|^[a-z][a-z-]*\d[a-z\d-]*[,.]?$/i.test(word));
  });
}

/** Whether the speaker names only themselves. */
export function isOnlyOneself({ people, teams }: Named, { speaker }: Pick<ActionRequest, "speaker">): boolean {
  return teams.length === 0 && people.every((name) => loginKey(name) === loginKey(speaker.login));
}

type Kind = "person" | "team" | "foreign-team" | "bot" | "none";

function kindOf(name: string, owner: string): Kind {
  if (/\[bot\]$/i.test(name)) return "bot";
  const [, organisation] = TEAM.exec(name) ?? [];
  if (organisation !== undefined) return loginKey(organisation) === loginKey(owner) ? "team" : "foreign-team";
  return LOGIN.test(name) ? "person" : "none";
}

function note(names: readonly string[], one: string, several: string): string {
  if (names.length === 0) return "";
  const shown = joinList(
    names.map((name) => code(name.slice(0, 60))),
    "and",
    6,
  );
  return `${shown} ${names.length === 1 ? one : several}, so nothing was done about ${names.length === 1 ? "it" : "them"}.`;
}

/** People as answers list them, without calling them. */
export function people(logins: readonly string[], word: "and" | "or" = "and"): string {
  return joinList(logins.map(escapeMarkdown), word, 15);
}

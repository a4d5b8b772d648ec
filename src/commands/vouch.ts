/** `/vouch [@user…]`: somebody with a role here vouches for a newcomer; for that repository, for good. */

import { speaksOfNewcomers } from "../gate/conditions/newcomer.ts";
import type { VouchAct } from "../model/command-effect.ts";
import { code, escapeMarkdown } from "../shared/markdown.ts";
import { namesIn } from "../shared/name-list.ts";
import { loginKey } from "../shared/names.ts";
import { joinList } from "../shared/people.ts";
import { actAnswer, barred, refused } from "./act-answer.ts";
import type { ActionRequest, Command } from "./command.ts";
import { people as names } from "./named-people.ts";
import { isCourtesy } from "./text/doubt.ts";

export const vouch: Command = {
  name: "vouch",
  group: "roles",
  usage: "/vouch [@user…]",
  summary:
    "Says that you know somebody who is new here, for this repository and for good; without a name, the author of what it is said on.",
  who: "anyone with a role, for others",
  may: "any-role",
  examples: ["/vouch @octo-fan", "/vouch"],
  behind: "remarks",
  action(call, acting) {
    const bar = barred(vouch, acting);
    if (bar !== null) return bar;
    if (!speaksOfNewcomers(acting.registry)) return refused(NOT_ASKED);
    const { people, notes } = meant(call.words, acting);
    return people.length === 0 ? refused(notes.join(" ")) : { kind: "act", act: { kind: "vouch", people, notes } };
  },
  decide: actAnswer,
};

/** More than anyone knows in one line. */
const MAX_NAMES = 15;
const LOGIN = /^@([a-z0-9](?:[a-z0-9_-]{0,98}))$/i;

/** The people the line is about, and why not others. A name has its `@`, or is the author's: no remark may give a stranger anything. */
function meant(words: string, acting: ActionRequest): Pick<VouchAct, "people" | "notes"> {
  const { facts, index, speaker } = acting;
  const { author } = facts;
  const written = namesAtStart(words);
  if (written.length === 0) {
    const isOfAuthor = isCourtesy(words) || loginKey(words) === loginKey(author?.login ?? "");
    if (!isOfAuthor) return { people: [], notes: [NAMELESS] };
    if (author === null) return { people: [], notes: [`The author's account is gone. ${NAMELESS}`] };
    if (author.type !== "User") return { people: [], notes: [BOT] };
    written.push(`@${author.login}`);
  }
  const logins = [...new Map(written.map((name) => [loginKey(name), name])).values()].slice(0, MAX_NAMES);
  const people = logins.flatMap((name) => {
    const [, login] = LOGIN.exec(name) ?? [];
    if (login === undefined) return [];
    const isAuthor = author !== null && author.type === "User" && loginKey(author.login) === loginKey(login);
    return [{ login, id: isAuthor ? author.id : null }];
  });
  const isSelf = ({ login }: { readonly login: string }) => loginKey(login) === loginKey(speaker.login);
  const holds = ({ login, id }: VouchAct["people"][number]) => index.rolesOf({ login, id, type: "User" }).length > 0;
  const others = people.filter((one) => !isSelf(one));
  const known = others.filter(holds);
  const strange = logins.filter((name) => !LOGIN.test(name));
  const notes = [
    strange.length === 0
      ? ""
      : `${joinList(
          strange.map((name) => code(name.slice(0, 60))),
          "and",
          6,
        )} ${strange.length === 1 ? "is" : "are"} no person's login, so nothing was done about ${strange.length === 1 ? "it" : "them"}.`,
    people.some(isSelf) ? "Nobody vouches for themselves." : "",
    known.length === 0
      ? ""
      : `${names(known.map(({ login }) => login))} ${known.length === 1 ? "has" : "have"} a role here, so nobody needs to.`,
    written.length > MAX_NAMES ? `I take ${MAX_NAMES} names a line; the others were left out.` : "",
  ];
  const fresh = others.filter((one) => !holds(one));
  const rest = fresh.length === 0 ? ["Nothing was changed."] : [];
  return { people: fresh, notes: [...notes.filter((text) => text !== ""), ...rest] };
}

const NAMELESS = `Write whom you know with an ${code("@")}, as in ${code("/vouch @octo-fan")}, and anything else on another line. Nothing was changed.`;
const NOT_ASKED = `This registry asks nothing more of newcomers (neither ${code("newcomers")} nor a line of ${code("approval.when")} is about them), so there is nothing to vouch for.`;
const BOT = "A bot is no newcomer, so there is nobody to vouch for. Nothing was changed.";

/** Those before the first other word: a remark begins there, which may name anybody. */
function namesAtStart(words: string): string[] {
  const found: string[] = [];
  for (const word of namesIn(words)) {
    if (/^(?:and|for|&|\+)$/i.test(word)) continue;
    const [, name, end = ""] = /^(@[^\s.:;!)]+)([.:;!)]*)$/.exec(word) ?? [];
    if (name === undefined) break;
    found.push(name);
    if (end !== "") break;
  }
  return found;
}

/** The answer once it is recorded. `unknown`: logins that no person has. */
export function vouchedText(
  repository: string,
  { found, before = [], unknown, notes }: VouchOutcome,
): { readonly vouched: string | null; readonly notes: readonly string[] } {
  const strangers =
    unknown.length === 0 ? [] : [`GitHub knows no person called ${names(unknown, "or")}, so nothing was done there.`];
  const did =
    found.length === 0
      ? null
      : `Vouched for ${joinList(found.map(escapeMarkdown), "and", MAX_NAMES)} in ${escapeMarkdown(repository)}: no newcomer here any more, for good.`;
  const again = before.map(
    (one) => `${escapeMarkdown(one.by)} has vouched for ${escapeMarkdown(one.login)} here before, which is enough.`,
  );
  return { vouched: did, notes: [...again, ...strangers, ...notes] };
}

export interface VouchedBefore {
  readonly login: string;
  readonly by: string;
}

interface VouchOutcome {
  readonly found: readonly string[];
  /** By whom, in an earlier line: that one stands. Absent: nobody. */
  readonly before?: readonly VouchedBefore[];
  readonly unknown: readonly string[];
  readonly notes: readonly string[];
}

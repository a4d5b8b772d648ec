/** Tells Rung's own comments, by author and hidden first line, from everybody else's (R25: a copied marker is only text). */

import { type Account, loginKey } from "../shared/names.ts";
import { once } from "../shared/once.ts";
import type { Utterance } from "./facts.ts";

/** The app's bot account. GitHub's REST API spells its login `rung[bot]`, GraphQL `rung`. */
export type Bot = Pick<Account, "login" | "id">;

/** The hidden marker that ties a reply to what it answers, so that none is given twice. */
export function replyMarker(to: string): string {
  return `${REPLY}to=${to}${END}`;
}

const REPLY = "<!-- rung:reply ";
const END = " -->";

/** The key of an answer to an edit, which is separate from the answer to the utterance itself. */
export function editKey(utterance: string): string {
  return `${utterance} edited`;
}

/** Whether the bot wrote it and it begins with the marker. */
export function isOwn({ author, body }: Utterance, marker: string, bot: Bot): boolean {
  return author !== null && body.startsWith(marker) && isBotAccount(author, bot);
}

/** Which utterances the bot has replied to, by their keys: asked of each line that anybody wrote, so it looks through all but once (R53). */
export function repliedTo(comments: readonly Utterance[], bot: Bot): (to: string) => boolean {
  const markers = once(() => {
    const own = comments.filter((comment) => isOwn(comment, REPLY, bot));
    return new Set(own.map(({ body }) => body.slice(0, body.indexOf(END) + END.length)));
  });
  return (to) => markers().has(replyMarker(to));
}

/**
 * Whether somebody else edited it last. Its signed lines may then be genuine and still not the last that the bot wrote there: they may
 * be pasted from an older comment (R26).
 */
export function isTouched({ editor }: Utterance, bot: Bot): boolean {
  return editor !== undefined && !isBotAccount(editor, bot);
}

/** Whether an account is the bot's. */
export function isBotAccount(author: Account, bot: Bot): boolean {
  if (author.type === "User") return false;
  if (author.id !== null && bot.id !== null) return author.id === bot.id;
  return bareLogin(author.login) === bareLogin(bot.login);
}

/** Folded, without the `[bot]` that one of the APIs adds. */
export function bareLogin(login: string): string {
  return loginKey(login).replace(/\[bot\]$/, "");
}

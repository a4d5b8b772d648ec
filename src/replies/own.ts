/** Tells Rung's own comments, by author and hidden first line, from everybody else's (R25: a copied marker is only text). */
import type { Account } from "../names.ts";
import { loginKey } from "../names.ts";
import type { Utterance } from "../snapshot/facts.ts";

/** The app's bot account. GitHub's REST API spells its login `rung[bot]`, GraphQL `rung`. */
export type Bot = Pick<Account, "login" | "id">;

/** Whether the bot wrote it and it begins with the marker. */
export function isOwn({ author, body }: Utterance, marker: string, bot: Bot): boolean {
  if (author === null || author.type === "User" || !body.startsWith(marker)) return false;
  if (author.id !== null && bot.id !== null) return author.id === bot.id;
  return bareLogin(author.login) === bareLogin(bot.login);
}

function bareLogin(login: string): string {
  return loginKey(login).replace(/\[bot\]$/, "");
}

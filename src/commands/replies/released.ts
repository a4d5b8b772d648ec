/** Tells the person who held a pull request that somebody else released it: once, in a new comment that mentions them (R79). */

import { type ReplyEffect, threadOf } from "../../model/effect.ts";
import type { PullFacts } from "../../model/facts.ts";
import { type Bot, isOwn, replyMarker } from "../../model/own-comment.ts";
import type { PullRecord, ReleasedHold } from "../../model/pull-record.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { joinList } from "../../shared/people.ts";

/** One comment for each statement that released; none for what was released before, or has been told already. */
export function releaseNotices(
  facts: PullFacts,
  before: PullRecord,
  after: PullRecord,
  bot: Bot,
): readonly ReplyEffect[] {
  const known = new Set((before.released ?? []).map(({ key }) => key));
  const news = (after.released ?? []).filter(({ key, of }) => of !== null && !known.has(key));
  return [...Map.groupBy(news, ({ key }) => key)].flatMap(([key, released]): readonly ReplyEffect[] => {
    const to = `released:${key}`;
    const marker = replyMarker(to);
    if (facts.comments.items.some((comment) => isOwn(comment, marker, bot))) return [];
    const body = `${marker}\n${noticeText(released)}`;
    return [{ kind: "reply", ...threadOf(facts), to, body }];
  });
}

function noticeText(released: readonly ReleasedHold[]): string {
  const holders = [...new Set(released.flatMap(({ of }) => (of === null ? [] : [`@${plainLogin(of.login)}`])))];
  const by = escapeMarkdown(released[0]?.by.login ?? "");
  return `${joinList(holders, "and", 10)}, ${by} released your hold on this pull request. If it must wait all the same, say \`/hold\` again with the reason.`;
}

/** Only what GitHub accepts as a login, so that nothing else is mentioned. */
function plainLogin(login: string): string {
  return login.replace(/[^A-Za-z0-9_-]/g, "");
}

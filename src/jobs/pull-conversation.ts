import type { Effect } from "../model/effect.ts";
import { type Conversation, pullConversation } from "./decide.ts";
import type { Evaluation } from "./evaluation.ts";

type Talk = Pick<Conversation, "bot" | "recordMarker" | "notes" | "promotions" | "acts" | "checkForbidden">;

/** Nothing without a registry. */
export async function conversationOn(own: Evaluation, talk: Talk): Promise<readonly Effect[]> {
  const { facts, governing, index, before, record, published, told } = own;
  if (index === null) return [];
  return await pullConversation({
    ...talk,
    facts,
    index,
    verdict: facts.state === "open" ? own.verdict : null,
    before,
    record,
    published,
    told,
    teamsUnread: governing.kind === "good" && governing.unreadTeams.length > 0,
  });
}

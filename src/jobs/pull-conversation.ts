/** What people read on a pull request that was evaluated: its status comment and the answers. */
import type { Answer } from "../model/answer.ts";
import type { Effect } from "../model/effect.ts";
import type { ReadNote } from "../model/job.ts";
import type { Bot } from "../model/own-comment.ts";
import { pullConversation } from "./decide.ts";
import type { Evaluation } from "./evaluation.ts";

interface Talk {
  readonly bot: Bot;
  /** The line in which the status comment keeps the record. */
  readonly recordMarker: () => string;
  /** What is to be answered. */
  readonly notes: readonly ReadNote[];
  /** By line; absent: no promotions are open here. */
  readonly promotions?: ReadonlyMap<string, Answer>;
  /** The answer of each line that acts. */
  readonly acts?: ReadonlyMap<string, Answer>;
}

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

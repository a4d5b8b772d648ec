/** What the writers of actions work with, and how they word their results. */

import type { Kysely } from "kysely";
import type { Schema } from "../../../database/schema.ts";
import type { Answer } from "../../../model/answer.ts";
import type { CommandActionEffect, WritableAction } from "../../../model/command-effect.ts";
import { escapeMarkdown } from "../../../shared/markdown.ts";
import type { Client } from "../../client/client.ts";
import type { GitHubError } from "../../client/errors.ts";
import { repositoryPath } from "../../client/repository-path.ts";
import type { OwnEvents } from "../../read/own-events.ts";

export interface ActionContext<A extends WritableAction = WritableAction> {
  readonly client: Client;
  readonly db: Kysely<Schema>;
  readonly appId: number;
  /** Seals what only GitHub keeps. */
  readonly key: Uint8Array;
  readonly repositoryId: number;
  readonly effect: CommandActionEffect;
  readonly act: A;
  /** What the app itself did here since the line was written; empty if this is certainly the first try. */
  readonly events: OwnEvents;
}

/** The outcome of an action. */
export interface ActionResult {
  readonly answer: Answer;
  /** Whether GitHub is going to merge by itself because of this line, or no longer (R86); absent: nothing new. */
  readonly order?: "given" | "taken-back";
}

/** `/repos/{owner}/{name}` */
export function home({ effect }: Pick<ActionContext, "effect">): string {
  return repositoryPath(effect.repository);
}

/** `/repos/{owner}/{name}/issues/{number}`, where GitHub takes pull requests for issues. */
export function issuePath(context: Pick<ActionContext, "effect">): string {
  return `${home(context)}/issues/${context.effect.subject.number}`;
}

/** "this pull request" */
export function thisOne({ effect }: Pick<ActionContext, "effect">): string {
  return effect.subject.kind === "pull" ? "this pull request" : "this issue";
}

/** Without notes it simply worked. `did`: what was done all the same, a sentence; `null`: nothing. */
export function outcome(did: string | null, notes: readonly string[]): Answer {
  if (notes.length === 0) return { kind: "done" };
  if (did === null) return { kind: "refused", text: notes.join(" ") };
  return { kind: "told", text: [did, ...notes].join(" ") };
}

/** GitHub's own words for declining something. Inert, without a full stop. */
export function reasonOf(error: GitHubError): string {
  const words = error.message
    .replace(/^GraphQL \w+: \S+ at (?:the query|\S+): /, "")
    .replace(/^[A-Z]+ \S+: \d{3} ?/, "")
    .replace(/\.$/, "");
  return escapeMarkdown(words === "" ? "it gave no reason" : words.slice(0, 300));
}

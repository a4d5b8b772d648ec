/** What the writers of acts work with, and how they put what became of it into words. */
import type { Kysely } from "kysely";
import type { Answer } from "../../../commands/command.ts";
import type { Schema } from "../../../database/schema.ts";
import type { Act, ActEffect } from "../../../model/command-effect.ts";
import { inert } from "../../../shared/markdown.ts";
import type { Client } from "../../client/client.ts";
import type { GitHubError } from "../../client/errors.ts";
import type { OwnDeeds } from "./own-events.ts";

export interface Doing<A extends Act = Act> {
  readonly client: Client;
  readonly db: Kysely<Schema>;
  readonly appId: number;
  readonly effect: ActEffect;
  readonly act: A;
  /** What the app itself did here since the line was said; nothing where this is surely the first try. */
  readonly deeds: OwnDeeds;
  /** Told whether GitHub is about to merge by itself because of this line now, or no more (R86). */
  readonly ordered?: (effect: ActEffect, stands: boolean) => void;
}

/** `/repos/{owner}/{name}` */
export function home({ effect }: Pick<Doing, "effect">): string {
  return `/repos/${effect.repository.owner}/${effect.repository.name}`;
}

/** `/repos/{owner}/{name}/issues/{number}`, where GitHub takes pull requests for issues. */
export function issuePath(doing: Pick<Doing, "effect">): string {
  return `${home(doing)}/issues/${doing.effect.subject.number}`;
}

/** "this pull request" */
export function thisOne({ effect }: Pick<Doing, "effect">): string {
  return effect.subject.kind === "pull" ? "this pull request" : "this issue";
}

/** Without notes it simply worked. `did`: what was done all the same, a sentence; `null`: nothing was. */
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
  return inert(words === "" ? "it gave no reason" : words.slice(0, 300));
}

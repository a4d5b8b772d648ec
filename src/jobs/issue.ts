/** An issue's job: commands said on it are answered. */
import { apply } from "../apply.ts";
import { issueConversation } from "../decide.ts";
import { reconcile } from "../plan/reconcile.ts";
import type { JobSubject } from "../queue/model.ts";
import type { Work } from "../queue/worker.ts";
import { readIssue } from "../snapshot/read.ts";
import type { PullParts } from "./pull.ts";

type IssueSubject = Extract<JobSubject, { kind: "issue" }>;

export async function processIssue(parts: PullParts, subject: IssueSubject, work: Work): Promise<void> {
  const { client, registries, bot } = parts;
  if (!work.notes.some((note) => note.kind === "said")) return;
  const registryRepo = registries.companionOf(subject.repository.id);
  const read = await readIssue(client, subject.repository, subject.number, { registryRepo });
  if (read === "absent" || read.facts.repository.archived) return;
  const governing = await registries.governing(client, read.registryHead, read.facts.readAt);
  if (governing.kind !== "good") return;
  const wanted = issueConversation(read.facts, governing.index, work.notes, bot);
  const standing = { checks: new Map(), comments: read.facts.comments.items, botLogin: bot.login };
  work.signal.throwIfAborted();
  const { db, log, appId } = parts;
  const repositoryId = read.facts.repository.id;
  await apply(reconcile(wanted, standing), { client, db, log, appId, repositoryId, surelyNew: true, rewrite: false });
}

/** What the audit records of an effect: what exactly was done, without the long texts, which are on GitHub. Pure. */

import { fullName, unreachable } from "../shared/names.ts";
import type { AuditEntry } from "./audit-entry.ts";
import type { CommandActionEffect } from "./command-effect.ts";
import type { Effect, PublishEffect } from "./effect.ts";

type Detail = AuditEntry["detail"];

export function effectDetail(effect: Effect): Detail {
  switch (effect.kind) {
    case "check":
      return {
        name: effect.name,
        outcome: effect.outcome,
        title: effect.title,
        annotations: effect.annotations.length,
      };
    case "status-comment":
      return { comment: effect.commentId, created: effect.commentId === null };
    case "reply":
      return { to: effect.to };
    case "reaction":
      return { to: `${effect.to.kind}:${effect.to.id}`, content: effect.content };
    case "registry-change":
      return { registry: `${fullName(effect.repository)}:${effect.path}`, branch: effect.branch, title: effect.title };
    case "publish":
      return { into: fullName(effect.repository), files: publishedFiles(effect) };
    case "close-issue":
      return { closed: `${fullName(effect.repository)}#${effect.number}`, reason: effect.reason };
    case "registry-pull-note":
      return { noted: `${fullName(effect.repository)}#${effect.number}`, closed: effect.closes };
    case "proposal-pull":
      return { proposal: `${fullName(effect.repository)}#${effect.number}`, becomes: effect.becomes };
    case "act":
      return actDetail(effect);
    case "labelled":
      return { labels: effect.labels.map(({ name }) => name) };
    case "unlabelled":
      return { labels: effect.labels.map(({ name }) => name) };
    case "reviewers":
    case "no-reviewers":
      return { people: effect.logins };
    case "merged-branch":
      return { branch: effect.branch };
    case "end-merge":
      return { way: effect.way };
    default:
      return unreachable(effect);
  }
}

function publishedFiles({ branchStep }: PublishEffect): readonly string[] {
  return branchStep.kind === "move" ? branchStep.files.map(({ path }) => path) : [];
}

export function actDetail({ act, key, by }: CommandActionEffect): Detail {
  return { act: act.kind, key, by: by.login };
}

/** `rung explain OWNER/REPO#N`: what Rung makes of a real pull request, and what it would write. Nothing is written. */

import type { Env } from "../environment/variables.ts";
import { GitHubError } from "../github/client/errors.ts";
import { openRegistries } from "../github/read/governing-registry.ts";
import { diffReader } from "../github/read/read-diffs.ts";
import type { RegistryStore } from "../github/read/registry-files.ts";
import { type Explanation, explain } from "../jobs/explain-pull.ts";
import type { Effect } from "../model/effect.ts";
import { createLog } from "../shared/log.ts";
import { unreachable } from "../shared/names.ts";
import { recordKey } from "../shared/seal-key.ts";
import type { Ending, Io, Machine } from "./command.ts";
import type { PullRequestName } from "./repository.ts";
import { type SignedIn, signIn } from "./sign-in.ts";
import { oneLine, severalLines } from "./terminal-text.ts";
import { nothingOf } from "./unanswered.ts";

interface Asked {
  readonly pull: PullRequestName;
  readonly json: boolean;
}

export async function run({ pull, json }: Asked, io: Io, machine: Machine): Promise<Ending> {
  try {
    const access = await signIn(pull.repository, io, machine);
    if ("problem" in access) return access;
    const explanation = await explained(pull, access, machine.env);
    io.out(json ? JSON.stringify(explanation, null, 2) : text(pull, explanation));
    return explanation.kind === "absent" ? 1 : 0;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    io.err(nothingOf(pull.repository, error));
    return 1;
  }
}

function explained(pull: PullRequestName, access: SignedIn, env: Env): Promise<Explanation> {
  const evaluator = {
    client: access.client,
    log: createLog("silent"),
    registries: openRegistries(forgetful(), env.REGISTRY_REPO || ".github"),
    diffs: diffReader(),
    webUrl: access.webUrl,
    bot: { login: access.botLogin, id: null },
    keys: access.webhookSecrets.map(recordKey),
  };
  return explain(evaluator, pull.repository, pull.number);
}

/** One question is asked and the process ends: nothing needs keeping. */
function forgetful(): RegistryStore {
  return { find: async () => null, save: async () => {} };
}

function text(pull: PullRequestName, explanation: Explanation): string {
  const name = `${pull.repository.owner}/${pull.repository.name}#${pull.number}`;
  switch (explanation.kind) {
    case "absent":
      return `${name} is no pull request, or not for these credentials to see.`;
    case "no-registry":
      return `${name}: no roles.yaml governs this repository, so Rung is silent.`;
    case "explained": {
      const { title, check, plan } = explanation;
      const report = [check.summary, check.text].filter(Boolean).join("\n\n");
      const missing = plan.length === 0 ? "Nothing: GitHub shows all of it." : plan.map(line).join("\n");
      return severalLines(
        `${name}: ${oneLine(title)}\nCheck ${check.name}: ${check.outcome}\n${check.title}\n\n${report}\n\nWould write:\n${missing}`,
      );
    }
    default:
      return unreachable(explanation);
  }
}

function line(effect: Effect): string {
  switch (effect.kind) {
    case "check":
      return `- check ${effect.name} on ${effect.headSha.slice(0, 7)}: ${effect.outcome}, "${effect.title}"`;
    case "status-comment":
      return effect.commentId === null ? "- a status comment" : `- status comment ${effect.commentId}, edited`;
    case "reply":
      return `- a reply to ${effect.to}`;
    case "reaction":
      return `- a reaction to ${effect.to.kind} ${effect.to.id}`;
    case "registry-change":
      return `- a pull request from ${effect.branch}: "${effect.title}"`;
    case "close-issue":
      return `- #${effect.number} closed as ${effect.reason.replace("_", " ")}`;
    case "registry-pull-note":
      return `- a word on the registry's change #${effect.number}`;
    case "proposal-pull":
      return `- the proposal #${effect.number} brought up to date${effect.becomes === "as it is" ? "" : `, ${effect.becomes}`}`;
    case "publish":
      return `- the lists of ${effect.repository.name} brought up to date: ${effect.title}`;
    case "act":
      return `- ${effect.act.kind}, asked for by ${effect.by.login}`;
    case "labelled":
      return `- labels put on: ${effect.labels.map(({ name }) => name).join(", ")}`;
    case "unlabelled":
      return `- labels taken off: ${effect.labels.map(({ name }) => name).join(", ")}`;
    case "reviewers":
      return `- review requested from ${effect.logins.join(", ")}`;
    case "no-reviewers":
      return `- review no longer requested from ${effect.logins.join(", ")}`;
    case "merged-branch":
      return `- the branch ${effect.branch}, which was merged, deleted`;
    case "end-merge":
      return "- what GitHub would merge by itself, taken back";
    default:
      return unreachable(effect);
  }
}

/** `rung explain OWNER/REPO#N`: what Rung makes of a real pull request, and what it would write. Nothing is written. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { ghesUrls } from "../environment.ts";
import { type Explanation, explain } from "../explain.ts";
import { type Client, openGitHub, tokenClient } from "../github/client.ts";
import { GitHubError } from "../github/errors.ts";
import { createLog } from "../log.ts";
import { type RepositoryName, unreachable } from "../names.ts";
import type { Effect } from "../plan/effect.ts";
import { recordKey } from "../record-key.ts";
import { diffReader } from "../snapshot/diffs.ts";
import { openRegistries } from "../snapshot/registry.ts";
import type { RegistryStore } from "../snapshot/registry-files.ts";

export interface ExplainIo {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const EXPLAIN_USAGE = `rung explain OWNER/REPO#NUMBER [--json]

Prints the check that Rung would write on the pull request and what is missing on GitHub. Writes nothing.

GITHUB_TOKEN   a token that may read the repository; or APP_ID and PRIVATE_KEY of the app
WEBHOOK_SECRET lets it read what the app remembers in its status comment
GHE_HOST       a GitHub Enterprise Server; GHE_PROTOCOL if it is not https
REGISTRY_REPO  the owner's registry repository (.github)
`;

interface Target {
  readonly repository: RepositoryName;
  readonly number: number;
}

/** Exit codes: 0 explained, 1 GitHub would not tell, 2 used wrongly. */
export async function run(args: readonly string[], io: ExplainIo): Promise<number> {
  const options = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    io.out(EXPLAIN_USAGE);
    return 0;
  }
  const target = targetOf(positionals[0] ?? "");
  const access = target ? await accessTo(target, io.env) : null;
  if (!target || !access || positionals.length > 1) {
    io.err(target ? "Set GITHUB_TOKEN, or APP_ID and PRIVATE_KEY.\n" : EXPLAIN_USAGE);
    return 2;
  }
  try {
    const explanation = await explained(target, access, io);
    io.out(values.json ? `${JSON.stringify(explanation, null, 2)}\n` : text(target, explanation));
    return explanation.kind === "absent" ? 1 : 0;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    io.err(`GitHub did not answer in full, so nothing can be said: ${error.message}\n`);
    return 1;
  }
}

/** `owner/repo#12`, or the pull request's address. */
function targetOf(word: string): Target | null {
  const found = /^(?:https?:\/\/[^/]+\/)?([\w.-]+)\/([\w.-]+)(?:#|\/pull\/)(\d{1,9})\/?$/.exec(word);
  if (!found) return null;
  const [, owner = "", name = "", number = ""] = found;
  return { repository: { owner, name }, number: Number(number) };
}

interface Access {
  readonly client: Client;
  readonly botLogin: string;
}

const installationView = z.looseObject({ id: z.number() });

async function accessTo({ repository }: Target, env: ExplainIo["env"]): Promise<Access | null> {
  const host = env.GHE_HOST;
  const urls = host
    ? ghesUrls(env.GHE_PROTOCOL ?? "https", host)
    : { apiUrl: "https://api.github.com", graphqlUrl: "https://api.github.com/graphql" };
  const token = env.GITHUB_TOKEN;
  if (token) return { client: tokenClient({ ...urls, token }), botLogin: "rung[bot]" };
  const { APP_ID: appId, PRIVATE_KEY: key } = env;
  if (!appId || !key) return null;
  const github = openGitHub({ ...urls, appId: Number(appId), privateKey: key.replaceAll("\\n", "\n") });
  const { botLogin } = await github.appIdentity();
  const { data } = await github.app.rest("GET", `/repos/${repository.owner}/${repository.name}/installation`);
  return { client: github.installation(installationView.parse(data).id), botLogin };
}

function explained(target: Target, access: Access, { env }: ExplainIo): Promise<Explanation> {
  const secrets = [env.WEBHOOK_SECRET, env.WEBHOOK_SECRET_PREVIOUS].flatMap((secret) => (secret ? [secret] : []));
  const evaluator = {
    client: access.client,
    log: createLog("silent"),
    registries: openRegistries(forgetful(), env.REGISTRY_REPO || ".github"),
    findRecord: async () => null,
    diffs: diffReader(),
    bot: { login: access.botLogin, id: null },
    keys: secrets.map(recordKey),
  };
  return explain(evaluator, target.repository, target.number);
}

/** One question is asked and the process ends: nothing needs keeping. */
function forgetful(): RegistryStore {
  return { find: async () => null, save: async () => {} };
}

function text(target: Target, explanation: Explanation): string {
  const name = `${target.repository.owner}/${target.repository.name}#${target.number}`;
  switch (explanation.kind) {
    case "absent":
      return `${name} is not there, or not for this token to see.\n`;
    case "no-registry":
      return `${name}: no roles.yaml governs this repository, so Rung is silent.\n`;
    case "explained": {
      const { title, check, plan } = explanation;
      const report = [check.summary, check.text].filter(Boolean).join("\n\n");
      const missing = plan.length === 0 ? "Nothing: GitHub shows all of it." : plan.map(line).join("\n");
      return `${name}: ${title}\nCheck ${check.name}: ${check.outcome}\n${check.title}\n\n${report}\n\nWould write:\n${missing}\n`;
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
    default:
      return unreachable(effect);
  }
}

/**
 * Compares what is on each open pull request with what the pure core makes, from scratch, of the present world and of everything that
 * really happened. Of what the bots remember only the reviewers that they asked are used, since chance decided that.
 */

import { ownStatus, statusComment } from "../../src/commands/replies/status-comment.ts";
import { unseal } from "../../src/gate/record/marker.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import { openGitHub } from "../../src/github/client/client.ts";
import { openRegistries } from "../../src/github/read/governing-registry.ts";
import { diffReader } from "../../src/github/read/read-diffs.ts";
import { headChecks } from "../../src/jobs/decide.ts";
import { evaluate } from "../../src/jobs/evaluate-pull.ts";
import type { Evaluation, Evaluator } from "../../src/jobs/evaluation.ts";
import { readNotes } from "../../src/jobs/read-notes.ts";
import { recordContext } from "../../src/jobs/stored-record.ts";
import type { CheckEffect } from "../../src/model/effect.ts";
import type { PullFacts } from "../../src/model/facts.ts";
import { subjectKey } from "../../src/model/job.ts";
import type { LabelMemory, PullRecord } from "../../src/model/pull-record.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import type { CheckRun, Pull } from "../../src/sandbox/world/model.ts";
import { createLog } from "../../src/shared/log.ts";
import { recordKey } from "../../src/shared/seal-key.ts";
import { labelChange, possibleNames } from "../../src/triage/labels/change.ts";
import { nameOf } from "./town.ts";
import type { Truth } from "./truth.ts";

/** One sentence each: what is wrong, on what. */
export async function wrongStates(sandbox: Sandbox, truth: Truth): Promise<readonly string[]> {
  const github = openGitHub({
    ...{ apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` },
    ...{ appId: sandbox.appId, privateKey: sandbox.privateKey },
  });
  const evaluator: Evaluator = {
    client: github.installation(sandbox.installationId),
    log: createLog("silent"),
    registries: openRegistries({ find: async () => null, save: async () => {} }, ".github"),
    diffs: diffReader(),
    webUrl: sandbox.url,
    bot: { login: sandbox.botLogin, id: null },
    keys: [],
  };
  const wrong: string[] = [];
  try {
    for (const pull of openPulls(sandbox)) wrong.push(...(await wrongOn(sandbox, truth, evaluator, pull)));
  } finally {
    github.close();
  }
  return [...wrong, ...waitingInQueues(sandbox), ...greenForNobody(sandbox)];
}

function openPulls({ world }: Sandbox): readonly Pull[] {
  const all = [...world.repos.values()].flatMap((repo) => [...repo.subjects.values()]);
  return all.filter((one): one is Pull => one.kind === "pull" && one.state === "open");
}

async function wrongOn(sandbox: Sandbox, truth: Truth, evaluator: Evaluator, pull: Pull): Promise<readonly string[]> {
  const own = await scratch(sandbox, truth, evaluator, pull);
  if (own === null) return [`${nameOf(pull)}: GitHub does not show it`];
  const twins = openPulls(sandbox).filter(
    (other) => other !== pull && other.repo === pull.repo && other.headSha === pull.headSha,
  );
  const theirs = await Promise.all(twins.map((twin) => scratch(sandbox, truth, evaluator, twin)));
  const checks = headChecks([own, ...theirs.filter((twin) => twin !== null)], []);
  return [
    ...checks.flatMap((check) => wrongCheck(sandbox, pull, check)),
    ...wrongLabels(sandbox, pull, own),
    ...wrongStatus(sandbox, pull, own),
  ];
}

async function scratch(sandbox: Sandbox, truth: Truth, evaluator: Evaluator, pull: Pull): Promise<Evaluation | null> {
  const { repo, number } = pull;
  const repository = { owner: repo.owner.login, name: repo.name, id: repo.id };
  const notes = truth.notes.get(subjectKey(sandbox.installationId, { kind: "pull", repository, number })) ?? [];
  const holdLabel = lastPutOn(pull, "do-not-merge/hold");
  const record: PullRecord = { ...emptyRecord(), ownHoldLabel: holdLabel === sandbox.botLogin };
  const read = await readNotes(notes);
  const first = await evaluate(evaluator, { repository, number }, read, record);
  const reviewing = first === "absent" ? undefined : publishedOn(sandbox, first.facts)?.record?.reviewing;
  if (first === "absent" || reviewing === undefined) return first === "absent" ? null : first;
  const found = await evaluate(evaluator, { repository, number }, read, { ...record, reviewing });
  return found === "absent" ? null : found;
}

/** The bots' own status comment; `null`: there is none. Its record is `null` where it cannot be read. */
function publishedOn(sandbox: Sandbox, facts: PullFacts): { body: string; record: PullRecord | null } | null {
  const there = ownStatus(facts, { login: sandbox.botLogin, id: null });
  if (there === null) return null;
  const sealed = unseal(there.body, recordContext(facts), [recordKey(sandbox.webhookSecret)]);
  return { body: there.body, record: sealed.kind === "ok" ? sealed.record : null };
}

/** Login of whoever put the label on last; `null`: nobody did, or it was taken off by whoever had put it on. */
function lastPutOn(pull: Pull, name: string): string | null {
  const moves = pull.events.filter(({ event, detail }) => /^(un)?labeled$/.test(event) && detail.label?.name === name);
  const put = moves.findLast(({ event }) => event === "labeled")?.actor.login ?? null;
  const last = moves.at(-1);
  return last?.event === "unlabeled" && last.actor.login === put ? null : put;
}

function wrongCheck({ botLogin }: Sandbox, pull: Pull, check: CheckEffect): readonly string[] {
  const runs = pull.repo.checkRuns.get(check.headSha) ?? [];
  const run = runs.findLast(({ name, app }) => name === check.name && app.bot.login === botLogin);
  const where = `${nameOf(pull)}: check ${check.name}`;
  if (run === undefined) return [`${where} is missing; it should be ${check.outcome}, "${check.title}"`];
  const there = shown(run);
  const wanted = [check.outcome === "waiting" ? "in_progress" : check.outcome, check.title, check.summary, check.text];
  const at = wanted.findIndex((part, index) => lasting(part) !== lasting(there[index] ?? ""));
  if (at === -1) return [];
  const [is, should] = difference(lasting(there[at] ?? ""), lasting(wanted[at] ?? ""));
  return [`${where} says ${JSON.stringify(is)} instead of ${JSON.stringify(should)} (${there[0]}: ${there[1]})`];
}

/**
 * Without what a change of the registry does to others that are open, since no event of this pull request tells when that changes; and
 * without whether reviewers are still to be asked, which the bots alone remember where they published nothing.
 */
function lasting(text: string): string {
  return PASSING.reduce((left, pattern) => left.replace(pattern, ""), text).replace(/\n{3,}/g, "\n\n");
}

const PASSING = [
  / ?Reviewers are asked once it is ready\./g,
  /(?<=^Draft: )(?:reviewers are asked once it is ready|not ready for review yet)$/g,
  /^No pull request is open that it governs\.$/gm,
  /^The one open pull request that it governs would stand as it does\.$/gm,
  /^All \d+ open pull requests that were looked at would stand as they do\.$/gm,
  /^\*\*\d+ of \d+ open pull requests would stand otherwise\*\*\n(?:- .*\n?)+/gm,
  /(?:Of )?\d+ (?:more|are in repositories) [^.\n]*\.(?: |$)/gm,
];

function shown({ status, conclusion, title, summary, text }: CheckRun): readonly string[] {
  return [conclusion ?? status, title ?? "", summary ?? "", text ?? ""];
}

/** The first lines that differ. */
function difference(one: string, other: string): readonly [string, string] {
  const [ones, others] = [one.split("\n"), other.split("\n")];
  const at = Math.max(
    0,
    ones.findIndex((line, index) => line !== others[index]),
  );
  return [ones[at] ?? "", others[at] ?? ""];
}

function wrongLabels({ botLogin }: Sandbox, pull: Pull, own: Evaluation): readonly string[] {
  if (own.index === null) return [];
  // What commands put on is the app's by GitHub's word, and not Rung's to keep.
  const kept = possibleNames(own.index.registry);
  const names = [...new Set(pull.events.flatMap(({ detail }) => detail.label?.name ?? []))].filter((name) =>
    kept.has(name.toLowerCase()),
  );
  const isOurs = (name: string) => lastPutOn(pull, name) === botLogin;
  const labels: LabelMemory = {
    own: names.filter(isOurs).map((name) => name.toLowerCase()),
    others: names.filter((name) => !isOurs(name)).map((name) => name.toLowerCase()),
  };
  const { facts, index, verdict, record } = own;
  const change = labelChange({ facts, index, verdict, record: { ...record, labels } });
  if (change === null) return [];
  if ("kind" in change) return [`${nameOf(pull)}: nobody knows whose the labels ${change.names.join(", ")} are`];
  return [
    ...change.add.map(({ name }) => `${nameOf(pull)}: the label ${name} is missing`),
    ...change.remove.map(({ name }) => `${nameOf(pull)}: the label ${name} should be off`),
  ];
}

function wrongStatus(sandbox: Sandbox, pull: Pull, own: Evaluation): readonly string[] {
  const { facts, index, verdict, record } = own;
  if (index === null) return [];
  const bot = { login: sandbox.botLogin, id: null };
  const there = publishedOn(sandbox, facts);
  const published = there?.record ?? null;
  if (there !== null && published === null) return [`${nameOf(pull)}: the status comment's record cannot be read`];
  // Whom it asked and what it was ordered is not derived anew.
  const remembered: PullRecord = {
    ...record,
    ...(published?.reviewing !== undefined && { reviewing: published.reviewing }),
    ...(published?.order !== undefined && { order: published.order }),
  };
  // Told once, by what was known when it happened: a release of one's own that is heard of late does not untell it.
  const { released: _, ...others } = remembered;
  const kept = published?.released === undefined ? others : { ...others, released: published.released };
  const words = statementsOf(facts, record);
  const wanted = statusComment({
    facts,
    verdict,
    record: kept,
    recordMarker: () => "",
    published,
    words,
    index,
    bot,
    wanted: false,
  });
  if (wanted === null) return [];
  if (there === null)
    return [`${nameOf(pull)}: the status comment is missing: ${JSON.stringify(wanted.body.slice(0, 300))}`];
  const [text = ""] = there.body.split("\n\n<!-- ");
  const [is, should] = difference(text, wanted.body.trimEnd());
  return is === should
    ? []
    : [`${nameOf(pull)}: the status comment says ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`];
}

/** A commit that nobody's pull request has as its head lets nothing through (R38); what was merged may keep its check. */
function greenForNobody(sandbox: Sandbox): readonly string[] {
  const repos = [...sandbox.world.repos.values()];
  const pulls = repos.flatMap((repo) => [...repo.subjects.values()]).filter((one): one is Pull => one.kind === "pull");
  const standing = pulls.filter(({ state, merged }) => state === "open" || merged !== null);
  const spokenFor = new Set(standing.flatMap(({ headSha, merged }) => [headSha, merged?.sha ?? headSha]));
  return repos.flatMap((repo) =>
    [...repo.checkRuns].flatMap(([sha, runs]) => {
      const run = runs.findLast(({ name, app }) => name === "rung" && app.bot.login === sandbox.botLogin);
      const isGreen = run?.conclusion === "success" && !spokenFor.has(sha);
      return isGreen ? [`${repo.name}@${sha.slice(0, 7)}: is no pull request's head, and its check passes`] : [];
    }),
  );
}

/** A merge queue's commit is answered at once, and its entry leaves with the answer (R18). */
function waitingInQueues({ world }: Sandbox): readonly string[] {
  const entries = [...world.repos.values()].flatMap((repo) => [...repo.queues.values()].flat());
  return entries.map(
    ({ pull, headSha }) => `${nameOf(pull)}: its merge group ${headSha.slice(0, 7)} was never answered`,
  );
}

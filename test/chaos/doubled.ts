/** Effects that exist, or were made, more than once, by the sandbox's own records: comments, check runs, pull requests, actions. */

import { z } from "zod";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import type { Call } from "../../src/model/call.ts";
import { type Note, subjectKey } from "../../src/model/job.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import type { CheckRun, Pull, Subject, TimelineEvent } from "../../src/sandbox/world/model.ts";
import { nameOf } from "./town.ts";
import type { Truth } from "./truth.ts";

/** Watches check runs from now on: one that is made while an earlier one could have been brought up to date is doubled. */
export function watchChecks({ world, botLogin }: Sandbox): readonly string[] {
  const doubled: string[] = [];
  world.onEvent(({ name, action, repo, sender, payload }) => {
    if (name !== "check_run" || action !== "created" || repo === null || sender.login !== botLogin) return;
    const made = world.checkRun(checkRunIn.parse(payload()).check_run.id);
    const others = repo.checkRuns.get(made.headSha)?.filter((run) => run !== made && run.name === made.name);
    const before = others?.findLast(({ app }) => app === made.app);
    if (before === undefined || !isInVain(made, before)) return;
    const there = before.conclusion ?? before.status;
    doubled.push(
      `${made.name} on ${repo.name}@${made.headSha.slice(0, 7)}: a second check run beside one that is ${there}`,
    );
  });
  return doubled;
}

const checkRunIn = z.object({ check_run: z.object({ id: z.number() }) });

/** A completed run cannot be opened again, nor can annotations be taken back: only then there must be another. */
function isInVain(made: CheckRun, before: CheckRun): boolean {
  if (made.annotations.length > 0 || before.annotations.length > 0) return false;
  return before.status !== "completed" || made.status === "completed";
}

export function doubledEffects(sandbox: Sandbox, truth: Truth): readonly string[] {
  const subjects = [...sandbox.world.repos.values()].flatMap((repo) => [...repo.subjects.values()]);
  return [
    ...subjects.flatMap((subject) => doubledComments(sandbox, subject)),
    ...subjects.flatMap((subject) => doubledDeeds(sandbox, truth, subject)),
    ...doubledPulls(sandbox, subjects),
  ];
}

/** Every kind of comment begins with a hidden line that names what it is for. */
function doubledComments({ botLogin }: Sandbox, subject: Subject): readonly string[] {
  const own = subject.comments.filter(({ author }) => author.login === botLogin);
  const lines = own.map(({ body }) => body.split("\n", 1)[0] ?? "");
  const twice = [...new Set(lines.filter((line, at) => lines.indexOf(line) !== at))];
  return twice.map((line) => `${nameOf(subject)}: more than one comment ${JSON.stringify(line)}`);
}

/** Closed ones too: what carries one change of the registry is opened once. */
function doubledPulls({ botLogin }: Sandbox, subjects: readonly Subject[]): readonly string[] {
  const own = subjects.filter((one): one is Pull => one.kind === "pull" && one.author.login === botLogin);
  return own
    .filter((pull, at) => own.findIndex(({ repo, headRef }) => repo === pull.repo && headRef === pull.headRef) !== at)
    .map((pull) => `${nameOf(pull)}: a second pull request from ${pull.headRef}`);
}

/** Two are asked at the opening, and somebody for each area that a later push touches. */
const MAX_REVIEWERS = 3;

const RELEASED = "review_request_removed";

/** By the timeline's event: the commands that ask for it. */
const ASKED_BY: Readonly<Record<string, (call: Call) => boolean>> = {
  renamed: ({ name }) => name === "retitle",
  closed: ({ name }) => ["close", "merge"].includes(name),
  reopened: ({ name }) => name === "reopen",
  convert_to_draft: ({ name }) => name === "draft",
  ready_for_review: ({ name }) => name === "ready",
  assigned: ({ name, cancel }) => name === "assign" && !cancel,
  unassigned: ({ name, cancel }) => name === "assign" && cancel,
  auto_merge_enabled: ({ name, cancel }) => name === "merge" && !cancel,
  added_to_merge_queue: ({ name, cancel }) => name === "merge" && !cancel,
  [RELEASED]: ({ name, cancel }) => name === "cc" && cancel,
};

/** The app does a thing at most as often as somebody asked for it. */
function doubledDeeds({ botLogin, installationId }: Sandbox, truth: Truth, subject: Subject): readonly string[] {
  const calls = callsOn(truth, installationId, subject);
  const own = subject.events.filter(({ actor }) => actor.login === botLogin);
  // A promotion that is done closes its issue.
  const promoted = calls.filter(({ name, cancel }) => name === "promote" && !cancel).length;
  // A reroll lets go those whom it replaces.
  const released = MAX_REVIEWERS * calls.filter(({ name }) => name === "reroll").length;
  const counts = Object.entries(ASKED_BY).map(([event, asks]) => ({
    what: event,
    done: own.filter((one) => one.event === event).length,
    asked: calls.filter(asks).length + (event === "closed" ? promoted : 0) + (event === RELEASED ? released : 0),
  }));
  const changes = changesOf(truth, installationId, subject);
  return [...counts, ...labelled(own, calls), ...requested(own, calls, changes)]
    .filter(({ done, asked }) => done > asked)
    .map(({ what, done, asked }) => `${nameOf(subject)}: ${what} ${done} times, asked for ${asked} times`);
}

interface Count {
  readonly what: string;
  readonly done: number;
  readonly asked: number;
}

function callsOn(truth: Truth, installationId: number, subject: Subject): readonly Call[] {
  return notesOn(truth, installationId, subject).flatMap((note) => (note.kind === "said" ? callsIn(note.text) : []));
}

/** How often something came that can end an approval, whose giver is then asked again: pushes and other bases. */
function changesOf(truth: Truth, installationId: number, subject: Subject): number {
  const notes = notesOn(truth, installationId, subject);
  return notes.filter((note) => (note.kind === "head" || note.kind === "base") && note.before !== null).length;
}

function notesOn({ notes }: Truth, installationId: number, { kind, repo, number }: Subject): readonly Note[] {
  const repository = { owner: repo.owner.login, name: repo.name, id: repo.id };
  return notes.get(subjectKey(installationId, { kind, repository, number })) ?? [];
}

const OF_COMMANDS = /^(kind\/|good first issue)/;

/** Labels that people ask for; those of rules come and go with the verdict. */
function labelled(own: readonly TimelineEvent[], calls: readonly Call[]): readonly Count[] {
  const moves = own.filter(
    ({ event, detail }) => /^(un)?labeled$/.test(event) && OF_COMMANDS.test(detail.label?.name ?? ""),
  );
  const names = [...new Set(moves.map(({ event, detail }) => `${event} ${detail.label?.name}`))];
  return names.map((what) => {
    const isOff = what.startsWith("un");
    const asks = ({ name, cancel, words }: Call) =>
      (name === "label" || name === "kind") && cancel === isOff && words !== "" && what.endsWith(words);
    const done = moves.filter(({ event, detail }) => `${event} ${detail.label?.name}` === what).length;
    return { what, done, asked: calls.filter(asks).length };
  });
}

/** So many whose approval one change ended are asked again. */
const MAX_AGAIN = 5;

function requested(own: readonly TimelineEvent[], calls: readonly Call[], changes: number): readonly Count[] {
  const requests = own.filter(({ event }) => event === "review_requested");
  const people = [...new Set(requests.map(({ detail }) => detail.who?.login ?? ""))];
  const rerolls = calls.filter(({ name }) => name === "reroll").length;
  const named = calls.filter(({ name, cancel }) => name === "cc" && !cancel);
  const each = people.map((login) => ({
    what: `review_requested of ${login}`,
    done: requests.filter(({ detail }) => detail.who?.login === login).length,
    asked: 1 + changes + rerolls + named.filter(({ words }) => words.includes(login)).length,
  }));
  const asked = MAX_REVIEWERS + MAX_AGAIN * changes + rerolls + named.length;
  return [...each, { what: "review_requested", done: requests.length, asked }];
}

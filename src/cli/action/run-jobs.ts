/** What one run of a workflow has to do: its event's job, those that jobs send, and what is due again while the run may wait for it. */

import { type Job, type JobSubject, type RepositoryRef, subjectKey, subjectName } from "../../model/job.ts";
import { fullName } from "../../shared/names.ts";
import { whyForTheApp } from "./action-event.ts";

export interface RunJobs {
  /** Each subject is looked at once in a run. What a run cannot do, or is not for, is left out. */
  enqueue(jobs: readonly Job[]): void;
  /** `null`: not any more. What is due after more than a minute is the next run's. */
  later(job: Job, inMs: number | null): void;
  /** `null`: all is done. `inMs`: to wait before, in milliseconds. */
  next(): { readonly job: Job; readonly inMs: number } | null;
}

/** Long enough for the next part of a long look; a run costs its time. */
const MAX_WAIT_MS = 60_000;
/** A look at twenty people after another comes to an end, whatever else asks to be looked at again. */
const MAX_REPEATS = 20;

/** `out` is told what is left to the next run, and what no run does. */
export function runJobs(
  { repository, isScheduled }: { readonly repository: RepositoryRef; readonly isScheduled: boolean },
  out: (text: string) => void,
): RunJobs {
  const waiting: Job[] = [];
  const sent = new Set<string>();
  /** By `performance.now()`. */
  const soon = new Map<string, { readonly job: Job; readonly at: number }>();
  let repeats = 0;
  return {
    enqueue: (jobs) => {
      for (const job of jobs) {
        const key = keyOf(job);
        if (sent.has(key)) continue;
        sent.add(key);
        const left = whyLeft(job.subject, repository);
        if (left !== null && isScheduled) out(`${jobName(job.subject)} is left out: ${left}.`);
        if (left === null && (isScheduled || !isByDate(job.subject))) waiting.push(job);
      }
    },
    later: (job, inMs) => {
      soon.delete(keyOf(job));
      if (inMs === null) return;
      if (inMs <= MAX_WAIT_MS && repeats < MAX_REPEATS) soon.set(keyOf(job), { job, at: performance.now() + inMs });
      else
        out(`${jobName(job.subject)} is to be looked at again in ${spanOf(inMs)}: the workflow's schedule does that.`);
    },
    next: () => {
      const job = waiting.shift();
      if (job !== undefined) return { job, inMs: 0 };
      const [first] = [...soon.values()].sort((one, other) => one.at - other.at);
      if (first === undefined) return null;
      repeats += 1;
      soon.delete(keyOf(first.job));
      return { job: first.job, inMs: Math.max(0, first.at - performance.now()) };
    },
  };
}

function keyOf({ installationId, subject }: Job): string {
  return subjectKey(installationId, subject);
}

/** They search for each person anew, since a run remembers nobody: by the schedule that is enough, and by every event too much. */
function isByDate({ kind }: JobSubject): boolean {
  return kind === "inactivity" || kind === "growth" || kind === "decisions";
}

/** `null`: it is the run's to do. */
function whyLeft(subject: JobSubject, { id }: RepositoryRef): string | null {
  const isElsewhere = "repository" in subject && subject.repository.id !== id;
  return isElsewhere ? "a workflow's token reaches its own repository alone" : whyForTheApp(subject);
}

/** The subject as the run's log calls it. */
export function jobName(subject: JobSubject): string {
  return subject.kind === "sweep"
    ? `everything open in ${subject.repositories.map(fullName).join(", ")}`
    : subjectName(0, subject);
}

function spanOf(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 90) return `${minutes} min`;
  const hours = Math.ceil(ms / 3_600_000);
  return hours <= 48 ? `${hours} h` : `${Math.ceil(hours / 24)} days`;
}

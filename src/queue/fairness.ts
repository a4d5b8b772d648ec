/** Who is passed over while others wait: a repository or an installation that already has its share of the running subjects. Pure. */

import type { Job } from "../model/job.ts";

/** The group that jobs are claimed by, so that a crowd can be passed over: the repository, or the installation for its sweeps. */
export function groupOf(subjectKey: string): string {
  return /^[a-z-]+:(\d+)/.exec(subjectKey)?.[1] ?? subjectKey;
}

export interface Shares {
  /** Subjects that may run at a time. */
  readonly repository: number;
  readonly installation: number;
  /** Places that a crowd never takes, so that a newcomer finds one free. */
  readonly kept: number;
}

export function sharesOf(concurrency: number): Shares {
  return {
    repository: Math.max(1, Math.floor(concurrency / 4)),
    installation: Math.max(1, Math.floor(concurrency / 2)),
    kept: Math.floor(concurrency / 8),
  };
}

export interface Crowds {
  began(subjectKey: string, job: Job | undefined): void;
  ended(subjectKey: string): void;
  /** Groups that have their share. */
  full(): readonly string[];
}

/** The repositories of an installation are known from their runs; this many are remembered. */
const MAX_KNOWN = 5_000;

export function crowds(shares: Shares): Crowds {
  const running = new Map<string, number>();
  const installationOf = new Map<string, number>();
  return {
    began(subjectKey, job) {
      const group = groupOf(subjectKey);
      running.set(group, (running.get(group) ?? 0) + 1);
      if (job === undefined) return;
      if (installationOf.size >= MAX_KNOWN && !installationOf.has(group)) installationOf.clear();
      installationOf.set(group, job.installationId);
    },
    ended(subjectKey) {
      const group = groupOf(subjectKey);
      const left = (running.get(group) ?? 1) - 1;
      if (left > 0) running.set(group, left);
      else running.delete(group);
    },
    full() {
      const perInstallation = new Map<number, number>();
      for (const [group, count] of running) {
        const installation = installationOf.get(group);
        if (installation !== undefined)
          perInstallation.set(installation, (perInstallation.get(installation) ?? 0) + count);
      }
      const isFull = (installation: number) => (perInstallation.get(installation) ?? 0) >= shares.installation;
      const crowded = [...running].filter(([, count]) => count >= shares.repository).map(([group]) => group);
      // Asked at each claim: thousands of repositories are gone through only where some installation has its share.
      if (![...perInstallation.keys()].some(isFull)) return crowded;
      // Its quiet repositories too: what they would take is the installation's share.
      const covered = [...installationOf].filter(([, installation]) => isFull(installation)).map(([group]) => group);
      return [...new Set([...crowded, ...covered])];
    },
  };
}

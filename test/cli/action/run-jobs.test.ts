import { describe, expect, it } from "vitest";
import { runJobs } from "../../../src/cli/action/run-jobs.ts";
import type { Job, JobSubject } from "../../../src/model/job.ts";

const HERE = { owner: "acme", name: "anvil", id: 7 };
const ELSEWHERE = { owner: "acme", name: ".github", id: 8 };

function jobOf(subject: JobSubject): Job {
  return { installationId: 1, subject, cause: "sweep", notes: [] };
}

function aRun(isScheduled: boolean) {
  const said: string[] = [];
  const jobs = runJobs({ repository: HERE, isScheduled }, (text) => said.push(text));
  const done = () => {
    const kinds: string[] = [];
    for (let next = jobs.next(); next !== null; next = jobs.next()) kinds.push(next.job.subject.kind);
    return kinds;
  };
  return { jobs, said, done };
}

describe("what a run of a workflow has to do", () => {
  it("who was not seen and who may be ready is looked for by the schedule, since each look searches for everybody; no event does", () => {
    const looks = (["inactivity", "growth", "decisions"] as const).map((kind) => jobOf({ kind, repository: HERE }));
    const event = aRun(false);
    event.jobs.enqueue(looks);
    expect(event.done()).toEqual([]);
    const schedule = aRun(true);
    schedule.jobs.enqueue(looks);
    expect(schedule.done()).toEqual(["inactivity", "growth", "decisions"]);
    expect([...event.said, ...schedule.said]).toEqual([]);
  });

  it("what a workflow's token cannot reach is left out, and told where nobody waits for the run", () => {
    const out = [
      jobOf({ kind: "access", repository: HERE }),
      jobOf({ kind: "inactivity", repository: ELSEWHERE }),
      jobOf({ kind: "publishing", repository: ELSEWHERE }),
    ];
    const event = aRun(false);
    event.jobs.enqueue(out);
    expect(event.done()).toEqual([]);
    expect(event.said).toEqual([]);
    const schedule = aRun(true);
    schedule.jobs.enqueue(out);
    expect(schedule.done()).toEqual([]);
    expect(schedule.said).toEqual([
      "access of acme/anvil is left out: who has access in an organisation is for the app to look at, not for the action.",
      "inactivity in acme/.github is left out: a workflow's token reaches its own repository alone.",
      "acme/.github is left out: a workflow's token reaches its own repository alone.",
    ]);
  });

  it("the next part of a long look is the same run's, the next day's look is the schedule's", () => {
    const { jobs, said } = aRun(true);
    const look = jobOf({ kind: "inactivity", repository: HERE });
    jobs.enqueue([look, jobOf({ kind: "pull", repository: HERE, number: 1 })]);
    expect(jobs.next()?.job).toBe(look);
    jobs.later(look, 30_000);
    expect(jobs.next()?.job.subject.kind).toBe("pull");
    const again = jobs.next();
    expect(again?.job).toBe(look);
    expect(again?.inMs).toBeGreaterThan(20_000);
    expect(again?.inMs).toBeLessThanOrEqual(30_000);
    jobs.later(look, 24 * 60 * 60_000);
    expect(jobs.next()).toBeNull();
    expect(said).toEqual([
      "inactivity in acme/anvil is to be looked at again in 24 h: the workflow's schedule does that.",
    ]);
  });

  it("a run ends, whatever asks to be looked at again and again", () => {
    const { jobs, said } = aRun(true);
    const look = jobOf({ kind: "pull", repository: HERE, number: 1 });
    jobs.enqueue([look]);
    let rounds = 0;
    for (let next = jobs.next(); next !== null; next = jobs.next()) {
      rounds += 1;
      jobs.later(next.job, 1_000);
    }
    expect(rounds).toBe(21);
    expect(said).toEqual(["acme/anvil#1 is to be looked at again in 1 min: the workflow's schedule does that."]);
  });

  it("what is taken back is not waited for", () => {
    const { jobs } = aRun(true);
    const look = jobOf({ kind: "pull", repository: HERE, number: 1 });
    jobs.later(look, 1_000);
    jobs.later(look, null);
    expect(jobs.next()).toBeNull();
  });
});

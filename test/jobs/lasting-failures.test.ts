import { describe, expect, it } from "vitest";
import { Declined, Forbidden, Gone, RateLimited, SignOnRequired, Transient } from "../../src/github/client/errors.ts";
import { forgettingFailures, waitForReturn } from "../../src/jobs/lasting-failures.ts";
import { retryDecisions } from "../../src/queue/retry.ts";
import type { Work } from "../../src/queue/worker.ts";
import { createLog } from "../../src/shared/log.ts";

function aWork(repositoryId = 1): Work {
  const repository = { owner: "o", name: "r", id: repositoryId };
  return {
    subject: { kind: "pull", repository, number: 1 },
    installationId: 5,
    deliveries: [],
    notes: [],
    attempt: 1,
    signal: new AbortController().signal,
  };
}

function listening() {
  const lines: string[] = [];
  const failures = forgettingFailures(createLog("warn", { write: (line: string) => void lines.push(line) }));
  return { lines, failures };
}

describe("R32: what no retry mends", () => {
  it.each([new Gone("404"), new Forbidden("403", "permission"), new Forbidden("403", "suspended")])(
    "%s ends the work",
    (error) => {
      expect(listening().failures.isFinal(error, aWork())).toBe(true);
    },
  );

  it("says that an organisation demands single sign-on, and sends nobody to look for a permission", () => {
    const { lines, failures } = listening();
    expect(failures.lacksPermission(new SignOnRequired("403"), aWork())).toBe(true);
    expect(lines.join()).toContain("single sign-on");
    expect(lines.join()).not.toContain("doctor");
  });

  it("is said once for a repository and a reason", () => {
    const { lines, failures } = listening();
    failures.isFinal(new Forbidden("403", "permission"), aWork());
    failures.isFinal(new Forbidden("403", "permission"), aWork());
    expect(lines).toHaveLength(1);
    failures.isFinal(new Forbidden("403", "archived"), aWork());
    failures.isFinal(new Forbidden("403", "permission"), aWork(2));
    expect(lines).toHaveLength(3);
  });

  it("is said of each permission that is missing there, whether it ends the work or not", () => {
    const { lines, failures } = listening();
    const post = (path: string, needs: string | null) => new Forbidden(`POST ${path}: 403`, "permission", needs);
    expect(failures.lacksPermission(post("/repos/o/r/check-runs", "checks: write"), aWork())).toBe(true);
    failures.isFinal(post("/repos/o/r/commits/1/check-runs", "checks: read"), aWork());
    failures.lacksPermission(post("/repos/o/r/pulls/1/requested_reviewers", "pull_requests: write"), aWork());
    expect(lines.map((line): { needs?: string } => JSON.parse(line)).map(({ needs }) => needs)).toEqual([
      "checks: write",
      "pull_requests: write",
    ]);
    for (const path of ["/repos/o/r/issues/1/labels", "/repos/o/r/issues/2/labels", "/repos/o/r/issues/2/comments"])
      failures.lacksPermission(post(path, null), aWork());
    expect(lines).toHaveLength(4);
    expect(failures.lacksPermission(new Forbidden("403", "suspended"), aWork())).toBe(false);
    expect(lines).toHaveLength(4);
  });

  it("is a warning where somebody can mend it, and none where something was deleted", () => {
    const { lines, failures } = listening();
    failures.isFinal(new Gone("404"), aWork());
    expect(lines).toEqual([]);
    failures.isFinal(new Forbidden("403", "permission"), aWork());
    expect(lines).toHaveLength(1);
  });

  it("names the way to what is missing, where it is a permission", () => {
    const { lines, failures } = listening();
    failures.isFinal(new Forbidden("403", "permission"), aWork());
    failures.isFinal(new Forbidden("403", "archived"), aWork());
    expect(lines.map((line) => JSON.stringify(line).includes("rung doctor"))).toEqual([true, false]);
  });

  it.each([
    new Transient("502"),
    new RateLimited("403", 60),
    new Forbidden("401", "credentials"),
    new Declined("422", 422),
    new Error("a fault of ours"),
  ])("R29: %s goes back to the queue", (error) => {
    expect(listening().failures.isFinal(error, aWork())).toBe(false);
  });
});

describe("R32: what was told of a place just before nothing could be done there", () => {
  const received = 1_000_000;
  const told = (more: Partial<Work> = {}): Work => ({
    ...aWork(),
    deliveries: [{ id: "1", event: "issue_comment", cause: "issue_comment.created", receivedAt: received }],
    notes: [{ kind: "status", id: 1, digest: "x" }],
    ...more,
  });
  const day = 24 * 3_600_000;
  const why = "the repository is archived";

  it("waits for its coming back, quietly and uncounted", () => {
    let thrown: unknown = null;
    try {
      waitForReturn(why, told(), received + day);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ message: why, expected: true });
    const job = { installationId: 5, subject: told().subject, cause: "issue_comment.created", notes: told().notes };
    const about = { id: "1", jobId: "1", subjectKey: "pull:1#1", event: "issue_comment", receivedAt: received };
    const claim = {
      attempt: { id: "1", retryCount: 0 },
      deliveries: [{ ...about, job, attempts: 29, failures: 29, dueIn: 0 }],
    };
    const { again, parked, inSeconds } = retryDecisions(thrown, claim, 0.5);
    expect({ again, parked, inSeconds }).toEqual({ again: [{ id: "1", failures: 0 }], parked: [], inSeconds: 3_600 });
  });

  it("is given up after three days, however many looks came since, and where there is nothing but a look", () => {
    const later = received + 3 * day;
    const look = { id: "2", event: "rung", cause: "sweep.round", receivedAt: later - 1 };
    const looked = told({ deliveries: [...told().deliveries, look] });
    expect(() => waitForReturn(why, looked, later)).not.toThrow();
    expect(() => waitForReturn(why, told({ notes: [] }), received)).not.toThrow();
  });
});

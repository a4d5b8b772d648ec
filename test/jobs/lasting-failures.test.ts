import { describe, expect, it } from "vitest";
import { Declined, Forbidden, Gone, RateLimited, Transient } from "../../src/github/client/errors.ts";
import { forgettingFailures, untilResumed } from "../../src/jobs/lasting-failures.ts";
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

  it("is said once for a repository and a reason", () => {
    const { lines, failures } = listening();
    failures.isFinal(new Forbidden("403", "permission"), aWork());
    failures.isFinal(new Forbidden("403", "permission"), aWork());
    expect(lines).toHaveLength(1);
    failures.isFinal(new Forbidden("403", "archived"), aWork());
    failures.isFinal(new Forbidden("403", "permission"), aWork(2));
    expect(lines).toHaveLength(3);
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

describe("R32: what was told of an installation before it was suspended", () => {
  const received = 1_000_000;
  const told = (more: Partial<Work> = {}): Work => ({
    ...aWork(),
    deliveries: [{ id: "1", event: "issue_comment", cause: "issue_comment.created", receivedAt: received }],
    notes: [{ kind: "status", id: 1, digest: "x" }],
    ...more,
  });
  const suspended = new Forbidden("403", "suspended");
  const day = 24 * 3_600_000;

  it("waits for its resuming, quietly and uncounted", () => {
    const waits = untilResumed(suspended, told(), received + day);
    expect(waits).toMatchObject({ expected: true, retryAfter: 3_600 });
  });

  it("is given up after three days, and where there is nothing but a look", () => {
    expect(untilResumed(suspended, told(), received + 3 * day)).toBeNull();
    expect(untilResumed(suspended, told({ notes: [] }), received)).toBeNull();
  });

  it.each([new Forbidden("403", "permission"), new Forbidden("403", "archived"), new Gone("404")])(
    "is no matter of %s",
    (error) => {
      expect(untilResumed(error, told(), received)).toBeNull();
    },
  );
});

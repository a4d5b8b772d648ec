import { describe, expect, it } from "vitest";
import { Gone } from "../../src/github/client/errors.ts";
import { absentOrLate, goneOrLate, patience, WAITS } from "../../src/jobs/patience.ts";
import type { Work } from "../../src/queue/worker.ts";
import { createLog } from "../../src/shared/log.ts";

function aWork(number: number, ids: readonly string[]): Work {
  return {
    subject: { kind: "pull", repository: { owner: "o", name: "r", id: 1 }, number },
    installationId: 5,
    deliveries: ids.map((id) => ({ id, event: "pull_request_review", cause: "a review", receivedAt: 0 })),
    ...{ notes: [], attempt: 1, signal: new AbortController().signal },
  };
}

const INFO = 30;
const WARN = 40;

const missing = [{ key: "review 1", what: "a review", otherChange: false }];

describe("R37: a reading that lags behind", () => {
  it("is waited for so long and no longer, also in a flood of deliveries", () => {
    const { waitFor } = patience(createLog("silent"));
    const flood = Array.from({ length: 100 }, (_, number) =>
      aWork(
        number,
        Array.from({ length: 300 }, (_, at) => `${number}-${at}`),
      ),
    );
    for (const wait of WAITS) for (const work of flood) expect(waitFor(work, missing)).toBe(wait);
    for (const work of flood) expect(waitFor(work, missing)).toBeNull();
  });

  it("is waited for anew for what came just now", () => {
    const { waitFor } = patience(createLog("silent"));
    for (const wait of WAITS) expect(waitFor(aWork(1, ["a"]), missing)).toBe(wait);
    expect(waitFor(aWork(1, ["a", "b"]), missing)).toBe(WAITS[0]);
  });

  it("is waited for as long where the same job has waited for something else before", () => {
    const { waitFor } = patience(createLog("silent"));
    const other = [{ key: "review 2", what: "another review", otherChange: false }];
    for (const wait of WAITS) expect(waitFor(aWork(1, ["a"]), missing)).toBe(wait);
    for (const wait of WAITS) expect(waitFor(aWork(1, ["a"]), [...missing, ...other])).toBe(wait);
    expect(waitFor(aWork(1, ["a"]), [...missing, ...other])).toBeNull();
  });

  it("what was taken for deleted keeps nothing else of the subject from being waited for", () => {
    const kept = patience(createLog("silent"));
    const team = new Gone("GET /orgs/o/teams/core: 404");
    for (const wait of WAITS) expect(goneOrLate(team, aWork(1, ["a"]), kept)?.retryAfter).toBe(wait);
    expect(goneOrLate(team, aWork(1, ["a"]), kept)).toBeNull();
    expect(goneOrLate(team, aWork(1, ["b"]), kept)).toBeNull();
    const file = new Gone("GET /repos/o/r/contents/roles.yaml: 404");
    expect(goneOrLate(file, aWork(1, ["b"]), kept)?.retryAfter).toBe(WAITS[0]);
  });

  it("what was deleted is no warning; what GitHub shows otherwise than it told is one", () => {
    const levels: number[] = [];
    const log = createLog("info", { write: (line: string) => void levels.push(JSON.parse(line).level) });
    const kept = patience(log);
    for (const _ of [...WAITS, "given up"]) absentOrLate("the pull request", aWork(1, ["a"]), kept);
    for (const _ of [...WAITS, "given up"]) kept.waitFor(aWork(2, ["a"]), missing);
    expect(levels).toEqual([INFO, WARN]);
  });
});

import { describe, expect, it } from "vitest";
import { patience, WAITS } from "../../src/jobs/patience.ts";
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
});

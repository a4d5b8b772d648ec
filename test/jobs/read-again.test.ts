import { expect, it } from "vitest";
import { Gone, Transient } from "../../src/github/client/errors.ts";
import { patience } from "../../src/jobs/patience.ts";
import { whyReadAgain } from "../../src/jobs/read-again.ts";
import type { Work } from "../../src/jobs/read-notes.ts";
import { createLog } from "../../src/shared/log.ts";
import { aPull } from "../support/a-pull.ts";

function aWork(tries: Partial<Pick<Work, "attempt" | "failures" | "deaths">> = {}): Work {
  return {
    subject: { kind: "pull", repository: { owner: "o", name: "r", id: 1 }, number: 1 },
    installationId: 5,
    deliveries: [{ id: "a", event: "pull_request", cause: "pull_request.opened", receivedAt: 0 }],
    ...{ notes: [], attempt: 1, failures: 0, signal: new AbortController().signal, ...tries },
  };
}

const passing = new Transient("502");
const lasting = new Gone("GET /orgs/o/teams/core: 404");
const pull = aPull();
const old = { ...pull, createdAt: pull.readAt - 3_600_000 };
const fresh = { ...pull, createdAt: pull.readAt - 1_000 };

const why = (failures: Parameters<typeof whyReadAgain>[0], facts = old, work = aWork()) =>
  whyReadAgain(failures, facts, work, patience(createLog("silent")));

it("R56: what lasts does not hide what passes, whichever came first", () => {
  expect(why([lasting, passing])).toBe(passing);
  expect(why([passing, lasting])).toBe(passing);
  expect(why([null, lasting])).toBeNull();
});

it("R29: of a pull request that is so new, what is not there may only not be shown yet", () => {
  expect(why([lasting, passing], fresh)).toMatchObject({ name: "LateReading" });
  expect(why([lasting, null], old)).toBeNull();
});

it("R29: waiting for GitHub uses up none of the tries that failures have", () => {
  expect(why([passing], old, aWork({ attempt: 40 }))).toBe(passing);
  expect(why([passing], old, aWork({ attempt: 12, failures: 11 }))).toBeNull();
  expect(why([passing], old, aWork({ attempt: 12, failures: 5, deaths: 6 }))).toBeNull();
});

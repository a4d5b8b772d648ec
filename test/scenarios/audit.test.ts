import { afterAll, beforeAll, expect, it } from "vitest";
import { findAudit } from "../../src/database/audit-entries.ts";
import type { StoredEntry } from "../../src/model/audit-entry.ts";
import type { Pull } from "../../src/sandbox/world/model.ts";
import { createLog } from "../../src/shared/log.ts";
import { aStage, KUSION, type Stage, verdictOn } from "./stage.ts";

const lines: string[] = [];
let stage: Stage;
let pull: Pull;
beforeAll(async () => {
  stage = await aStage({ log: createLog("trace", { write: (line: string) => void lines.push(line) }) });
  const files = { "cmd/main.go": "package main\n" };
  pull = stage.world.as("octo-fan").openPull({ repo: KUSION, title: "feat: retry", files, branch: "topic" });
  await stage.settled();
}, 120_000);
afterAll(() => stage.close());

async function since(id: number): Promise<readonly StoredEntry[]> {
  const asked = { repository: KUSION.toUpperCase(), number: pull.number, since: null, limit: 100 };
  const entries = await findAudit(stage.rung.database.db, asked);
  return entries.filter((entry) => entry.id > id).toReversed();
}

async function lastId(): Promise<number> {
  return (await since(0)).at(-1)?.id ?? 0;
}

it("an approval by comment is entered with who said it, the verdict, its reasons, and the facts", async () => {
  const before = await lastId();
  stage.world.as("hoangndst").comment(pull, "Thanks.\n\n/approve");
  await stage.settled();
  expect(verdictOn(stage, pull)).toBe("success: Approved: kusion");
  const entries = await since(before);
  const verdict = entries.find(({ what }) => what === "verdict");
  expect(verdict).toMatchObject({
    headSha: pull.headSha,
    detail: { state: "approved" },
    why: ["Approved: kusion", expect.stringMatching(/^kusion: approved, 1 of 1 by hoangndst \(comment of /)],
    cause: { said: [{ by: "hoangndst", line: "/approve" }], total: 1, attempt: 1 },
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const [delivery] = verdict?.cause.deliveries ?? [];
  expect(delivery).toMatchObject({ cause: "issue_comment.created", actor: "hoangndst" });
  const sent = stage.sandbox.webhooks.entries().find(({ guid }) => guid === delivery?.id);
  expect(sent?.event).toBe("issue_comment");
  expect(entries.map(({ what }) => what)).toContain("check");
});

it("an act is entered with the line's key and who asked", async () => {
  const before = await lastId();
  stage.world.as("octo-fan").comment(pull, "/retitle feat: retry twice");
  await stage.settled();
  const act = (await since(before)).find(({ what }) => what === "act");
  expect(act).toMatchObject({ detail: { act: "title", by: "octo-fan", answer: "done" } });
  expect(act?.cause.said).toEqual([{ by: "octo-fan", line: "/retitle feat: retry twice" }]);
});

it("a look at which nothing changes is not entered", async () => {
  const before = await lastId();
  const { owner, name, id } = { owner: "KusionStack", name: "kusion", id: stage.kusion.id };
  const subject = { kind: "pull", repository: { owner, name, id }, number: pull.number } as const;
  await stage.rung.queue.enqueue([
    { installationId: stage.sandbox.installationId, subject, cause: "sweep", notes: [] },
  ]);
  await stage.settled();
  expect(await since(before)).toEqual([]);
});

it("R27: the log of all this, at trace, holds no secret, token or key; its lines name delivery and subject", () => {
  const log = lines.join("");
  const key = stage.sandbox.privateKey.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----"));
  for (const secret of [stage.sandbox.webhookSecret, ...key]) expect(log).not.toContain(secret);
  expect(log).not.toMatch(/gh[a-z]_[A-Za-z0-9]{16}|eyJ[\w-]{8}|Bearer|BEGIN [A-Z ]*PRIVATE/);
  const about = lines.map((line): Record<string, unknown> => JSON.parse(line));
  const stored = about.find(({ msg, event }) => msg === "a delivery was stored" && event === "pull_request");
  expect(stored).toMatchObject({
    delivery: expect.stringMatching(/^[0-9a-f-]{36}$/),
    subject: `${KUSION}#${pull.number}`,
  });
  const act = about.find(({ msg }) => msg === "act");
  expect(act).toMatchObject({
    subject: `${KUSION}#${pull.number}`,
    deliveries: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
  });
});

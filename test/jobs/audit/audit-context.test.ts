import { expect, it } from "vitest";
import { causeOf } from "../../../src/jobs/audit/audit-context.ts";
import { readNote } from "../../../src/jobs/read-notes.ts";
import type { ReadNote } from "../../../src/model/job.ts";
import { minute, person } from "../../support/a-pull.ts";

function said(id: number, text: string): ReadNote {
  const by = person("octo-fan");
  return readNote({ kind: "said", utterance: "comment", id, nodeId: `N${id}`, by, text, at: minute(id) });
}

it("R53: a crowded run's cause names the first commands, and reads no more texts than they are in", () => {
  let reads = 0;
  const counted = (note: ReadNote, text: string) =>
    Object.defineProperty({ ...note }, "text", {
      get: () => {
        reads += 1;
        return text;
      },
    });
  const plain = [1, 2].map((id) => said(id, "Thanks."));
  const pile = Array.from({ length: 200 }, (_, n) => `hello\n\n/hold ${n}\n`);
  const notes = [...plain, ...pile.map((text, n) => counted(said(n + 3, text), text))];
  const cause = causeOf({ deliveries: [], notes, attempt: 1 });
  expect(cause.said.map(({ line }) => line)).toEqual(Array.from({ length: 10 }, (_, n) => `/hold ${n}`));
  expect(reads).toBe(10);
});

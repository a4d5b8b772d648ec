import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { callsIn } from "../../../src/commands/text/parse-commands.ts";
import { inSlices } from "../../../src/github/read/in-slices.ts";
import { readNotes } from "../../../src/jobs/read-notes.ts";
import type { Note } from "../../../src/model/job.ts";
import { minute, person } from "../../support/a-pull.ts";

/** How often others had their turn while that was done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  const done = new AbortController();
  const counting = (async () => {
    while (!done.signal.aborted) {
      await turn();
      turns += 1;
    }
  })();
  await work;
  done.abort();
  await counting;
  return turns;
}

it("gives what is made of each, in their order", async () => {
  expect(await inSlices([3, 1, 2], (one) => one * 2)).toEqual([6, 2, 4]);
  expect(await inSlices([], String)).toEqual([]);
});

it("R53: a pile of long comments is read a slice at a time, and others have their turn in between", async () => {
  const text = (at: number) => `/hold ${at}\n<div>\n\n/approve a${at}\n`.repeat(2_000).slice(0, 65_000);
  const notes = Array.from(
    { length: 60 },
    (_, id): Note => ({
      ...{ kind: "said", utterance: "comment", id, nodeId: `N${id}`, by: person("octo-fan"), text: text(id) },
      at: minute(id),
    }),
  );
  expect(await turnsDuring(readNotes(notes))).toBeGreaterThan(3);
});

it("R53: an item that is only made when it is its turn is part of the slice", async () => {
  function* texts() {
    for (let at = 0; at < 60; at += 1) yield callsIn(`/hold ${at}\n<div>\n\n/approve a${at}\n`.repeat(2_000));
  }
  expect(await turnsDuring(inSlices(texts(), (calls) => calls.length))).toBeGreaterThan(3);
});

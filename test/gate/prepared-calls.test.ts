import { expect, it } from "vitest";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import { prepared } from "../../src/gate/prepared-calls.ts";
import { approvalText } from "../../src/gate/record/restrictions.ts";
import { holdMeanings } from "../../src/gate/statements.ts";
import type { Call } from "../../src/model/call.ts";

it("R53: a text's commands are gone through when it is read, and not again at each verdict", () => {
  let looks = 0;
  const watched = new Proxy<Call[]>(
    [...callsIn("/approve docs\n/hold a reason\n/hold cancel @ann\n/approve cancel engine")],
    {
      get(calls, key, receiver) {
        looks += 1;
        return Reflect.get(calls, key, receiver);
      },
    },
  );
  expect(prepared(watched)).toBe(watched);
  const before = looks;
  expect(approvalText(watched)).toEqual({ gives: ["docs"], takes: ["engine"] });
  expect(holdMeanings(watched)).toEqual([
    { kind: "release", of: ["ann"] },
    { kind: "hold", why: "a reason" },
  ]);
  expect(looks).toBe(before);
});

import { describe, expect, it } from "vitest";
import type { CommandContext } from "../../src/commands/command.ts";
import { hold, holdsAfter } from "../../src/commands/hold.ts";
import type { Call } from "../../src/model/call.ts";
import type { ActiveHold } from "../../src/model/pull-record.ts";
import { aComment, aContext, anIssue, aPull, aRegistry, minute, person } from "./a-context.ts";

const CALL: Call = { name: "hold", cancel: false, words: "the docs", line: 1 };
const CANCEL: Call = { ...CALL, cancel: true, words: "" };

function saidBy(login: string, with_: Partial<CommandContext> = {}): CommandContext {
  return aContext(aComment(5, "/hold", { author: person(login) }), with_);
}

function answer(context: CommandContext, call: Call) {
  return hold.decide(call, context).answer;
}

function heldBy(login: string | null, source: ActiveHold["source"] = "comment"): ActiveHold {
  return { by: login === null ? null : { login, id: person(login).id }, at: minute(1), why: "", source };
}

describe("R15b: /hold", () => {
  it.each(["pat", "mem", "ann"])("may be said by %s: the author and anyone with a role", (login) => {
    expect(answer(saidBy(login), CALL)).toEqual({ kind: "done" });
    expect(holdsAfter(CALL, saidBy(login))).toMatchObject([{ by: { login }, why: "the docs", source: "comment" }]);
  });

  it("is refused to anybody else, and changes nothing", () => {
    expect(answer(saidBy("octo-fan"), CALL)).toEqual({
      kind: "refused",
      text: "I cannot take `/hold` from octo-fan: that is for the author and for anyone with a role in this registry. Nothing was changed.",
    });
    expect(holdsAfter(CALL, saidBy("octo-fan"))).toEqual([]);
  });

  it("asks for the role that the registry's `commands` names, of the author too", () => {
    const registry = aRegistry({ commands: { hold: "contributors" } });
    expect(answer(saidBy("dee", { registry }), CALL).kind).toBe("done");
    for (const login of ["mem", "pat"])
      expect(answer(saidBy(login, { registry }), CALL)).toMatchObject({
        kind: "refused",
        text: expect.stringContaining("the role contributor or above"),
      });
  });

  it("of the same person is one hold, with the new reason", () => {
    const holds = holdsAfter(CALL, saidBy("mem", { holds: [heldBy("mem"), heldBy("pat")] }));
    expect(holds.map((one) => [one.by?.login, one.why])).toEqual([
      ["pat", ""],
      ["mem", "the docs"],
    ]);
  });

  it("gets no thumb on a merged pull request, where nothing is left to hold", () => {
    const merged = saidBy("pat", { facts: aPull({ state: "merged" }) });
    for (const call of [CALL, CANCEL])
      expect(answer(merged, call)).toMatchObject({ kind: "told", text: expect.stringContaining("is merged") });
  });

  it("is refused on issues, as is its cancel form", () => {
    for (const call of [CALL, CANCEL])
      expect(answer(saidBy("ann", { facts: anIssue(), verdict: null }), call).kind).toBe("refused");
  });
});

describe("R15b: /hold cancel", () => {
  it("releases one's own hold", () => {
    const context = saidBy("mem", { holds: [heldBy("MEM")] });
    expect(answer(context, CANCEL)).toEqual({ kind: "done" });
    expect(holdsAfter(CANCEL, context)).toEqual([]);
  });

  it("R79: of an approver of whatever area releases those of all who stand no higher, a label put on by hand too", () => {
    const context = saidBy("ben", { holds: [heldBy("mem"), heldBy("pat"), heldBy(null, "label")] });
    expect(answer(context, CANCEL)).toEqual({ kind: "done" });
    expect(holdsAfter(CANCEL, context)).toEqual([]);
  });

  it.each(["pat", "dee", "octo-fan"])("is refused to %s, who neither held nor approves, with who can", (login) => {
    const context = saidBy(login, { holds: [heldBy("mem")] });
    expect(answer(context, CANCEL)).toEqual({
      kind: "refused",
      text: `I cannot take \`/hold cancel\` from ${login}: mem or an approver can release it with \`/hold cancel\`.`,
    });
    expect(holdsAfter(CANCEL, context)).toHaveLength(1);
  });

  it("says that others' holds stand when only one's own was released", () => {
    const context = saidBy("mem", { holds: [heldBy("mem"), heldBy(null, "label")] });
    expect(answer(context, CANCEL)).toMatchObject({
      kind: "told",
      text: expect.stringContaining("Another one stands"),
    });
    expect(holdsAfter(CANCEL, context)).toMatchObject([{ source: "label" }]);
  });

  it("R79: releases one's own alone where one has one, those named by names, and none of who stands higher", () => {
    const own = saidBy("ben", { holds: [heldBy("ben"), heldBy("mem")] });
    expect(holdsAfter(CANCEL, own)).toMatchObject([{ by: { login: "mem" } }]);
    expect(answer(own, CANCEL)).toMatchObject({ kind: "told", text: expect.stringContaining("`/hold cancel @mem`") });
    const named = { ...CANCEL, words: "@mem @eve" };
    expect(holdsAfter(named, own)).toMatchObject([{ by: { login: "ben" } }]);
    expect(answer(own, named)).toMatchObject({ kind: "told", text: expect.stringContaining("eve holds nothing here") });
    const above = saidBy("ben", { holds: [heldBy("ann")] });
    expect(holdsAfter(CANCEL, above)).toHaveLength(1);
    expect(answer(above, CANCEL)).toMatchObject({
      kind: "refused",
      text: expect.stringContaining("ann or a maintainer can"),
    });
    expect(holdsAfter({ ...CANCEL, words: "@ann" }, above)).toHaveLength(1);
  });

  it("is told when nothing is held", () => {
    expect(answer(saidBy("ann"), CANCEL)).toMatchObject({ kind: "told" });
  });
});

import { describe, expect, it } from "vitest";
import { anOpenDecision, decidingAnswer, decidingAs } from "./a-deciding.ts";
import { aNomination, answeredAs, wordAs } from "./a-promoting.ts";

describe("/object", () => {
  it("keeps the reason as it was said", () => {
    expect(wordAs("ben", "/object @dee the engine, first").content).toEqual({
      kind: "object",
      cancel: false,
      why: "the engine, first",
    });
    expect(wordAs("ben", "/object dee is new").content).toMatchObject({ why: "dee is new" });
    expect(wordAs("ben", "/object cancel").content).toEqual({ kind: "object", cancel: true, why: "" });
  });

  it("to a person stops all that is open for them: letting one through by asking back would be the wrong way round", () => {
    const open = [aNomination(), aNomination(undefined, { areas: ["karpor"], id: "comment:2/1" })];
    expect(wordAs("ben", "/object @dee too early", { open }).about).toEqual(["comment:1/1", "comment:2/1"]);
  });

  it("says where the rule knows no objections", () => {
    expect(answeredAs("ben", "/object no", { open: [aNomination({ acceptance: true })] })).toContain(
      "asks for no time for objections",
    );
  });
});

describe("/object to a decision", () => {
  const technical = anOpenDecision("technical");
  const style = anOpenDecision("style", { takes: { votes: false, objections: true, waits: false } });

  it("takes the reason, which may begin with the kind's name where it is the only one", () => {
    const decisions = [technical];
    const why = (text: string) => decidingAs("ben", text, { decisions });
    expect(why("/object it breaks old clients")).toMatchObject({ content: { why: "it breaks old clients" } });
    expect(why("/object technical debt grows")).toMatchObject({ content: { why: "technical debt grows" } });
    expect(why("/object cancel")).toEqual({
      kind: "statement",
      about: technical.id,
      content: { kind: "object", cancel: true, why: "" },
    });
  });

  it("needs a reason", () => {
    expect(decidingAnswer("ben", "/object", { decisions: [technical] })).toContain("needs the reason");
    expect(decidingAnswer("ben", "/object technical", { decisions: [technical] })).toContain("needs the reason");
  });

  it("R81: of two the kind says which, and what a reply proposes is read as it stands", () => {
    const decisions = [technical, style];
    expect(decidingAnswer("ben", "/object too wide", { decisions })).toContain("`/object style why`");
    expect(decidingAs("ben", "/object style too wide", { decisions })).toMatchObject({
      about: style.id,
      content: { why: "too wide" },
    });
    const back = decidingAnswer("ben", "/object cancel", { decisions });
    expect(back).toContain("`/unobject style`");
    expect(decidingAs("ben", "/unobject style", { decisions })).toMatchObject({
      about: style.id,
      content: { cancel: true },
    });
  });

  it("says what a vote decides", () => {
    expect(decidingAnswer("ben", "/object no", { decisions: [anOpenDecision("direction")] })).toContain(
      "`/vote no why`",
    );
  });
});

import { describe, expect, it } from "vitest";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import { anOpenDecision, decidingAnswer, decidingAs } from "./a-deciding.ts";

describe("/decide", () => {
  it("opens nothing on what is closed, where no time would pass", () => {
    expect(decidingAnswer("ann", "/decide We leave", { isClosed: true })).toContain("This is closed");
  });

  it.each([
    ["/decide We drop Go 1.20", "technical", "We drop Go 1.20"],
    ["/decide direction We join the CNCF", "direction", "We join the CNCF"],
    ["/decide DIRECTION: We join the CNCF", "direction", "We join the CNCF"],
    ["/decide directions are missing in the docs", "technical", null],
    ["/decide technical technical debt first", "technical", "technical debt first"],
  ])("%j is of the kind %s", (text, decision, words) => {
    const found = decidingAs("ann", text);
    if (words === null) expect(found.kind).toBe("answer");
    else expect(found).toEqual({ kind: "opening", decision, text: words });
  });

  it("without a text is answered with an example and the kinds there are", () => {
    expect(decidingAnswer("ann", "/decide")).toContain("`/decide We drop support for Go 1.20 in the next release`");
    const text = decidingAnswer("ann", "/decide direction");
    expect(text).toContain("`/decide direction We drop support");
    expect(text).toContain("`technical` (where none is named), `direction` and `governance`");
  });

  it("R58: a kind that is nearly named is asked about, not taken for the text", () => {
    const text = decidingAnswer("ann", "/decide governence The council has five seats");
    expect(text).toContain("`/decide governance …`");
    expect(text).toContain("nothing was opened");
  });

  it("refuses a second one of the same kind that is open, however it is spelt, and lets another kind stand beside it", () => {
    const decisions = [anOpenDecision("direction")];
    expect(decidingAnswer("ben", "/decide Direction Another", { decisions })).toContain("open here already");
    expect(decidingAs("ben", "/decide governance Another", { decisions }).kind).toBe("opening");
  });

  it("is for those who decide: the refusal says who they are", () => {
    const mayOpen = () => ({ ok: false, text: "only maintainers" }) as const;
    expect(decidingAnswer("pat", "/decide We leave", { mayOpen })).toBe("only maintainers");
  });

  it("refuses a text that is a document, and a registry without kinds", () => {
    expect(decidingAnswer("ann", `/decide ${"x".repeat(4_001)}`)).toContain("at most 4000");
    expect(decidingAnswer("ann", "/decide We leave", { kinds: [] })).toContain("it has no `decisions`");
  });
});

describe("/decide cancel", () => {
  const direction = anOpenDecision("direction");
  const governance = anOpenDecision("governance");

  it("is for whoever opened it, and for the top role", () => {
    const cancel = { kind: "statement", about: direction.id, content: { kind: "cancel" } };
    expect(decidingAs("ann", "/decide cancel", { decisions: [direction] })).toEqual(cancel);
    expect(decidingAs("ben", "/undecide", { decisions: [direction], isTop: true })).toEqual(cancel);
    expect(decidingAnswer("ben", "/decide cancel", { decisions: [direction] })).toContain("whoever opened it (ann)");
  });

  it("asks which one where several are open, and takes its kind", () => {
    const decisions = [direction, governance];
    expect(decidingAnswer("ann", "/decide cancel", { decisions })).toContain("`/decide cancel governance`");
    expect(decidingAs("ann", "/decide cancel governance", { decisions })).toMatchObject({ about: governance.id });
  });

  it("R58: a text that begins with the word is asked about", () => {
    expect(decidingAnswer("ann", "/decide cancel the old logo", { decisions: [direction] })).toContain(
      "I cannot tell whether this is meant to end a decision",
    );
  });

  it("says where nothing is open", () => {
    expect(decidingAnswer("ann", "/decide cancel")).toContain("No decision is open here");
  });

  it("R81: each way that a reply proposes is read as it stands", () => {
    const text = decidingAnswer("ann", "/decide cancel", { decisions: [direction, governance] });
    const proposed = [...text.matchAll(/`(\/decide cancel \w+)`/g)].map(([, line = ""]) => line);
    expect(proposed).toHaveLength(2);
    for (const line of proposed) expect(callsIn(line)).toMatchObject([{ name: "decide", cancel: true }]);
  });
});

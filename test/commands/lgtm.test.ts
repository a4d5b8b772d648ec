import { describe, expect, it } from "vitest";
import type { CommandContext } from "../../src/commands/command.ts";
import { lgtm } from "../../src/commands/lgtm.ts";
import type { Call } from "../../src/model/call.ts";
import {
  aComment,
  aContext,
  anIssue,
  aPull,
  aReview,
  aVerdict,
  countedAs,
  failedAs,
  listedAll,
  minute,
  person,
} from "./a-context.ts";

const CALL: Call = { name: "lgtm", cancel: false, words: "", line: 1 };
const CANCEL: Call = { ...CALL, cancel: true };

function answer(context: CommandContext, call: Call = CALL) {
  return lgtm.decide(call, context).answer;
}

function saidBy(login: string, with_: Partial<CommandContext> = {}): CommandContext {
  return aContext(aComment(5, "/lgtm", { author: person(login) }), with_);
}

describe("/lgtm", () => {
  it("is done when it counts", () => {
    const said = aComment(5, "/lgtm", { author: person("dee") });
    const verdict = aVerdict({ lgtm: { needed: 1, by: [countedAs(said)] } });
    expect(answer(aContext(said, { verdict }))).toEqual({ kind: "done" });
  });

  it("is done for a holder of reviews.from where the verdict is silent about it", () => {
    expect(answer(saidBy("dee"))).toEqual({ kind: "done" });
  });

  it.each(["mem", "octo-fan"])("R3: is refused to %s, who may not be asked to review, with who can", (login) => {
    expect(answer(saidBy(login))).toEqual({
      kind: "refused",
      text: `I cannot take \`/lgtm\` from ${login}: that takes a contributor or above. ann, ben, cho or dee can.`,
    });
  });

  it("R44: names nobody whom the gate would not hear, and those who are away where nobody else can", () => {
    const named = (unable: ReturnType<typeof aVerdict>["lgtm"]["unable"], ...absent: readonly string[]) => {
      const away = absent.map((login) => ({ login, id: null, until: null }));
      const lgtm = { needed: 1, by: [], unable: unable ?? [] };
      const given = answer(saidBy("mem", { verdict: aVerdict({ lgtm, away }) }));
      return given.kind === "refused" ? given.text.replace(/.* above\. ?/, "") : given.kind;
    };
    expect(named([person("cho")], "dee")).toBe("ann or ben can.");
    expect(named([], "ann", "ben", "cho", "dee")).toBe("ann (away), ben (away), cho (away) or dee (away) can.");
    expect(named("everybody")).toBe("");
  });

  it("is refused to the author, who is not among those named", () => {
    const given = answer(saidBy("dee", { facts: aPull({ author: person("dee") }) }));
    expect(given).toMatchObject({ kind: "refused", text: expect.stringMatching(/own word.*ann, ben or cho can\.$/) });
  });

  it("is refused with the verdict's reason where it gives one", () => {
    const said = aComment(5, "/lgtm", { author: person("dee") });
    const verdict = aVerdict({ uncounted: [failedAs(said, { kind: "head-unknown" }, { said: "/lgtm" })] });
    expect(answer(aContext(said, { verdict }))).toMatchObject({
      kind: "refused",
      text: expect.stringContaining("`/lgtm` was about"),
    });
  });

  it("is refused on issues", () => {
    expect(answer(saidBy("dee", { facts: anIssue(), verdict: null })).kind).toBe("refused");
    expect(answer(saidBy("dee", { facts: anIssue(), verdict: null }), CANCEL).kind).toBe("refused");
  });
});

describe("/lgtm cancel", () => {
  const byDee = [{ call: CALL, by: person("dee"), at: minute(1) }];

  it("withdraws the speaker's own, a review's included", () => {
    expect(answer(saidBy("dee", { earlier: byDee }), CANCEL)).toEqual({ kind: "done" });
    const facts = aPull({ reviews: listedAll([aReview(2, "", { author: person("dee") })]) });
    expect(answer(saidBy("dee", { facts }), CANCEL)).toEqual({ kind: "done" });
  });

  it("withdraws anybody's when an approver says it", () => {
    expect(answer(saidBy("cho", { earlier: byDee }), CANCEL)).toEqual({ kind: "done" });
  });

  it.each(["pat", "mem", "octo-fan"])("is refused to %s, who neither said it nor approves", (login) => {
    expect(answer(saidBy(login, { earlier: byDee }), CANCEL)).toEqual({
      kind: "refused",
      text: `I cannot take \`/lgtm cancel\` from ${login}: only dee, or an approver, can withdraw that word.`,
    });
  });

  it("is told when there is nothing to withdraw", () => {
    const over = [...byDee, { call: CANCEL, by: person("dee"), at: minute(2) }];
    for (const earlier of [[], over]) expect(answer(saidBy("dee", { earlier }), CANCEL).kind).toBe("told");
  });
});

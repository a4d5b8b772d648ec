import { describe, expect, it } from "vitest";
import { quietAnswer } from "../../src/github/write/actions/keep-quiet.ts";
import { anIssue } from "./a-context.ts";
import { actOf, refusalOf } from "./an-acting.ts";

const growing = { registry: { growth: { tell: "maintainers", every: "1mo", roles: null } } } as const;

describe("/quiet", () => {
  it("is for anyone, for themselves, anywhere", () => {
    expect(actOf("octo-fan", "/quiet", growing)).toEqual({ kind: "quiet", off: false });
    expect(actOf("mem", "/quiet", { ...growing, facts: anIssue() })).toEqual({ kind: "quiet", off: false });
  });

  it.each(["/quiet cancel", "/unquiet"])("%s: told of again", (text) => {
    expect(actOf("mem", text, growing)).toEqual({ kind: "quiet", off: true });
  });

  it("changes nothing where nobody is told of", () => {
    expect(refusalOf("mem", "/quiet")).toContain("tells nobody of the next role");
  });

  it("says until when", () => {
    expect(quietAnswer({ off: false }, Date.UTC(2026, 10, 30))).toEqual({
      kind: "told",
      text: "Until 30 November 2027 (UTC) I tell nobody that you may be ready for a next role. `/quiet cancel` ends that sooner.",
    });
    expect(quietAnswer({ off: true }, Date.UTC(2026, 10, 30))).toEqual({
      kind: "told",
      text: "From now on I tell again when you may be ready for a next role.",
    });
  });
});

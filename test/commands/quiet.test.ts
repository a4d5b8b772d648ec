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

  it("R58: said of somebody else it leaves nobody out, the speaker neither; a remark is none", () => {
    expect(refusalOf("mem", "/quiet @octo-fan", growing)).toBe(
      "`/quiet` is for oneself, so octo-fan can say it. Nothing was changed.",
    );
    expect(refusalOf("mem", "/quiet cancel @octo-fan", growing)).toContain("octo-fan can say it");
    expect(actOf("mem", "/quiet @mem", growing)).toEqual({ kind: "quiet", off: false });
    expect(actOf("mem", "/quiet thanks", growing)).toEqual({ kind: "quiet", off: false });
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

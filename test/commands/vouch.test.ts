import { describe, expect, it } from "vitest";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import { vouchedText } from "../../src/commands/vouch.ts";
import { DEFAULTS } from "../support/defaults.ts";
import { anIssue, aPull, held, person } from "./a-context.ts";
import { type ActingOptions, actOf as acting, refusalOf as refusal } from "./an-acting.ts";

const pat = { login: "pat", id: person("pat").id };

const asking = (options: ActingOptions) => ({
  ...options,
  registry: { newcomers: { reviews: "after-vouch" } as const, ...options.registry },
});
const actOf = (login: string, text: string, options: ActingOptions = {}) => acting(login, text, asking(options));
const refusalOf = (login: string, text: string, options: ActingOptions = {}) => refusal(login, text, asking(options));

describe("/vouch", () => {
  it.each([
    ["/vouch @octo-fan", ["octo-fan"]],
    ["/vouch @octo-fan, @newt and @new-er", ["octo-fan", "newt", "new-er"]],
    ["/vouch for @octo-fan: a friend of @newt", ["octo-fan"]],
    ["/vouch @octo-fan met at the last meeting, as did @newt", ["octo-fan"]],
    ["/vouch @Octo-Fan @octo-fan", ["octo-fan"]],
  ])("%s names those at its beginning alone", (text, people) => {
    const act = actOf("mem", text);
    expect(act).toMatchObject({ kind: "vouch", notes: [] });
    expect(
      "people" in act && act.people.map((one) => (typeof one === "string" ? one : one.login.toLowerCase())),
    ).toEqual(people);
  });

  it.each(["/vouch", "/vouch @pat", "/vouch pat", "/vouch thanks"])(
    "%s: the author, whose account is known",
    (text) => {
      expect(actOf("mem", text)).toEqual({ kind: "vouch", people: [pat], notes: [] });
      expect(actOf("ann", text, { facts: anIssue({ author: person("pat") }) })).toMatchObject({ people: [pat] });
    },
  );

  it.each(["/vouch octo-fan", "/vouch good first change"])("%s: a word without its @ gives nobody anything", (text) => {
    expect(refusalOf("mem", text)).toContain("Write whom you know with an `@`");
  });

  it.each(["/vouch if the tests pass", "/vouch not for @octo-fan", "/vouch @octo-fan once CI is green", "/vouch?"])(
    "R58: %s is asked about",
    (text) => {
      expect(callsIn(text)).toEqual([]);
    },
  );

  it("R43: is for people with a role in this repository, never for oneself", () => {
    expect(refusalOf("octo-fan", "/vouch @octo-fan")).toBe(
      "I cannot take `/vouch` from octo-fan: that is for anyone with a role in this registry. Nothing was changed.",
    );
    expect(refusalOf("pat", "/vouch")).toContain("anyone with a role");
    expect(refusalOf("mem", "/vouch @mem")).toBe("Nobody vouches for themselves. Nothing was changed.");
    const areas = [{ name: "karpor", repos: ["karpor"], paths: [], exclusive: false, approval: {} }];
    const elsewhere = { registry: { areas, people: [held("approvers", "kim", ["karpor"])] } };
    expect(refusalOf("kim", "/vouch @octo-fan", elsewhere)).toContain("for other repositories than kusion");
  });

  it("the registry may ask for a role", () => {
    expect(refusalOf("mem", "/vouch", { registry: { commands: { vouch: "approvers" } } })).toContain(
      "approver or above",
    );
    expect(actOf("ann", "/vouch", { registry: { commands: { vouch: "approvers" } } })).toMatchObject({ people: [pat] });
  });

  it("tells of whom nothing was done", () => {
    expect(refusalOf("mem", "/vouch @ben")).toBe("ben has a role here, so nobody needs to. Nothing was changed.");
    expect(refusalOf("mem", "/vouch @o/team @x[bot]")).toContain("`@o/team` and `@x[bot]` are no person's login");
    const bots = aPull({ author: { login: "x[bot]", id: 1, type: "Bot" } });
    expect(refusalOf("mem", "/vouch", { facts: bots })).toContain("A bot is no newcomer");
    const ghosts = aPull({ author: null });
    expect(refusalOf("mem", "/vouch", { facts: ghosts })).toContain("account is gone");
    expect(actOf("mem", "/vouch @mem @octo-fan")).toEqual({
      kind: "vouch",
      people: [{ login: "octo-fan", id: null }],
      notes: ["Nobody vouches for themselves."],
    });
  });

  it("is for a registry that asks more of newcomers, or waits with reviewers", () => {
    expect(refusal("mem", "/vouch")).toContain("asks nothing more of newcomers");
    const approval = { ...DEFAULTS.approval, when: [{ author: "newcomers", min: 2 }] };
    expect(acting("mem", "/vouch", { registry: { approval } })).toMatchObject({ people: [pat] });
    expect(refusal("octo-fan", "/vouch")).toContain("I cannot take");
  });

  it("says for how long, and who was meant by nobody", () => {
    expect(vouchedText("kusion", { found: ["octo-fan"], unknown: ["nobody"], notes: [] })).toEqual({
      vouched: "Vouched for octo-fan in kusion: no newcomer here any more, for good.",
      notes: ["GitHub knows no person called nobody, so nothing was done there."],
    });
  });
});

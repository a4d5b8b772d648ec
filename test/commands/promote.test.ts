import { describe, expect, it } from "vitest";
import { anIssue } from "./a-context.ts";
import { aNomination, answeredAs, calledAs, type PromotingOptions, wordAs } from "./a-promoting.ts";

const NONE: PromotingOptions = { open: [] };

function nominee(login: string, text: string, options: PromotingOptions = NONE) {
  const found = calledAs(login, text, options);
  if (found.kind !== "nomination") throw new Error(JSON.stringify(found));
  const { candidate, role, areas } = found.nominee;
  return [candidate.login, role, areas];
}

describe("/promote", () => {
  it.each([
    "/promote @dee approver kusion",
    "/promote dee Approvers KUSION",
    "/promote @dee to approver of kusion",
    "/nominate @dee kusion approver",
  ])("reads %j", (text) => {
    expect(nominee("ann", text)).toEqual(["dee", "approvers", ["kusion"]]);
  });

  it("without an area means the repository's own, and everywhere where it has none or is asked to", () => {
    expect(nominee("ann", "/promote @dee approver")).toEqual(["dee", "approvers", ["kusion"]]);
    expect(nominee("ann", "/promote @dee approver everywhere")).toEqual(["dee", "approvers", []]);
    const elsewhere = anIssue({ repository: { ...anIssue().repository, name: "community" } });
    expect(nominee("ann", "/promote @dee approver", { ...NONE, facts: elsewhere })).toEqual(["dee", "approvers", []]);
  });

  it("leaves out the areas in which the role is held already", () => {
    expect(nominee("ann", "/promote @eve approver kusion karpor")).toEqual(["eve", "approvers", ["karpor"]]);
    expect(answeredAs("ann", "/promote @eve approver kusion", NONE)).toContain("eve already is an approver of kusion");
    expect(answeredAs("ann", "/promote @cho approver kusion", NONE)).toContain("cho already is");
  });

  it("is for anyone with a role, and for anyone for themselves", () => {
    expect(nominee("pat", "/promote @pat approver kusion")).toEqual(["pat", "approvers", ["kusion"]]);
    expect(answeredAs("pat", "/promote @dee approver kusion", NONE)).toContain("I cannot take `/promote` from pat");
    const registry = { nominate: "maintainers" };
    expect(answeredAs("eve", "/promote @dee approver kusion", { ...NONE, registry })).toContain(
      "takes a maintainer or above",
    );
    expect(answeredAs("dee", "/promote @dee approver kusion", { ...NONE, registry })).toContain("from dee");
  });

  it("a role that is held for areas asks which, one held everywhere takes none, and a closed one is said to be closed", () => {
    const roles = (key: object) => ({
      ...NONE,
      registry: {
        roles: ["members", "contributors", "approvers", "maintainers"].map((name) => ({
          ...{ name, summary: null, promotion: null, references: [] },
          ...(name === "approvers" ? key : {}),
        })),
      },
    });
    expect(answeredAs("ann", "/promote @dee approver", roles({ held: "area" }))).toContain(
      "The role approvers is held for areas, so say which: `/promote @dee approver kusion`, for instance",
    );
    expect(answeredAs("ann", "/promote @dee approver everywhere", roles({ held: "area" }))).toContain("say which");
    expect(nominee("ann", "/promote @dee approver karpor", roles({ held: "area" }))).toEqual([
      ...["dee", "approvers"],
      ["karpor"],
    ]);
    expect(nominee("ann", "/promote @dee approver", roles({ held: "everywhere" }))).toEqual(["dee", "approvers", []]);
    expect(answeredAs("ann", "/promote @dee approver karpor", roles({ held: "everywhere" }))).toContain(
      "held everywhere, not for areas. Say `/promote @dee approver everywhere`",
    );
    expect(answeredAs("ann", "/promote @dee approver kusion", roles({ closed: true }))).toContain(
      "Nobody is promoted to approvers (`promotion: false`)",
    );
  });

  it("R44: what the rule's `nomination` would not take is refused at once, and opens nothing", () => {
    const asking = (nomination: unknown) => ({
      ...NONE,
      registry: {
        roles: ["contributors", "approvers", "maintainers"].map((name) => ({
          ...{ name, summary: null, references: [] },
          promotion: name === "approvers" ? { nomination } : null,
        })),
      },
    });
    const promote = "/promote @dee approver kusion";
    expect(answeredAs("kim", promote, asking({ by: "approvers", in: "area" }))).toContain(
      "from kim: this role asks to be nominated by approvers in kusion",
    );
    expect(answeredAs("ann", promote, asking({ by: "approvers", exactly: true }))).toContain("asks to be nominated by");
    const own = answeredAs("kim", "/promote @kim approver kusion", asking("approvers"));
    expect(own).toContain("this role asks to be nominated by approvers, and not by themselves");
    expect(nominee("eve", promote, asking({ by: "approvers", in: "area" }))).toEqual(["dee", "approvers", ["kusion"]]);
    expect(nominee("eve", promote, asking("same-or-higher"))).toEqual(["dee", "approvers", ["kusion"]]);
    expect(nominee("kim", "/promote @kim approver kusion", asking(["self", "maintainers"]))[0]).toBe("kim");
  });

  it("is for anyone at all where the rule says so", () => {
    const registry = {
      roles: ["members", "approvers", "maintainers"].map((name) => ({
        ...{ name, summary: null, references: [] },
        promotion: name === "approvers" ? { sponsors: 1, nominate: "anyone" } : null,
      })),
    };
    expect(nominee("stranger", "/promote @dee approver kusion", { ...NONE, registry })[0]).toBe("dee");
    const ofAll = { ...NONE, registry: { nominate: "anyone" } };
    expect(nominee("stranger", "/promote @dee approver kusion", ofAll)[0]).toBe("dee");
  });

  it.each([
    ["/promote", "needs to know whom"],
    ["/promote approver kusion", "needs to know whom: `/promote @user approver kusion`."],
    ["/promote to approver of kusion", "needs to know whom: `/promote @user approver kusion`."],
    ["/promote kusion", "needs to know whom and to what"],
    ["/promote @dee", "does not say to which role. There are members, contributors, approvers and maintainers."],
    ["/promote @dee aprovers", "I know no role `aprovers`, so no promotion was started. Did you mean `approvers`?"],
    ["/promote @dee approver kusoin", "I know no area `kusoin`, so no promotion was started. Did you mean `kusion`?"],
  ])("%j is answered with what is missing", (text, answer) => {
    expect(answeredAs("ann", text, NONE)).toContain(answer);
  });

  it("R81: a role in the place of a name is asked about with what nominates the speaker, said as it stands", () => {
    const answer = answeredAs("dee", "/promote approvers kusion", NONE);
    expect(answer).toContain("needs to know whom: `/promote @dee approver kusion` for yourself, or another name.");
    expect(nominee("dee", "/promote @dee approver kusion", NONE)).toEqual(["dee", "approvers", ["kusion"]]);
  });

  it.each([
    "/promote me approver kusion",
    "/promote @me approver kusion",
    "/nominate Me as approver of kusion",
    "/promote approver @dee of kusion",
  ])("%j is a word for the speaker, and for no account of that name", (text) => {
    expect(nominee("dee", text, NONE)).toEqual(["dee", "approvers", ["kusion"]]);
  });

  it("R62: of the same promotion elsewhere it tells the place to those alone who may see it", () => {
    const twin = { ...aNomination(), url: "https://github.test/KusionStack/secret/issues/7" };
    const said = (hidden: boolean) =>
      answeredAs("ann", "/promote @dee approver", { ...NONE, elsewhere: [{ ...twin, hidden }] });
    expect(said(false)).toContain(
      "is open elsewhere already ([nominated](https://github.test/KusionStack/secret/issues/7))",
    );
    expect(said(true)).toBe(
      "The promotion of dee to approver of kusion is open elsewhere already, so this changes nothing.",
    );
  });

  it("R45: the same role in the file of another repository is another promotion", () => {
    const sources = [{ repository: { owner: "KusionStack", name: "kusion" }, path: "roles.yaml", oid: "1" }];
    const given = (registry: string) => ({
      ...{ ...NONE, registry: { sources } },
      elsewhere: [{ ...aNomination(), registry, url: "https://github.test/KusionStack/other/issues/7" }],
    });
    expect(nominee("ann", "/promote @dee approver", given("kusionstack/other"))[0]).toBe("dee");
    expect(answeredAs("ann", "/promote @dee approver", given("kusionstack/kusion"))).toContain(
      "open elsewhere already",
    );
  });

  it("is for people: neither nobody, nor bots, nor whom GitHub would not tell", () => {
    const of = (account: PromotingOptions["account"]) =>
      answeredAs("ann", "/promote @dee approver", account === undefined ? NONE : { ...NONE, account });
    expect(of(() => "none")).toContain("GitHub knows nobody called dee");
    expect(of(() => "unknown")).toContain("could not look up dee");
    expect(of(() => ({ login: "dee", id: 1, type: "Bot" }))).toContain("only people hold roles");
  });

  it("twice is answered with a link to the first", () => {
    expect(answeredAs("ann", "/promote @dee approver kusion")).toContain(
      "is open here already ([nominated](https://github.test/c/1))",
    );
    expect(nominee("ann", "/promote @dee approver karpor", { open: [aNomination()] })).toEqual([
      "dee",
      "approvers",
      ["karpor"],
    ]);
  });

  it("starts nothing on a closed issue", () => {
    expect(answeredAs("ann", "/promote @dee approver", { ...NONE, facts: anIssue({ state: "closed" }) })).toContain(
      "is closed",
    );
  });

  it("for a role whose rule is silent, anyone of the top role decides", () => {
    const registry = {
      roles: ["members", "contributors", "approvers", "maintainers"].map((name) => ({
        name,
        summary: null,
        promotion: null,
        references: [],
      })),
    };
    const found = calledAs("ann", "/promote @pat member", { ...NONE, registry });
    expect(found).toMatchObject({
      nominee: { rule: { criterion: { kind: "sponsors", params: { from: "maintainers", min: 1 } } } },
    });
  });

  it("is taken back as /withdraw is", () => {
    expect(wordAs("ann", "/promote cancel @dee").content).toEqual({ kind: "withdraw" });
  });
});

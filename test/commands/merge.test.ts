import { describe, expect, it } from "vitest";
import { anIssue, aPull, aRegistry, aVerdict, held, listedAll } from "./a-context.ts";
import { actedAs, actOf, refusalOf } from "./an-acting.ts";

describe("/merge", () => {
  it("is for approvers and above, the author among them; for nobody else", () => {
    expect(actOf("ben", "/merge")).toMatchObject({ kind: "merge", off: false, headSha: "3f2c1aa0", method: null });
    const people = [held("approvers", "pat")];
    expect(actOf("pat", "/merge", { registry: { people } })).toMatchObject({ kind: "merge" });
    for (const login of ["dee", "pat", "octo-fan"]) expect(refusalOf(login, "/merge")).toContain("approver or above");
  });

  it.each([
    ["/merge squash", "SQUASH"],
    ["/merge Rebase", "REBASE"],
    ["/merge merge", "MERGE"],
  ])("%s names the method", (text, method) => {
    expect(actOf("ann", text)).toMatchObject({ method });
  });

  it("other words merge nothing", () => {
    expect(refusalOf("ann", "/merge please")).toContain("`squash`, `rebase` or `merge`");
  });

  it("R9a: merges only the head that stood when it was said", () => {
    expect(refusalOf("ann", "/merge", { headWhenSaid: "91bd0e4f" })).toContain("`91bd0e4`");
    const said = actedAs("ann", "/merge", { headWhenSaid: null, facts: aPull() });
    expect(said).toMatchObject({
      answer: { kind: "refused", text: expect.stringContaining("cannot tell which commit") },
    });
  });

  it("tells what the gate still waits for", () => {
    expect(actOf("ann", "/merge")).toMatchObject({ waitsFor: "approval" });
    const held = aVerdict({ state: { kind: "held" } });
    expect(actOf("ann", "/merge", { verdict: held })).toMatchObject({ waitsFor: "a hold's release" });
    expect(actOf("ann", "/merge", { verdict: aVerdict({ state: { kind: "approved" } }) })).toMatchObject({
      waitsFor: null,
    });
  });

  it("R43: where the check only advises, what is not approved is not merged", () => {
    expect(refusalOf("ann", "/merge", { verdict: aVerdict({ mode: "advise" }) })).toContain("still waits for approval");
    const approved = aVerdict({ mode: "advise", state: { kind: "approved" } });
    expect(actOf("ann", "/merge", { verdict: approved })).toMatchObject({ waitsFor: null });
  });

  it("R43: an approver of other areas than it changes does not have it merged", () => {
    const areas = [
      ...aRegistry().areas,
      { name: "docs", repos: [], paths: ["docs/**"], exclusive: false, approval: {} },
    ];
    const people = [held("approvers", "dora", ["docs"]), held("approvers", "ken", ["kusion"])];
    const registry = { areas, people };
    const verdict = aVerdict({ state: { kind: "approved" } });
    expect(refusalOf("dora", "/merge", { registry, verdict })).toContain("for other areas");
    expect(actOf("ken", "/merge", { registry, verdict })).toMatchObject({ kind: "merge" });
    const docs = { path: "docs/a.md", previousPath: null, change: "added" as const };
    expect(actOf("dora", "/merge", { registry, verdict, facts: aPull({ files: listedAll([docs]) }) })).toMatchObject({
      kind: "merge",
    });
  });

  it("R86: is refused where the branch has conflicts, since the commit that resolves them is another; it can be taken back", () => {
    const facts = aPull({ conflicts: true });
    const said = refusalOf("ann", "/merge", { facts, verdict: aVerdict({ state: { kind: "approved" } }) });
    expect(said).toMatch(/conflicts with `main`.*say `\/merge` again/);
    expect(refusalOf("octo-fan", "/merge", { facts })).toContain("approver or above");
    expect(actOf("ann", "/merge cancel", { facts })).toMatchObject({ off: true });
  });

  it("R86: merges into no other branch than the one it was said about", () => {
    expect(refusalOf("ann", "/merge", { baseWhenSaid: "next" })).toContain("it was to go into `next`");
    expect(refusalOf("ann", "/merge", { baseWhenSaid: null })).toContain("cannot tell into which branch");
    expect(actOf("ann", "/merge", { baseWhenSaid: "main" })).toMatchObject({ baseRef: "main" });
  });

  it.each(["/merge cancel", "/unmerge"])("%s: by them and by the author, draft or not", (text) => {
    const facts = aPull({ draft: true });
    expect(actOf("pat", text, { facts })).toMatchObject({ off: true });
    expect(actOf("ann", text, { facts })).toMatchObject({ off: true });
    expect(refusalOf("dee", text, { facts })).toContain("I cannot take");
  });

  it("works on open pull requests that are no drafts", () => {
    expect(refusalOf("ann", "/merge", { facts: anIssue() })).toContain("pull requests only");
    expect(refusalOf("ann", "/merge", { facts: aPull({ draft: true }) })).toContain("`/ready`");
    expect(refusalOf("ann", "/merge", { facts: aPull({ state: "closed" }) })).toContain("closed");
    expect(actedAs("ann", "/merge", { facts: aPull({ state: "merged" }) })).toMatchObject({
      answer: { kind: "told", text: "This pull request is merged already. Nothing was changed." },
    });
  });
});

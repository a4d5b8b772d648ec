import { describe, expect, it } from "vitest";
import type { AccessKey } from "../../src/registry/access/access-key.ts";
import type { Registry } from "../../src/registry/registry-types.ts";
import { aComment, anIssue, aPull } from "./a-context.ts";
import { actOf, refusalOf } from "./an-acting.ts";

const ACCESS: AccessKey = {
  mode: "grant",
  teams: [{ pattern: "{area}-approvers", from: "approvers", orAbove: false }],
  repositories: null,
  owners: null,
  besides: [],
};
const HERE = { repository: { owner: "KusionStack", name: "community" }, path: "roles.yaml", oid: "1" };
const granting: Partial<Registry> = { access: ACCESS, sources: [HERE] };

/** An app's issue. */
function theIssue(author = { login: "rung[bot]", id: 9_999, type: "Bot" as "Bot" | "User" }) {
  const body = "Access that the registry does not say";
  return anIssue({ author, description: aComment(0, body, { kind: "description", author }) });
}

const on = (registry: Partial<Registry> = granting) => ({ facts: theIssue(), registry });

describe("/invite", () => {
  it("R69: on the issue about access, whom the registry has in a team may be added once more", () => {
    expect(actOf("ann", "/invite @ben", on())).toEqual({ kind: "invite", people: ["ben"], notes: [] });
    expect(actOf("ann", "/invite @ben, @cho and @eve", on())).toEqual({
      kind: "invite",
      people: ["ben", "cho"],
      notes: ["By the registry eve belongs in none of the teams that it keeps; `/promote` gives a role."],
    });
    expect(actOf("ann", "/invite BEN", on())).toMatchObject({ people: ["BEN"] });
  });

  it("is for the top role, or for the role that the registry names", () => {
    expect(refusalOf("ben", "/invite @ben", on())).toBe(
      "I cannot take `/invite` from ben: that takes a maintainer. Nobody was invited.",
    );
    expect(refusalOf("octo-fan", "/invite @ben", on())).toContain("that takes a maintainer");
    const lower = { ...granting, commands: { invite: "approvers" } };
    expect(actOf("ben", "/invite @cho", on(lower))).toMatchObject({ people: ["cho"] });
  });

  it("R69: does nothing anywhere else: another issue, a pull request, an issue that a person wrote", () => {
    const forged = theIssue({ login: "eve", id: 5, type: "User" });
    for (const facts of [anIssue(), aPull(), forged])
      expect(refusalOf("ann", "/invite @ben", { facts, registry: granting })).toBe(
        "`/invite` is said on the issue about access, which I keep in the registry's repository. Nobody was invited.",
      );
  });

  it("does nothing where the registry says nothing of access, or has it watched", () => {
    expect(refusalOf("ann", "/invite @ben", on({ sources: [HERE] }))).toContain("says nothing of access");
    const watching = { ...granting, access: { ...ACCESS, mode: "watch" as const } };
    expect(refusalOf("ann", "/invite @ben", on(watching))).toMatch(/`mode: watch`.* Nobody was invited\.$/);
  });

  it("asks whom, and names who cannot be meant", () => {
    expect(refusalOf("ann", "/invite", on())).toBe("Name whom to invite, as in `/invite @user`.");
    expect(refusalOf("ann", "/invite @eve", on())).toMatch(/^By the registry eve belongs in none of the teams/);
    expect(refusalOf("ann", "/invite @KusionStack/kusion-approvers", on())).toContain("one by one");
    expect(refusalOf("ann", "/invite @dependabot[bot]", on())).toContain("is a bot");
  });

  it("R67: where the registry has people by a team whose members are not known, nobody is called a stranger", () => {
    const team = { role: "approvers", team: "KusionStack/reviewers", areas: [] };
    const unread = { ...granting, teams: [team] };
    expect(actOf("ann", "/invite @eve", on(unread))).toMatchObject({ people: ["eve"], notes: [] });
  });
});

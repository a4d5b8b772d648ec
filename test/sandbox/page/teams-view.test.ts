import { describe, expect, it } from "vitest";
import { commands } from "../../../src/commands/index.ts";
import { sandboxPage } from "../../../src/sandbox/page/page.ts";
import { anAccessState, aPort } from "./a-port.ts";

const origin = "http://localhost";

function post(app: ReturnType<typeof sandboxPage>, fields: Record<string, string>) {
  const headers = { origin, "content-type": "application/x-www-form-urlencoded" };
  return app.request(`${origin}/teams/act`, { method: "POST", body: new URLSearchParams(fields), headers });
}

describe("the page of teams", () => {
  it("shows who is in which team, who is invited, and who was given access from outside", async () => {
    const { port } = aPort();
    const text = await (await sandboxPage({ port, commands }).request("/teams")).text();
    expect(text).toContain('kusion-approvers <span class="quiet">write in kusion</span>');
    expect(text).toContain("Kept by Rung from KusionStack/.github");
    expect(text).toContain("octo-fan into kusion-approvers, by SparkYuan");
    expect(text).toContain("jemshad: triage in kusion, from outside the organization");
  });

  it("offers the invited person to accept or decline, others to take it back, and nobody a failed one", async () => {
    const { port } = aPort();
    const seen = async (as: string, access = anAccessState()) => {
      const app = sandboxPage({ port: { ...port, access: async () => access }, commands });
      return await (await app.request("/teams", { headers: { cookie: `persona=${as}` } })).text();
    };
    expect(await seen("octo-fan")).toContain('value="accept-invitation"');
    expect(await seen("hoangndst")).not.toContain('value="accept-invitation"');
    expect(await seen("hoangndst")).toContain('value="expire-invitation"');
    const [waiting] = anAccessState().invitations;
    if (waiting === undefined) throw new Error("nobody is invited");
    const failed = { ...waiting, failed: { at: "2026-11-23T14:00:00Z", reason: "Invitation expired." } };
    const text = await seen("octo-fan", anAccessState({ invitations: [failed] }));
    expect(text).toContain("Invitation expired.");
    expect(text).not.toContain('value="accept-invitation"');
  });

  it("asks for what its forms say, and for nothing where a field is missing", async () => {
    const { port, acts } = aPort();
    const app = sandboxPage({ port, commands });
    const by = { as: "SparkYuan", organization: "KusionStack" };
    await post(app, { as: "SparkYuan", do: "add-to-team", team: "kusion-approvers", login: "octo-fan" });
    await post(app, { as: "SparkYuan", do: "make-owner", login: "hoangndst" });
    await post(app, { as: "SparkYuan", do: "give-collaborator", repo: "kusion", login: "jemshad", permission: "none" });
    await post(app, { as: "octo-fan", do: "accept-invitation", login: "octo-fan" });
    await post(app, { as: "SparkYuan", do: "add-to-team", team: "kusion-approvers" });
    await post(app, { as: "SparkYuan", do: "shut-down" });
    expect(acts).toEqual([
      { ...by, action: "add-to-team", team: "kusion-approvers", login: "octo-fan" },
      { ...by, action: "set-organization-role", login: "hoangndst", role: "admin" },
      { ...by, action: "give-collaborator", repo: "kusion", login: "jemshad", permission: "none" },
      { ...by, as: "octo-fan", action: "accept-invitation" },
    ]);
  });

  it("R25: shows a description as text, never as HTML", async () => {
    const [team] = anAccessState().teams;
    if (team === undefined) throw new Error("no team");
    const { port } = aPort({ access: anAccessState({ teams: [{ ...team, description: "<img src=x>" }] }) });
    const text = await (await sandboxPage({ port, commands }).request("/teams")).text();
    expect(text).not.toContain("<img");
  });
});

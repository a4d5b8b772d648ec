/** docs/access.md: its registry is one, and what it says that Rung says is said. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accessFindings } from "../../src/cli/doctor/access-findings.ts";
import { installationFindings } from "../../src/cli/doctor/app-findings.ts";
import { needsWith, ownAppNeeds } from "../../src/cli/setup/app-manifest.ts";
import { commands } from "../../src/commands/index.ts";
import { MAX_INVITATIONS_A_DAY } from "../../src/github/write/invitation-budget.ts";
import { ACCESS_TITLE, accessIssue } from "../../src/registry/access/access-issue.ts";
import { handedOverTo, NO_MEMORY } from "../../src/registry/access/access-world.ts";
import { accessDifferences } from "../../src/registry/access/differences.ts";
import { grantPlan, MAX_ADDS } from "../../src/registry/access/plan.ts";
import { aFolder, runIn } from "../cli/a-folder.ts";
import { aTeam, aWorld, december, theClaims } from "../registry/access/a-world.ts";

const page = readFileSync(new URL("../../docs/access.md", import.meta.url), "utf8");
const [, registry = ""] = /<!-- file: roles\.yaml -->\n```yaml\n(.*?)```/s.exec(page) ?? [];
const [, troubles = ""] = /^## When something is wrong\n(.*)/ms.exec(page) ?? [];
const said = [...troubles.matchAll(/^\| `(.+?)` \|/gm)].map(([, text = ""]) => text.replace(/:? ….*$/, ""));
const texts = readFileSync(new URL("../../docs/texts.md", import.meta.url), "utf8");

describe("docs/access.md", () => {
  it("has a registry without a fault", async () => {
    const folder = aFolder({ "roles.yaml": registry });
    const { out, err, code } = await runIn(folder, ["check", "--repo", "KusionStack/.github"]);
    expect([code, err, out]).toEqual([0, "", expect.stringContaining("no faults")]);
  });

  it("shows the issue that its registry and such teams make", () => {
    const ids = { SparkYuan: 8, wu8685: 11, elliotxx: 12, adohe: 13, hoangndst: 14, "octo-fan": 15 };
    const who = (...logins: (keyof typeof ids)[]) => logins.map((login) => ({ login, id: ids[login] }));
    const claims = theClaims(registry);
    const world = aWorld({
      teams: [
        aTeam("kusion-maintainers", who("SparkYuan", "adohe", "wu8685")),
        aTeam("karpor-maintainers", who("elliotxx", "adohe", "wu8685")),
        aTeam("kusion-approvers", who("octo-fan")),
        aTeam("karpor-approvers", []),
      ],
      owners: who("SparkYuan", "wu8685"),
      accounts: Object.fromEntries(Object.entries(ids).map(([login, id]) => [login, { login, id }])),
    });
    const where = { kind: "team", team: "kusion-approvers" } as const;
    const changes = who("octo-fan").flatMap((person) =>
      who("adohe").map((by) => ({ what: "added", where, person, by, at: december(3) }) as const),
    );
    const findings = accessDifferences(claims, world, { ...NO_MEMORY, changes });
    const plan = grantPlan(findings, claims);
    const [, shown = ""] = /```text\n(\*\*2 things differ[\s\S]*?)\n```/.exec(page) ?? [];
    expect(accessIssue({ claims, findings, plan, readAt: december(10) })).toBe(shown);
    const { adds } = grantPlan(findings, { mode: "grant" });
    expect(adds.map(({ team, person: { login } }) => `${login} to ${team}`)).toEqual(["hoangndst to kusion-approvers"]);
  });

  it("names the issue, the bounds, the command and the words of a description as they are", () => {
    expect(page).toContain(`"${ACCESS_TITLE}"`);
    expect(page).toContain(`| ${MAX_ADDS} additions a run`);
    expect(page).toContain(`| ${MAX_INVITATIONS_A_DAY} invitations in 24 hours`);
    const [, words = ""] = /writes `(Kept by Rung from [^`]+)`/.exec(page) ?? [];
    expect(handedOverTo(words)).toBe("KusionStack/.github");
    expect(commands.some(({ examples }) => examples.some((one) => page.includes(`\n${one}\n`)))).toBe(true);
  });

  it("has what the doctor says of the switches and of the permission, and of what the issue says nothing that it does not", () => {
    const app = { slug: "r", htmlUrl: "u", owner: "o", permissions: {}, events: [] };
    const needs = ownAppNeeds();
    const asked = Object.fromEntries(needsWith("grant").permissions.map(({ name, access }) => [name, access]));
    const held = Object.fromEntries(needs.permissions.map(({ name, access }) => [name, access]));
    const events = needs.events.map(({ name }) => name);
    const installation = { id: 1, account: "o", htmlUrl: "u", suspended: false, permissions: held, events };
    const findings = [
      ...accessFindings([{ place: "o/r", mode: "grant" }], "watch"),
      ...accessFindings([{ place: "o/r", mode: "watch" }], "grant"),
      ...installationFindings(needsWith("grant"), { ...app, permissions: asked, events }, [installation]),
    ].map(({ what }) => what);
    for (const what of findings)
      expect(
        said.some((text) => what.includes(text)),
        what,
      ).toBe(true);
    const ofApp = "the permission members: write is missing";
    const isSaid = (text: string) =>
      text === ofApp || findings.some((what) => what.includes(text)) || texts.includes(text);
    expect(said).toContain(ofApp);
    expect(said.filter((text) => !isSaid(text))).toEqual([]);
  });
});

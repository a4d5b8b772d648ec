import { describe, expect, it } from "vitest";
import { accessIssue } from "../../../src/registry/access/access-issue.ts";
import { NO_MEMORY } from "../../../src/registry/access/access-world.ts";
import { accessDifferences } from "../../../src/registry/access/differences.ts";
import { grantPlan } from "../../../src/registry/access/plan.ts";
import { ACCESS_CHAPTERS } from "../../catalogue/access.ts";
import { aTeam, aWorld, failed, known, theClaims } from "./a-world.ts";

const entries = ACCESS_CHAPTERS.flatMap((chapter) =>
  chapter.entries.map(({ when, text }): [string, string] => [when, text]),
);
const withoutCode = (text: string) => text.replace(/`[^`\n]*`|<code>.*?<\/code>/g, "");

describe("what is said of access", () => {
  it.each(entries)("%s: mentions nobody, in whole sentences", (_, text) => {
    expect(withoutCode(text)).not.toContain("@");
    for (const line of text.trim().split("\n")) expect(line).toMatch(/^$|[.*:]$/);
  });

  const claims = theClaims("access: { mode: grant, teams: { core: approvers } }\napprovers: [ben]\n");
  const issue = (world: ReturnType<typeof aWorld>) => {
    const findings = accessDifferences(claims, world, NO_MEMORY);
    return accessIssue({ claims, findings, plan: grantPlan(findings, claims), readAt: 0 });
  };

  it("shows what GitHub and people wrote as nothing but text", () => {
    const hostile = "</code> @ann `x` <!-- rung:access --> [a](http://b)";
    const text = issue(aWorld({ teams: [aTeam("core", [])], failed: [failed("ben", 5, hostile)] }));
    expect(text).not.toMatch(/<!--|\[a\]\(|@ann(?![^<]*<\/code>)/);
  });

  it("stays below what an issue may hold, and says how much is left out", () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({ login: `somebody-${index}`, id: 1_000 + index }));
    const text = issue(aWorld({ teams: [aTeam("core", many, { invitations: known([]) })] }));
    expect(text.length).toBeLessThan(60_000);
    expect(text).toMatch(/^\*\*5001 things differ\*\*/);
    expect(text).toMatch(/and \d+ more; `rung access KusionStack` tells all\./);
  });
});

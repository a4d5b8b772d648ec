import { describe, expect, it } from "vitest";
import { pullShown } from "../../src/jobs/page/pull-page.ts";
import { registryShown } from "../../src/jobs/page/registry-page.ts";
import { type ShownPull, shownPull, shownRegistry } from "../../src/model/page-data.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { markdown, markdownLine } from "../../src/server/page/markdown-html.ts";
import { waitsView } from "../../src/server/page/views/waits-view.ts";
import { judged } from "../gate/judged.ts";
import { anIndex } from "../registry/a-registry.ts";
import { aComment, aLadder, aPull, approval, aReview } from "../support/a-pull.ts";

const index = aLadder({
  areas: { kusion: { repos: ["kusion"] }, engine: { repos: ["kusion"], paths: ["pkg/engine/**"] } },
  approvers: [{ login: "ann" }, { login: "ben", areas: ["engine"] }],
});

function waits(options: Parameters<typeof aPull>[0]): ShownPull["waits"] {
  const facts = aPull(options);
  return pullShown(facts, judged(facts, index)).waits;
}

const nobody = { area: null, count: 1, more: 0, people: [] };

describe("whom a pull request waits for", () => {
  it("approved: nobody", () => {
    expect(waits({ files: ["main.go"], reviews: [approval("ann")] })).toEqual([]);
  });

  it("waiting: for each area those who could approve it", () => {
    const found = waits({ files: ["main.go", "pkg/engine/a.go"] });
    expect(found.toSorted((one, other) => (`${one.area}` < `${other.area}` ? -1 : 1))).toEqual([
      { ...nobody, kind: "approval", area: "engine", people: ["ann", "ben"] },
      { ...nobody, kind: "approval", area: "kusion", people: ["ann"] },
    ]);
  });

  it("an area that its author alone could approve: nobody can", () => {
    expect(waits({ author: "ann", files: ["main.go"] })).toEqual([{ ...nobody, kind: "nobody", area: "kusion" }]);
  });

  it("changes requested: whoever asked; held: whoever holds; a draft: its author", () => {
    const files = ["main.go"];
    expect(waits({ files, reviews: [aReview("ann", "CHANGES_REQUESTED")] })).toEqual([
      { ...nobody, kind: "changes", people: ["ann"] },
    ]);
    expect(waits({ files, draft: true })).toEqual([{ ...nobody, kind: "author", people: ["pat"] }]);
    expect(waits({ files, comments: [aComment("ann", "hi")], draft: true, author: null })).toEqual([
      { ...nobody, kind: "author" },
    ]);
  });

  it("a newcomer's waits for a vouch as well, where reviewers do", () => {
    const vouching = indexed({ ...index.registry, newcomers: { reviews: "after-vouch" } });
    const facts = aPull({ files: ["main.go"], author: "newt", association: "NONE" });
    const shown = pullShown(facts, judged(facts, vouching));
    expect(shown.waits).toEqual([
      { ...nobody, kind: "approval", area: "kusion", people: ["ann"] },
      { ...nobody, kind: "vouch" },
    ]);
    expect(shown.summaryMarkdown).toContain("`/vouch @newt`");
    expect(`${waitsView(shown.waits, { waits: 4, names: 5 })}`).toContain(
      "somebody to vouch for its author with <code>/vouch</code>",
    );
    const known = { ...facts, vouched: true as const };
    expect(pullShown(known, judged(known, vouching)).waits).toHaveLength(1);
  });

  it("many: eight by name, then how many more", () => {
    const many = aLadder({ approvers: [..."abcdefghijk"].map((login) => ({ login })) });
    const facts = aPull({ files: ["main.go"] });
    expect(pullShown(facts, judged(facts, many)).waits).toMatchObject([{ people: [..."abcdefgh"], more: 3 }]);
  });

  it("comes back from the database as it went in", () => {
    const facts = aPull({ files: ["main.go"] });
    const shown = pullShown(facts, judged(facts, index));
    expect(shownPull.parse(JSON.parse(JSON.stringify(shown)))).toEqual(shown);
  });
});

describe("a registry as shown", () => {
  const ladder = anIndex(`version: 1
roles:
  members: {}
  reviewers: { promotion: { some: { min: 1, of: [{ contributing: 3mo }, { sponsors: 1 }] } } }
  maintainers: {}
maintainers: [ann, { team: KusionStack/core }]
approval: { from: maintainers }
reviews: { from: reviewers }
`);
  const shown = registryShown({ kind: "good", index: ladder, stale: null, unreadTeams: [] }, "KusionStack");
  if (shown?.kind !== "good") throw new Error("it is good");

  it("has the criteria in words; a role without a rule has the one it is given by, the lowest has none", () => {
    expect(shown.roles.map(({ criterion }) => criterion?.combine ?? null)).toEqual([null, "some", "leaf"]);
    expect(shown.roles[2]?.criterion).toMatchObject({ textMarkdown: "1 sponsor from maintainers", by: "people" });
  });

  it("names teams, not their members", () => {
    expect(shown.people.map(({ login }) => login)).toEqual(["ann"]);
    expect(shown.teams).toEqual([{ role: "maintainers", team: "KusionStack/core", areas: [] }]);
  });

  it("comes back from the database as it went in; none is null", () => {
    expect(shownRegistry.parse(JSON.parse(JSON.stringify(shown)))).toEqual(shown);
    expect(registryShown({ kind: "none" }, "KusionStack")).toBeNull();
  });
});

describe("Rung's Markdown", () => {
  it("lets neither HTML nor images nor dangerous links through, and keeps code", async () => {
    const text =
      "<b>x</b> <code>a&#124;b</code> ![i](https://evil.test/i.png) [l](javascript:alert(1)) <!-- hidden -->";
    const shown = `${await markdownLine(text)}`;
    expect(shown).toContain("<code>a|b</code>");
    expect(shown).not.toMatch(/<b>|<img|href|hidden/);
  });

  it("names tables for those who do not see what stands around them, and marks their heads", async () => {
    const shown = `${await markdown("| A |\n| --- |\n| b |", 'an "area"')}`;
    expect(shown).toContain('<caption class="unseen">an &quot;area&quot;</caption>');
    expect(shown).toContain('scope="col">A</th>');
  });
});

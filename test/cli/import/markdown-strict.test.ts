import { describe, expect, it } from "vitest";
import { peopleIn } from "../../../src/cli/import/markdown/markdown-people.ts";
import { roleOfFile } from "../../../src/cli/import/markdown/roles-named.ts";
import { doubts } from "../../../src/cli/import/markdown/second-reading.ts";

/** "ann: maintainers; ?2" : people with their roles, and how many questions were left. */
function read(text: string, role: Parameters<typeof peopleIn>[1] = "maintainers"): string {
  const { people, questions } = peopleIn(text, role);
  const listed = people.map(
    (each) => `${each.login}: ${each.role}${each.projects.length === 0 ? "" : ` of ${each.projects.join("+")}`}`,
  );
  return [...listed, ...(questions.length === 0 ? [] : [`?${questions.length}`])].join("; ");
}

const table = (head: string, ...rows: readonly string[]) =>
  [`| ${head} |`, `| ${head.replace(/[^|]+/g, "---")} |`, ...rows.map((row) => `| ${row} |`), ""].join("\n");

describe("an employer in a list", () => {
  it.each(["n/a", "-", "TBD", "none", "unknown", "—"])(
    "%s is none, so that two of them are no colleagues",
    (employer) => {
      const { people } = peopleIn(table("GitHub | Company", `@ann | ${employer}`, "@ben | Ant"), "maintainers");
      expect(people.map(({ affiliation }) => affiliation)).toEqual([null, "Ant"]);
    },
  );
});

describe("moving in from Markdown raises nobody", () => {
  it.each([
    ["a lower role in the column of roles", table("Name | GitHub | Role", "Ann | @ann | Committer"), "ann: approvers"],
    ["a role with more than its name", table("GitHub | Project Roles", "@ann | Reviewer(docs)"), "?1"],
    ["a role before its projects", table("GitHub | Project Roles", "@ann | Reviewer - docs"), "ann: reviewers of docs"],
    ["a title that is no role", table("GitHub | Role", "@ann | Founder"), "?1"],
    ["a company's account beside a name", table("Maintainer | Company", "dan-j | @versori"), "?1"],
    ["a company's account beside an account", table("Maintainer | Employer", "@dan | @versori"), "dan: maintainers"],
    [
      "a place where somebody is still to be named",
      table("Name | GitHub ID", "TBD | TBD", "N/A | none", "? | @tba"),
      "?3",
    ],
    ["a template's own words", "- [Your name](https://github.com/your-github-username)\n", "?1"],
    ["several accounts in a row", table("Name | Who", "@ann | @ben"), "?1"],
    ["a lower role in an item", "- @ann (reviewer)\n", "ann: reviewers"],
    ["a role with more than its name in an item", "- @ann (docs reviewer)\n", "?1"],
    ["a heading of another role", "# Maintainers\n\n## Reviewers\n\n- @ann\n", "ann: reviewers"],
    ["a heading that names more than a role", "# Maintainers\n\n## Docs maintainers\n\n- @ann\n", "?1"],
    ["a heading that names none", "# Maintainers\n\n## Docs\n\n- @ann\n", "?1"],
    [
      "a heading with the project's name",
      "# Kusion Maintainers\n\n## Kusion Maintainers\n\n- @ann\n",
      "ann: maintainers",
    ],
    ["how to become one", "# Maintainers\n\n## Becoming a maintainer\n\n- Ask @ann\n", "?1"],
    ["a link in prose", "# Maintainers\n\n- See the [guide](https://github.com/acme)\n", "?1"],
    ["a link in a sentence", "- People from [Acme](https://github.com/acme) review all that is merged here\n", "?1"],
    ["accounts in the text", "Maintained by @ann and @ben.\n", "?1"],
    ["GitHub's own addresses", "- [Sponsors](https://github.com/sponsors)\n", "?1"],
    [
      "people in a comment",
      "# Maintainers\n\n<!--\n- @old\n-->\n- @ann\n- @ben <!-- and @cho -->\n",
      "ann: maintainers; ben: maintainers",
    ],
    ["people in a comment that is not closed", "# Maintainers\n\n- @ann\n\n<!--\n- @old\n", "ann: maintainers"],
    ["one of several titles", "# Security contacts\n\n- @sec\n\n# Maintainers\n\n- @ann\n", "ann: maintainers; ?1"],
    ["an entry in a quotation", "> - @old\n\n- @ann\n", "ann: maintainers; ?1"],
    ["an open box", "- [ ] @invited\n- [x] @ann\n", "ann: maintainers; ?1"],
    ["words that say the opposite", "- not @ann\n- @ben (candidate)\n- thanks @cho\n- @dan\n", "dan: maintainers; ?3"],
    ["leads in a file of reviewers", "## Leads\n\n- @ann\n", "?1"],
    ["a part of the code before the account", "- `tsdb`: @ann\n- @ben (`docs`)\n- `@cho`\n", "cho: maintainers; ?2"],
    ["a part of the project before the account", "- Remote storage: @ann\n- docs: @ben\n", "?2"],
    ["a part of the project behind the account", "- Ann (Acme) @ann (docs)\n- Ben @ben (core, kube-trigger）\n", "?2"],
    ["an item within one that names nobody", "- storage\n  - @ann\n- Builds\n  - Ben Birch (@ben)\n", "?4"],
  ])("%s", (_, text, people) => {
    expect(read(text, _.includes("file of reviewers") ? "reviewers" : "maintainers")).toBe(people);
  });

  it("a role that stands in a file of a lower one gives no more than the file", () => {
    expect(read(table("GitHub | Role", "@ann | Maintainer"), "reviewers")).toBe("ann: reviewers");
    expect(read("- @ann (maintainer)\n", "reviewers")).toBe("ann: reviewers; ?1");
  });

  it("a file's name that says more than a role is none", () => {
    expect(["MAINTAINERS.md", ".github/approvers.md", "docs-maintainers.md"].map(roleOfFile)).toEqual([
      "maintainers",
      "approvers",
      null,
    ]);
  });
});

describe("moving in from Markdown revives nobody", () => {
  it.each([
    ["below a heading", "## Emeritus\n\n- @ann\n"],
    ["below a heading within it", "## Emeritus\n\n### Docs\n\n- @ann\n"],
    ["below a heading of a role within it", "## Emeritus\n\n### Maintainers\n\n- @ann\n"],
    ["below a label", "Emeritus:\n\n- @ann\n"],
    ["below a label in bold", "**Emeritus**\n\n- @ann\n"],
    ["below a label in bold right above the list", "**Former maintainers**:\n- @ann\n"],
    ["below an item", "- Emeritus\n  - @ann\n"],
    ["in a title", "# Emeritus maintainers\n\n- @ann\n"],
    ["in the item", "- @ann (emeritus)\n"],
    ["in a column of states", table("GitHub | Status", "@ann | retired")],
    ["beside the name", table("Name | GitHub", "Ann (alumna) | @ann")],
    ['below a title like "Past members"', "## Past members\n\n- @ann\n"],
  ])("%s", (_, text) => {
    expect(read(text)).toBe("ann: emeritus");
  });

  it.each([
    [
      "a longer announcement",
      "The following people are no longer active maintainers of any of our projects:\n\n- @ann\n",
    ],
    ["a row that says until when", table("GitHub | Until", "@ann | 2021")],
    ["an entry that is struck through", "- ~~@ann~~\n"],
  ])("what is not certain is a question: %s", (_, text) => {
    expect(read(text)).not.toContain("maintainers");
  });
});

describe("moving in from Markdown drops nobody in silence", () => {
  it.each([
    ["an item", "# Maintainers\n\n- Ann Alder\n- @ben\n", "ben: maintainers; ?1"],
    ["a row", table("Name | GitHub", "Ann Alder | ", "Ben | @ben"), "ben: maintainers; ?1"],
    [
      "a link that was written wrongly",
      "# Maintainers\n\n## Extensions\n\n- Ann ([ann] (https://github.com/ann)) (a@b.example)\n",
      "?1",
    ],
  ])("a name without a login in %s is a question", (_, text, people) => {
    expect(read(text)).toBe(people);
  });

  it("entries as people write them are read", () => {
    const text = `# Maintainers

The following is the list of maintainers for all projects, in alphabetical order:

* [Ann Alder](https://github.com/ann) (Acme)
* Ben Birch (@ben) <ben@example.com>
* Cho [@cho](https://github.com/cho), Some Company Ltd
* @dee, @eve and @fay
* @gil
* GitHub: @hal
* Ida @ida (they/them)
* @jon (Independent)
* @kim <https://kim.example>
* Lou https://github.com/lou

Those who review:
`;
    expect(read(text)).toBe(
      ["ann", "ben", "cho", "dee", "eve", "fay", "gil", "hal", "ida", "jon", "kim", "lou"]
        .map((login) => `${login}: maintainers`)
        .join("; "),
    );
  });
});

describe("the second reading", () => {
  const listed = (login: string, role: "maintainers" | "reviewers" = "maintainers") => [
    { login, role, projects: [], affiliation: null },
  ];

  it.each([
    ["nobody is named so", "- @ben\n"],
    ["the line stands below a heading of former people", "## Emeritus\n### Docs\n- @ann\n"],
    ["the line stands below an item of former people", "- Alumni\n  - @ann\n"],
    ["the line names a lower role", "- @ann, reviewer\n"],
    ["only a longer name is there", "- @annabel\n"],
  ])("doubts a maintainer where %s", (_, text) => {
    expect(doubts(text, listed("ann"))).toHaveLength(1);
  });

  it("bears out what stands there", () => {
    expect(doubts("## Emeritus\n- @old\n\n## Maintainers\n\n- @ann (Acme)\n", listed("ann"))).toEqual([]);
  });
});

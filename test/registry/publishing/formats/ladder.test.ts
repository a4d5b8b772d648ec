import { describe, expect, it } from "vitest";
import { textOf } from "../a-publication.ts";

const text = (entry: string, rest: string) => textOf(`publish: [{ file: ROLES.md, as: ladder${entry} }]\n${rest}`);

describe("as: ladder", () => {
  it("has each role, lowest first, with what it does and what becoming that asks for", () => {
    expect(text("", "maintainers: [ann]\n")).toBe(`<!-- rung:begin -->
<!-- What stands between these markers comes from roles.yaml; change it there. -->

### Members

Use the projects and give feedback.

### Contributors

Take part in the projects with code, documentation and other work.

All of these:

- Any of these:
  - 1 merged code pull request in KusionStack
  - 3 merged documentation pull requests in KusionStack
- 2 sponsors from approvers

### Approvers

Review and approve contributions.

All of these:

- 10 merged code pull requests in KusionStack
- 20 reviewed pull requests labelled feature, bug, kind/feature or kind/bug in KusionStack
- 2 sponsors from maintainers
- no objection from maintainers for 7 days

### Maintainers

Decide on design and direction.

- 2/3 of maintainers vote yes

<!-- rung:end -->
`);
  });

  it("has roles beside the ladder behind its rungs, and says that nobody is promoted to one", () => {
    const shown = text(
      "",
      "roles: { council: { beside: true, promotion: false }, members: , maintainers: { promotion: { sponsors: 1 } } }\nmaintainers: [ann]\n",
    );
    expect(shown.match(/^### .*$/gm)).toEqual(["### Members", "### Maintainers", "### Council"]);
    expect(shown).toContain(
      "### Council\n\nBeside the ladder: it includes no other role, and none includes it.\n\n- nobody is promoted to it\n",
    );
  });

  it("has the roles that are named alone, and a summary as text", () => {
    const own =
      "roles: { helpers: { summary: '<b>x</b> | # y' }, owners: { promotion: { sponsors: { from: owners, min: 1 } } } }\nowners: [ann]\n";
    const shown = text(", roles: [helpers]", own);
    expect(shown).toContain("### Helpers\n\n&lt;b&gt;x&lt;/b&gt; &#124; # y\n");
    expect(shown).not.toContain("Owners");
  });
});

import { describe, expect, it } from "vitest";
import { peopleIn } from "../../../src/cli/import/markdown/markdown-people.ts";
import { gateOf, moveIn } from "./a-tree.ts";

/** Rows of KusionStack/community (Apache-2.0) at 020ce05b and 407e16f3. */
const MAINTAINERS = `# KusionStack Maintainers

The following is the list of maintainers for all KusionStack projects, in alphabetical order:

| Maintainer | GitHub ID | Project Roles | Affiliation |
|------------|-----------|---------------|-------------|
| Dayuan Li | [SparkYuan](https://github.com/SparkYuan) | Leader - Kusion | [AntGroup](https://github.com/alipay) |
| Jun Zhang | [zoumo](https://github.com/zoumo) | Maintainer - Operating | [AntGroup](https://github.com/alipay) |
| Ke Wu | [wu8685](https://github.com/wu8685) | Leader - Operating, CtrlMesh | [AntGroup](https://github.com/alipay) |
`;
const APPROVERS = `# KusionStack Approvers

| Approver | GitHub ID | Project | Affiliation |
|----------|-----------|---------|-------------|
| Nguyen Dinh Hoang | [hoangndst](https://github.com/hoangndst) | Kusion | Viettel Group |
`;

describe("moving in from Markdown lists", () => {
  it("KusionStack's tables become roles in the repositories of their projects", () => {
    const done = moveIn({ "MAINTAINERS.md": MAINTAINERS, "APPROVERS.md": APPROVERS, "README.md": "" });
    const { registry } = gateOf(done.text);
    expect(registry.areas.map(({ name, repos }) => [name, repos])).toEqual([
      ["kusion", ["kusion"]],
      ["operating", ["operating"]],
      ["ctrlmesh", ["ctrlmesh"]],
    ]);
    expect(registry.people.map(({ login, role, areas, affiliation }) => [login, role, areas, affiliation])).toEqual([
      ["SparkYuan", "maintainers", ["kusion"], "AntGroup"],
      ["wu8685", "maintainers", ["operating", "ctrlmesh"], "AntGroup"],
      ["zoumo", "maintainers", ["operating"], "AntGroup"],
      ["hoangndst", "approvers", ["kusion"], "Viettel Group"],
    ]);
    expect(gateOf(done.text, "kusion").who("x")).toEqual(["hoangndst", "sparkyuan"]);
    expect([done.proof.compared, done.proof.differences]).toEqual([3, []]);
  });

  it("lists under headings are read, and rows in which nobody can be made out are told", () => {
    const text = `# Maintainers

- [Ann](https://github.com/ann), Some Company
- Ben Bee (@ben) <ben@example.com>
- a sentence about how to become one

## Reviewers

* @cho

## Emeritus maintainers

* @old

| Name | GitHub |
| --- | --- |
| Nobody | not a login |
`;
    const done = moveIn({ "MAINTAINERS.md": text });
    const { registry } = gateOf(done.text);
    expect(registry.people.map(({ login, role }) => [login, role])).toEqual([
      ["ann", "maintainers"],
      ["ben", "maintainers"],
      ["cho", "reviewers"],
    ]);
    expect(registry.emeritus?.map(({ login }) => login)).toEqual(["old"]);
    expect((done.moved.questions ?? []).map(({ text: said }) => said)).toEqual([
      `"Nobody | not a login": nobody's login could be made out`,
    ]);
  });

  it("a table without a column of logins is read by its links and names with @", () => {
    const { people } = peopleIn(
      "| Who | Area |\n|---|---|\n| Ann (@ann) | docs |\n| [Ben](https://github.com/ben) | all |\n",
      "approvers",
    );
    expect(people).toEqual([
      { login: "ann", role: "approvers", projects: ["docs"], affiliation: null },
      { login: "ben", role: "approvers", projects: [], affiliation: null },
    ]);
  });
});

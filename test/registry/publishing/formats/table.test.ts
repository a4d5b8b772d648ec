import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { textOf } from "../a-publication.ts";

const registry = (
  people: string,
  entry = "roles: [maintainers], columns: [name, login, areas, affiliation, since]",
) => `
publish: [{ file: M.md, as: table, ${entry} }]
affiliations: { antgroup: Ant Group }
areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }
${people}`;

function rows(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2);
}

describe("as: table", () => {
  it("has the columns as written, a row a person, in the order of the registry", () => {
    const text = textOf(
      registry(`maintainers:
  - { login: SparkYuan, name: Dayuan Li, areas: [kusion], affiliation: AntGroup, since: 2024-01-24 }
  - adohe
  - { team: KusionStack/core, areas: [karpor] }
`),
    );
    expect(text.split("\n").slice(3)).toEqual([
      "| Name | GitHub | Areas | Affiliation | Since |",
      "| --- | --- | --- | --- | --- |",
      "| Dayuan Li | [SparkYuan](https://github.com/SparkYuan) | kusion | Ant Group | 2024-01-24 |",
      "| adohe | [adohe](https://github.com/adohe) | all |  |  |",
      "| KusionStack/core | [KusionStack/core](https://github.com/orgs/KusionStack/teams/core) | karpor |  |  |",
      "",
      "<!-- rung:end -->",
      "",
    ]);
  });

  it("lists once who holds two of the roles, with the areas of both and the higher one's day, and no former people", () => {
    const text = textOf(
      registry(
        `maintainers: [{ login: ann, areas: [kusion], since: 2025-01-01 }, old]
approvers: [{ login: Ann, areas: [karpor], since: 2020-01-01 }, ben]
emeritus: [old]
`,
        "roles: [approvers, maintainers], columns: [login, role, areas, since]",
      ),
    );
    expect(rows(text)).toEqual([
      "| [ben](https://github.com/ben) | approver | all |  |",
      "| [ann](https://github.com/ann) | maintainer | kusion, karpor | 2025-01-01 |",
    ]);
  });

  it("of every role, the highest first, where none is named; and says that nobody holds one", () => {
    expect(rows(textOf(registry("maintainers: [ann]\nmembers: [dee]\n", "columns: [name]")))).toEqual([
      "| ann |",
      "| dee |",
    ]);
    expect(textOf(registry("maintainers: [ann]\n", "roles: [approvers, members]"))).toContain(
      "\nNobody holds approvers or members yet.\n",
    );
  });

  it("shows whatever a name says as text, in one cell", () => {
    const hostile = [
      "a | b",
      "<img src=x onerror=alert(1)>",
      "<!-- rung:end -->",
      "**bold** [x](http://y) `code`",
      "l1\nl2",
    ];
    const people = hostile.map((name, index) => `  - { login: p${index}, name: ${JSON.stringify(name)} }`).join("\n");
    const text = textOf(registry(`maintainers:\n${people}\n`, "roles: [maintainers], columns: [name, login]"));
    const html = new MarkdownIt({ html: true }).render(text);
    expect(html.match(/<td>/g)).toHaveLength(hostile.length * 2);
    expect(html).not.toMatch(/<img|<strong|<code|href="http:\/\/y/);
    expect(text.split("<!-- rung:end -->")).toHaveLength(2);
    expect(html).toContain("<td>a | b</td>");
  });

  it("publishes no address", () => {
    expect(textOf(registry("maintainers: [{ login: ann, affiliation: ann@example.org }]\n"))).not.toContain(
      "example.org",
    );
  });
});

import { describe, expect, it } from "vitest";
import { edited } from "../../../src/registry/edit.ts";
import type { LeftHolding } from "../../../src/registry/inactivity/retiring.ts";
import { aRegistry } from "../a-registry.ts";

const LADDER = ["council", "members", "contributors", "approvers", "maintainers"];

const TEXT = `# The people of KusionStack
areas: { kusion: { repos: [kusion] }, karpor: { repos: [karpor] } }
roles: { members: {}, contributors: {}, approvers: {}, maintainers: {}, council: { beside: true } }
maintainers: [ann, ben]
approvers:
  - dee # since the beginning
  - { login: eve, id: 5, areas: [kusion], since: 2024-01-24, affiliation: Viettel }
  - { login: fay, areas: [karpor, kusion], away: 2026-01-01 }
contributors: [{ login: eve, areas: [kusion], since: 2023-01-01 }, gus]
council: [hal]
emeritus: []
`;

function retired(login: string, holdings: readonly LeftHolding[], text = TEXT) {
  return edited(text, {
    kind: "retire",
    person: { login, id: null },
    holdings,
    until: "2026-11-30",
    ladder: LADDER,
    beside: ["council"],
  });
}

function changedLines(made: ReturnType<typeof edited>, text = TEXT): readonly string[] {
  if (made.kind !== "edited") throw new Error(JSON.stringify(made));
  aRegistry(made.text);
  const [was, is] = [text.split("\n"), made.text.split("\n")];
  return [
    ...was.filter((line) => !is.includes(line)).map((line) => `- ${line}`),
    ...is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`),
  ];
}

describe("leaving by the fewest lines", () => {
  it("moves the entry to emeritus, with what it was, where, since when and until when; lower ones that it includes go along", () => {
    const made = retired("eve", [{ role: "approvers", areas: ["kusion"], to: "emeritus" }]);
    expect(changedLines(made)).toEqual([
      "-   - { login: eve, id: 5, areas: [kusion], since: 2024-01-24, affiliation: Viettel }",
      "- contributors: [{ login: eve, areas: [kusion], since: 2023-01-01 }, gus]",
      "- emeritus: []",
      "+ contributors: [gus]",
      "+ emeritus:",
      "+   - { login: eve, id: 5, was: approvers, areas: [kusion], since: 2024-01-24, until: 2026-11-30, affiliation: Viettel }",
    ]);
  });

  it("whoever is listed twice for the same leaves both, and is listed once with the day that one tells", () => {
    const text = TEXT.replace("areas: {", "groups: { g: [eve] }\nareas: {").replace(
      "  - dee #",
      "  - { group: g, areas: [kusion] }\n  - dee #",
    );
    expect(
      changedLines(retired("eve", [{ role: "approvers", areas: ["kusion"], to: "emeritus" }], text), text),
    ).toEqual([
      "- groups: { g: [eve] }",
      "-   - { login: eve, id: 5, areas: [kusion], since: 2024-01-24, affiliation: Viettel }",
      "- contributors: [{ login: eve, areas: [kusion], since: 2023-01-01 }, gus]",
      "- emeritus: []",
      "+ groups: { g: [] }",
      "+ contributors: [gus]",
      "+ emeritus:",
      "+   - { login: eve, id: 5, was: approvers, areas: [kusion], since: 2024-01-24, until: 2026-11-30, affiliation: Viettel }",
    ]);
  });

  it("makes the list where there is none, and keeps comments", () => {
    const text = TEXT.replace("emeritus: []\n", "");
    expect(changedLines(retired("dee", [{ role: "approvers", areas: [], to: "emeritus" }], text), text)).toEqual([
      "-   - dee # since the beginning",
      "+ emeritus:",
      "+   - { login: dee, was: approvers, until: 2026-11-30 }",
    ]);
  });

  it("moves down to a lower role, with the time since which the entry tells it", () => {
    expect(
      changedLines(retired("fay", [{ role: "approvers", areas: ["kusion", "karpor"], to: "contributors" }])),
    ).toEqual([
      "-   - { login: fay, areas: [karpor, kusion], away: 2026-01-01 }",
      "- contributors: [{ login: eve, areas: [kusion], since: 2023-01-01 }, gus]",
      "+ contributors: [{ login: eve, areas: [kusion], since: 2023-01-01 }, gus, { login: fay, areas: [karpor, kusion], away: 2026-01-01 }]",
    ]);
  });

  it("whoever holds the lower role already only loses the higher one", () => {
    const text = TEXT.replace("id: 5, ", "");
    const made = retired("eve", [{ role: "approvers", areas: ["kusion"], to: "contributors" }], text);
    expect(changedLines(made, text)).toEqual([
      "-   - { login: eve, areas: [kusion], since: 2024-01-24, affiliation: Viettel }",
    ]);
  });

  it("lists nobody twice in the lower role, whether they were there in a part of it or come down from two roles", () => {
    const there = TEXT.replace("gus]", "{ login: fay, areas: [kusion] }]");
    const fay = { role: "approvers", areas: ["karpor", "kusion"], to: "contributors" };
    expect(changedLines(retired("fay", [fay], there), there)).toEqual([
      "-   - { login: fay, areas: [karpor, kusion], away: 2026-01-01 }",
      "- contributors: [{ login: eve, areas: [kusion], since: 2023-01-01 }, { login: fay, areas: [kusion] }]",
      "+ contributors: [{ login: eve, areas: [kusion], since: 2023-01-01 }, { login: fay, areas: [karpor, kusion], away: 2026-01-01 }]",
    ]);
    const both = TEXT.replace(
      "[ann, ben]",
      "[ann, ben, { login: fay, areas: [kusion] }, { login: dee, areas: [kusion] }]",
    );
    const down = { role: "maintainers", areas: ["kusion"], to: "contributors" };
    for (const all of [
      [fay, down],
      [down, fay],
    ])
      expect(changedLines(retired("fay", all, both), both).filter((line) => line.startsWith("+ contributors"))).toEqual(
        [
          "+ contributors: [{ login: eve, areas: [kusion], since: 2023-01-01 }, gus, { login: fay, areas: [karpor, kusion], away: 2026-01-01 }]",
        ],
      );
    const everywhere = { role: "approvers", areas: [], to: "contributors" };
    expect(
      changedLines(retired("dee", [down, everywhere], both), both).filter((line) => line.startsWith("+ con")),
    ).toEqual(["+ contributors: [{ login: eve, areas: [kusion], since: 2023-01-01 }, gus, dee]"]);
  });

  it("is not written where the id that goes pins what stays", () => {
    expect(retired("eve", [{ role: "approvers", areas: ["kusion"], to: "contributors" }])).toEqual({
      kind: "cannot",
      why: "the id in approvers also says who the other entries mean; write it there first",
    });
  });

  it("whoever keeps something is no emeritus, since emeritus hold nothing", () => {
    const text = TEXT.replace("council: [hal]", "council: [hal, dee]");
    expect(changedLines(retired("dee", [{ role: "approvers", areas: [], to: "emeritus" }], text), text)).toEqual([
      "-   - dee # since the beginning",
    ]);
  });

  it("changes nothing where the entry is gone already, or another by now", () => {
    expect(retired("nil", [{ role: "approvers", areas: [], to: "emeritus" }])).toEqual({ kind: "already" });
    expect(retired("eve", [{ role: "approvers", areas: ["karpor"], to: "emeritus" }])).toEqual({ kind: "already" });
  });
});

describe("coming back", () => {
  const FORMER = TEXT.replace(
    "emeritus: []",
    "emeritus: [{ login: ike, id: 9, was: approvers, areas: [kusion], since: 2020-01-01, until: 2026-01-01, affiliation: Ant }, old]",
  );
  const back = (role: string, areas: readonly string[], text = FORMER) =>
    edited(text, { kind: "return", person: { login: "ike", id: 9 }, role, areas, since: "2026-11-30", ladder: LADDER });

  it("puts the line back, with the day from which the role is held again", () => {
    expect(changedLines(back("approvers", ["kusion"]), FORMER)).toEqual([
      "- emeritus: [{ login: ike, id: 9, was: approvers, areas: [kusion], since: 2020-01-01, until: 2026-01-01, affiliation: Ant }, old]",
      "+   - { login: ike, id: 9, areas: [kusion], since: 2026-11-30, affiliation: Ant }",
      "+ emeritus: [old]",
    ]);
  });

  it("leaves nothing behind that would take the role again", () => {
    const twice = FORMER.replace(", old]", ", { login: ike, was: contributors }]");
    const made = back("approvers", ["kusion"], twice);
    expect(made.kind === "edited" ? aRegistry(made.text).emeritus : null).toEqual([]);
  });

  it("changes nothing for whom the list does not have", () => {
    expect(back("approvers", ["kusion"], TEXT)).toEqual({ kind: "already" });
  });
});

import { describe, expect, it } from "vitest";
import { registryChanges } from "../../../src/registry/changes.ts";
import { aRegistry, faultsOf } from "../a-registry.ts";

const PEOPLE = "maintainers: [ann, ben, cho]\napprovers: [dee]\nareas: { docs: { paths: [docs/**] } }\n";
const decisions = (written: string) => `decisions: ${written}\n${PEOPLE}`;
const kind = (rule: string) => decisions(`{ k: { ${rule} } }`);

describe("decisions", () => {
  it("are nothing where they are not written", () => {
    expect(JSON.stringify(aRegistry(PEOPLE))).not.toContain("decisions");
  });

  it("are kinds in the order written, the first the default", () => {
    const text = `decisions:
  technical:  { by: maintainers, in: area, lazy: 7d }
  direction:  { by: maintainers, vote: { share: 2/3, quorum: 1/2, window: 14d, early: true }, wait: 3d }
  governance: { by: maintainers, vote: { share: 2/3, window: 30d }, paths: [GOVERNANCE.md, ROLES.md] }
${PEOPLE}`;
    expect(faultsOf(text)).toEqual([]);
    expect(aRegistry(text).decisions).toEqual([
      { kind: "technical", by: ["maintainers"], in: "area", how: { lazy: { window: "7d" } }, paths: [] },
      {
        ...{ kind: "direction", by: ["maintainers"], in: "anywhere", wait: "3d", paths: [] },
        how: { vote: { share: "2/3", quorum: "1/2", window: "14d", early: true } },
      },
      {
        ...{ kind: "governance", by: ["maintainers"], in: "anywhere", paths: ["GOVERNANCE.md", "ROLES.md"] },
        how: { vote: { share: "2/3", window: "30d" } },
      },
    ]);
  });

  it("`lazy` may say who outvotes an objection, as objections do", () => {
    const rule = (written: string) =>
      aRegistry(kind(`by: maintainers, lazy: { window: 7d, overruled-by: ${written} }`)).decisions?.[0]?.how;
    expect(rule("maintainers")).toEqual({ lazy: { window: "7d", overruled: { of: ["maintainers"] } } });
    expect(rule("{ of: [approvers, maintainers], share: 2/3 }")).toEqual({
      lazy: { window: "7d", overruled: { of: ["approvers", "maintainers"], share: "2/3" } },
    });
  });

  it("take either silence or a vote, and one of them", () => {
    expect(faultsOf(kind("by: maintainers, lazy: 7d, vote: { share: 2/3, window: 7d }"))).toEqual([
      expect.stringMatching(/^1:\d+ silence or a vote decides, not both; remove `lazy` or `vote`$/),
    ]);
    expect(faultsOf(kind("by: maintainers"))).toEqual([
      expect.stringContaining("how it is decided is missing; write `lazy: 7d`"),
    ]);
  });

  it("name roles and areas that are defined, and say which is meant", () => {
    expect(faultsOf(kind("by: maintainer, lazy: 7d"))).toEqual([
      expect.stringMatching(/^1:23 .*did you mean "maintainers"/),
    ]);
    expect(faultsOf(kind("lazy: 7d"))).toEqual([expect.stringContaining("by")]);
    expect(faultsOf(kind("by: maintainers, in: doc, lazy: 7d"))).toEqual([
      expect.stringMatching(/^1:40 area "doc".*did you mean "docs"/),
    ]);
    expect(faultsOf(kind("by: maintainers, lazy: { window: 7d, overruled-by: { of: owner } }"))).toEqual([
      expect.stringContaining('role "owner" is not defined'),
    ]);
  });

  it("take no duration, share, path or key that is none", () => {
    expect(faultsOf(kind("by: maintainers, lazy: 7 days"))).toEqual([expect.stringContaining("is no duration")]);
    expect(faultsOf(kind("by: maintainers, vote: { share: 3/2, window: 7d }"))).toEqual([
      expect.stringContaining("is no share"),
    ]);
    expect(faultsOf(kind("by: maintainers, lazy: 7d, paths: []"))).toEqual([
      expect.stringContaining("an empty list of paths"),
    ]);
    expect(faultsOf(kind("by: maintainers, lazy: 7d, paths: ['a[']"))).toHaveLength(1);
    expect(faultsOf(kind("by: maintainers, vot: { share: 2/3 }"))).toContainEqual(
      expect.stringContaining('did you mean "vote"'),
    );
    expect(faultsOf(kind("by: maintainers, vote: { share: 2/3, window: 2d, early: true }, wait: 3d"))).toEqual([
      expect.stringContaining("the vote closes before that"),
    ]);
    expect(faultsOf(decisions("{}"))).toEqual([expect.stringContaining("no kind of decision is named")]);
  });

  it("have names that commands can say, that mean nothing else there, and that differ by more than case", () => {
    expect(faultsOf(decisions("{ 'two words': { by: maintainers, lazy: 7d } }"))).toEqual([
      expect.stringContaining("without blanks"),
    ]);
    for (const name of ["cancel", "yes", "Abstain", "default"])
      expect(faultsOf(decisions(`{ '${name}': { by: maintainers, lazy: 7d } }`))).toEqual([
        expect.stringContaining("means something else"),
      ]);
    const both = "{ Tech: { by: maintainers, lazy: 7d }, tech: { by: maintainers, lazy: 7d } }";
    expect(faultsOf(decisions(both))).toEqual([expect.stringContaining("differ only in case")]);
    const many = Array.from({ length: 21 }, (_, place) => `k${place}: { by: maintainers, lazy: 7d }`).join(", ");
    expect(faultsOf(decisions(`{ ${many} }`))).toEqual([expect.stringContaining("more than 20 kinds")]);
  });

  it("warn of what the people there cannot reach, or what has no effect", () => {
    const warned = (rule: string) => faultsOf(kind(rule));
    expect(warned("by: maintainers, vote: { quorum: 4, window: 7d }")).toEqual([
      expect.stringMatching(/^1:52 warning: only 3 people hold maintainers, and 4 must take part/),
    ]);
    expect(warned("by: maintainers, vote: { min-yes: 4, window: 7d }")).toEqual([
      expect.stringContaining("4 must vote yes"),
    ]);
    expect(warned("by: maintainers, vote: { min-yes: 4, window: 7d, small-group: { under: 5, min: 1 } }")).toEqual([]);
    expect(warned("by: maintainers, vote: { share: 2/3 }")).toEqual([expect.stringContaining("without a `window`")]);
    expect(warned('by: maintainers, lazy: 7d, paths: ["**"]')).toEqual([expect.stringContaining("covers every file")]);
    expect(warned("by: maintainers, lazy: { window: 7d, overruled-by: { of: maintainers, min-yes: 4 } }")).toEqual([
      expect.stringContaining("never outvoted"),
    ]);
    const ladder = "roles: { members: {}, maintainers: {}, council: { beside: true } }\nmaintainers: [ann, ben]\n";
    expect(faultsOf(`decisions: { k: { by: council, lazy: 7d, paths: [A.md] } }\n${ladder}`)).toEqual([
      expect.stringMatching(/warning: nobody holds council, .*no pull request that changes A\.md can be merged/),
    ]);
    expect(
      faultsOf(`decisions: { k: { by: council, vote: { quorum: 1/2, window: 7d } } }\n${ladder}council: [gus]\n`),
    ).toEqual([expect.stringContaining("only 1 person holds council, who decides alone")]);
    expect(
      faultsOf(
        `decisions: { k: { by: council, vote: { quorum: 9, window: 7d } } }\n${ladder}council: [{ team: KusionStack/c }]\n`,
      ),
    ).toEqual([]);
  });

  it("under `extends` are the organisation's, beside which a repository's file adds its own", () => {
    const base = aRegistry(kind("by: maintainers, vote: { share: 2/3, window: 7d }"));
    const own = "extends: true\ndecisions: { mine: { by: approvers, lazy: 1d } }\n";
    expect(faultsOf(own, { base }, "kusion")).toEqual([]);
    expect(aRegistry(own, { base }, "kusion").decisions).toMatchObject([
      { kind: "k" },
      { kind: "mine", level: "repository" },
    ]);
    expect(faultsOf("extends: true\ndecisions: { K: { by: approvers, lazy: 1d } }\n", { base }, "kusion")).toEqual([
      expect.stringContaining("is a kind of the registry that is extended"),
    ]);
    expect(aRegistry("extends: true\n", { base }, "kusion").decisions).toEqual(base.decisions);
  });

  it("R82: a change of them is told, of the default, too", () => {
    const [one, other] = ["a: { by: maintainers, lazy: 7d }", "b: { by: maintainers, lazy: 7d }"];
    const told = registryChanges(
      aRegistry(decisions(`{ ${one}, ${other} }`)),
      aRegistry(decisions(`{ ${other}, ${one} }`)),
    );
    expect(told).toEqual(["`decisions.default`: from `a` to `b`."]);
  });
});

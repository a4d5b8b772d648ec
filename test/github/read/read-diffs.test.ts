import { expect, it } from "vitest";
import { diffReader } from "../../../src/github/read/read-diffs.ts";
import { diffKey } from "../../../src/model/diffs.ts";
import { aPull } from "../../support/a-pull.ts";
import { aClient } from "../a-client.ts";

/** Commits that all stand on `base`: what each has of one file; another is alike in all that follow, so that the trees have to tell. */
const BLOBS: Readonly<Record<string, string>> = { base: "b0", one: "b1", two: "b2", present: "b2" };

function aRepository({ gone = [] as readonly string[] } = {}) {
  return aClient({
    rest: (what) => {
      const [, head = ""] = /compare\/base\.\.\.(\w+)$/.exec(what) ?? [];
      if (gone.includes(head)) return undefined;
      return {
        merge_base_commit: { sha: "base" },
        files: [
          { filename: "docs/a.md", status: "modified", sha: BLOBS[head] },
          { filename: "docs/b.md", status: "added", sha: "c1" },
        ],
      };
    },
    graph: (_, variables) => {
      const asked = Object.entries(variables).filter(([name]) => /^e\d+$/.test(name));
      const objects = asked.map(([name, expression]) => {
        const [commit = ""] = String(expression).split(":");
        const other = commit === "base" ? [] : [{ name: "b.md", mode: 0o100644, oid: "c1" }];
        return [`o${name.slice(1)}`, { entries: [{ name: "a.md", mode: 0o100644, oid: BLOBS[commit] }, ...other] }];
      });
      return { repository: Object.fromEntries(objects) };
    },
  });
}

const comparison = (head: string) => ({
  approved: { base: "base", head },
  present: { base: "base", head: "present" },
});
const facts = aPull({ files: ["docs/a.md", "docs/b.md"] });

function outcomes(comparisons: readonly ReturnType<typeof comparison>[], diffs: ReadonlyMap<string, unknown>) {
  return comparisons.map((one) => diffs.get(diffKey(one)));
}

const SAME = { kind: "compared", differences: [] };
const DIFFERS = { kind: "compared", differences: [{ path: "docs/a.md", places: ["docs/a.md"], why: null }] };

it("R33: what several approvals ask about trees is asked in one request", async () => {
  const client = aRepository();
  const all = [comparison("one"), comparison("two")];
  const diffs = await diffReader().read(client, facts, all);
  expect(outcomes(all, diffs)).toMatchObject([DIFFERS, SAME]);
  expect(client.asked.filter(({ what }) => what === "graphql FilesAt")).toHaveLength(1);
});

it("one that cannot be compared keeps none of the others waiting", async () => {
  const all = [comparison("one"), comparison("two")];
  const diffs = await diffReader().read(aRepository({ gone: ["one"] }), facts, all);
  expect(outcomes(all, diffs)).toMatchObject([{ kind: "incomparable" }, SAME]);
});

it("two pull requests that ask about the same at once wait for each other to no harm", async () => {
  const reader = diffReader();
  const client = aRepository();
  const [one, two] = [comparison("one"), comparison("two")];
  const [first, second] = await Promise.all([
    reader.read(client, facts, [one, two]),
    reader.read(client, facts, [two, one]),
  ]);
  expect(outcomes([one, two], first)).toMatchObject([DIFFERS, SAME]);
  expect(second).toEqual(new Map([...first].toReversed()));
});

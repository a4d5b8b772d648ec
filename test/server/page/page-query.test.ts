import { describe, expect, it } from "vitest";
import type { PullInList } from "../../../src/database/shown.ts";
import type { ListedPull, ShownWait } from "../../../src/model/page-data.ts";
import {
  EVERY_PULL,
  pullQueryOf,
  pullSearch,
  pullsMatching,
  sectionQueryOf,
} from "../../../src/server/page/page-query.ts";
import { slice } from "../../../src/server/page/paging.ts";

const approval: ShownWait = { kind: "approval", area: "engine", count: 1, people: ["Ann"], more: 1 };

function listed(number: number, over: Partial<ListedPull> = {}): PullInList {
  return {
    number,
    shown: {
      title: "fix: a thing",
      author: "pat",
      createdAt: 0,
      draft: false,
      headSha: "h1",
      baseRef: "main",
      readAt: 0,
      outcome: "waiting",
      verdict: "Needs 1 approval: engine",
      areas: ["engine"],
      waits: [approval],
      waitsFor: ["Ann", "ben"],
      twins: [],
      ...over,
    },
  };
}

const pulls = [
  listed(1),
  listed(2, { title: "Docs: ÉTÉ", author: "Newt", areas: ["docs"], waits: [], waitsFor: [], outcome: "success" }),
  listed(3, { waits: [{ ...approval, kind: "release", people: ["cho"] }], waitsFor: ["cho"] }),
  listed(4, { author: null, draft: true, waits: [{ ...approval, kind: "author", people: [] }], waitsFor: [] }),
];

const requested = new Map([[3, ["Ben"]]]);
const found = (search: string) =>
  pullsMatching(pulls, requested, pullQueryOf(Object.fromEntries(new URLSearchParams(search)))).map(
    ({ number }) => number,
  );

describe("which pull requests are found", () => {
  it.each([
    ["", [1, 2, 3, 4]],
    ["q=thing", [1, 3, 4]],
    ["q=été docs", [2]],
    ["q=%232", [2]],
    ["author=@newt", [2]],
    ["author=ne", []],
    ["author=ghost", [4]],
    ["area=Docs", [2]],
    ["state=ready", [2]],
    ["state=held", [3]],
    ["state=draft", [4]],
    ["state=nonsense", [1, 2, 3, 4]],
    ["q=thing&author=pat&state=waiting", [1]],
  ])("%s: %j", (search, numbers) => {
    expect(found(search)).toEqual(numbers);
  });

  it("for a person: those on which their review was asked first, then those that they could move on", () => {
    expect(found("for=ben")).toEqual([3, 1]);
    expect(found("for=@ANN")).toEqual([1]);
    expect(found("for=nobody")).toEqual([]);
  });

  it("for a person, of what an earlier version wrote: by those whom it names", () => {
    const { waitsFor: _, ...earlier } = listed(9).shown;
    const query = { ...EVERY_PULL, waitsFor: "ann" };
    expect(pullsMatching([{ number: 9, shown: earlier }], new Map(), query)).toHaveLength(1);
  });
});

describe("the address of a list", () => {
  it("says what is asked for, and is read back as it was written", () => {
    const query = { words: "a & b", author: "ann", area: "docs", state: "held" as const, waitsFor: "ben", page: 3 };
    expect(pullQueryOf(Object.fromEntries(new URLSearchParams(pullSearch(query))))).toEqual(query);
    expect(pullSearch(EVERY_PULL)).toBe("");
  });

  it("whatever somebody writes into it asks for a page that there can be, and for words of some length", () => {
    for (const page of ["0", "-1", "1e9", "x", "01", "9999999"]) expect(pullQueryOf({ page }).page).toBe(1);
    expect(sectionQueryOf({ q: "x".repeat(5_000) }).words).toHaveLength(100);
    expect(pullQueryOf({ q: "\u202eabc\u200b" }).words).toBe("abc");
  });
});

describe("a list in pages", () => {
  const all = Array.from({ length: 51 }, (_, at) => at + 1);

  it("has every item on one page, in order", () => {
    const pages = [1, 2, 3].map((page) => slice(all, page, 25));
    expect(pages.flatMap(({ items }) => items)).toEqual(all);
    expect(pages.map(({ first }) => first)).toEqual([1, 26, 51]);
  });

  it("ends at the last page, and an empty one has a page", () => {
    expect(slice(all, 99, 25)).toMatchObject({ page: 3, pages: 3, items: [51] });
    expect(slice([], 1, 25)).toMatchObject({ page: 1, pages: 1, items: [] });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PullRecord } from "../../../src/model/pull-record.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import type { Person } from "../../../src/shared/person-sets.ts";
import { choose, foremost } from "../../../src/triage/reviewers/choose.ts";
import { remarkText } from "../../../src/triage/reviewers/lines.ts";
import { touchedRows } from "../../../src/triage/reviewers/reviewer-candidates.ts";
import { judged, pushes } from "../../gate/judged.ts";
import { chainAt } from "../../registry/a-registry.ts";
import { aComment, aCommit, aLadder, approval, minute, person } from "../../support/a-pull.ts";
import { aChoosing, BOT, requestEvent } from "./a-choosing.ts";

const index = aLadder({
  areas: { engine: { paths: ["pkg/engine/**"] }, docs: { paths: ["docs/**"] } },
  contributors: ["dee", "eli", "fay"],
  approvers: [
    { login: "cho", areas: ["engine"] },
    { login: "dan", areas: ["docs"] },
  ],
  maintainers: ["max"],
});
const logins = (choice: ReturnType<typeof choose>) => choice.ask.map(({ login }) => login);

describe("whom to ask", () => {
  it("covers every touched area with as few people as possible, then fills to the number asked for", () => {
    const both = { files: ["pkg/engine/a.go", "docs/a.md"] };
    expect(logins(choose(aChoosing(index, { pull: both })))[0]).toBe("max");
    expect(choose(aChoosing(index, { pull: both })).ask).toHaveLength(2);
    const busy = choose(aChoosing(index, { pull: both, busy: ["max"] }));
    expect(logins(busy).toSorted()).toEqual(["cho", "dan"]);
  });

  it("R44: as many who can approve as approvals are missing, before anybody else", () => {
    const two = aLadder({
      contributors: ["dee", "eli", "fay"],
      approvers: ["ann", "ben", "cho"],
      approval: { min: 2 },
    });
    const approvers = (options: Parameters<typeof aChoosing>[1]) =>
      logins(choose(aChoosing(two, { loads: { ann: 3, ben: 3, cho: 3 }, ...options })));
    expect(approvers({}).filter((one) => ["ann", "ben", "cho"].includes(one))).toHaveLength(2);
    expect(approvers({ requested: ["ann"] })).toHaveLength(1);
    // One of the two is given, by a comment.
    const said = { comments: [aComment("ann", "/approve")] };
    const choosing = aChoosing(two, { loads: { ann: 3, ben: 3, cho: 3 }, pull: said });
    const verdict = judged(choosing.facts, two);
    expect(verdict.areas[0]?.missing).toBe(1);
    const asked = logins(choose({ ...choosing, verdict })).filter((one) => ["ben", "cho"].includes(one));
    expect(asked).toHaveLength(1);
    expect(approvers({ busy: ["ann", "ben"] })).toContain("cho");
  });

  it("R44: in the fewest people, not in those that help most at first", () => {
    const areas = Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, { paths: [`${name}/**`] }]));
    const six = aLadder({
      areas,
      approvers: [
        { login: "mid", areas: ["b", "c", "d", "e"] },
        { login: "one", areas: ["a", "b", "c"] },
        { login: "two", areas: ["d", "e", "f"] },
      ],
      reviews: { request: 1, from: "approvers" },
    });
    const files = Object.keys(areas).map((name) => `${name}/x`);
    expect(logins(choose(aChoosing(six, { pull: { files } }))).toSorted()).toEqual(["one", "two"]);
  });

  it("R44: of an area that is called like the repository whoever can approve it, beside files of no area", () => {
    const kusion = aLadder({
      areas: { kusion: { paths: ["docs/**"], exclusive: true } },
      approvers: [{ login: "ann", areas: ["kusion"] }, "ben"],
      reviews: { request: 1, from: "approvers" },
    });
    const both = { files: ["main.go", "docs/a.md"] };
    expect(logins(choose(aChoosing(kusion, { pull: both }))).toSorted()).toEqual(["ann", "ben"]);
    expect(touchedRows(aChoosing(kusion, { pull: both }).facts, kusion)).toEqual(["kusion (repository)", "kusion"]);
  });

  it("R44: nobody whose word counts for nothing, since they pushed a part of it", () => {
    const strict = aLadder({
      contributors: ["dee"],
      approvers: ["ann"],
      approval: { contributorsCount: false },
      reviews: { request: 2, from: "contributors" },
    });
    const choosing = aChoosing(strict);
    const pushed = { ...pushes(), pushes: [{ ...pushes().pushes?.[0], by: { login: "dee", id: person("dee").id } }] };
    const verdict = judged(choosing.facts, strict, { record: pushed as PullRecord });
    expect(verdict.lgtm.unable).toContainEqual(person("dee"));
    expect(logins(choose({ ...choosing, verdict }))).toEqual(["ann"]);
  });

  it("R44: a team covers what its role and areas may approve, and that alone", () => {
    const team = { role: "approvers", team: "Org/Core" };
    const registryOf = (areas: readonly string[]) => {
      const known = aLadder({
        areas: {
          kusion: { repos: ["kusion"] },
          docs: { paths: ["docs/**"] },
          vault: { paths: ["vault/**"], exclusive: true },
        },
        approvers: [
          { login: "cho", areas: ["vault"] },
          { login: "dan", areas: ["kusion"] },
        ],
        maintainers: ["max"],
        reviews: { request: 1, from: "approvers" },
      });
      return indexed({ ...known.registry, teams: [{ ...team, areas }] });
    };
    const asked = (path: string, areas: readonly string[]) =>
      logins(choose(aChoosing(registryOf(areas), { pull: { files: [path] }, teams: ["org/core"] })));
    expect(asked("docs/a.md", ["kusion"])).toEqual([]);
    expect(asked("vault/a", [])).toEqual(["cho"]);
    expect(asked("vault/a", ["vault"])).toEqual([]);
    const change = aChoosing(registryOf([]), { pull: { files: ["roles.yaml"] }, teams: ["org/core"] });
    const proposal = { path: "roles.yaml", parsed: null, changes: [] };
    expect(logins(choose({ ...change, verdict: judged(change.facts, change.index, { proposal }) }))).toEqual(["max"]);
  });

  it("asks nobody where the registry wants nobody", () => {
    const nobody = aLadder({ approvers: ["ann"], reviews: { request: 0 } });
    expect(choose(aChoosing(nobody))).toEqual({ ask: [], remarks: [] });
  });

  it("asks nobody where everything is approved already, as in a draft that was approved before it was ready", () => {
    const pull = { files: ["docs/a.md"] };
    const approved = aChoosing(index, { pull: { ...pull, reviews: [approval("dan")] } });
    expect(approved.verdict.areas.map(({ state }) => state)).toEqual(["approved"]);
    expect(choose(approved)).toEqual({ ask: [], remarks: [] });
    expect(choose({ ...approved, more: 1 }).ask).toHaveLength(1);
  });

  it("never the author, contributors whose approval would not count, people away, busy, full, unknown to GitHub, or refused", () => {
    const few = aLadder({
      approvers: ["ann", { login: "ben", away: "2026-12-02" }, "cho", "dan", "eve", "fay", "gil", "hal"],
      approval: { contributorsCount: false },
      reviews: { request: 9, from: "approvers" },
    });
    const choice = choose(
      aChoosing(few, {
        pull: { author: "ann", commits: [aCommit("c1", [person("cho")])] },
        busy: ["dan"],
        loads: { eve: 6 },
        absent: ["fay"],
        past: { asked: [], refused: ["gil"] },
      }),
    );
    expect(logins(choice)).toEqual(["hal"]);
    expect(choice.remarks.map(remarkText).join(" ")).toContain("ben is away until 2 December 2026");
  });

  it("a day of return that has come is over", () => {
    const back = aLadder({ approvers: [{ login: "ben", away: "2026-11-23" }] });
    expect(logins(choose(aChoosing(back)))).toEqual(["ben"]);
    const word = { login: "ben", id: null, until: minute(61) };
    expect(logins(choose(aChoosing(aLadder({ approvers: ["ben"] }), { away: [word] })))).toEqual([]);
    expect(
      logins(choose(aChoosing(aLadder({ approvers: ["ben"] }), { away: [{ ...word, until: minute(60) }] }))),
    ).toEqual(["ben"]);
  });

  it("whoever is asked or has reviewed already counts; with enough of them nobody is asked", () => {
    const files = ["pkg/engine/a.go"];
    expect(logins(choose(aChoosing(index, { pull: { files }, requested: ["cho", "dee"] })))).toEqual([]);
    const reviewed = { files, reviews: [approval("dee")] };
    const choice = choose(aChoosing(index, { pull: reviewed, requested: ["cho"] }));
    expect(logins(choice)).toEqual([]);
    expect(choose(aChoosing(index, { pull: { files }, requested: ["dee", "eli"] })).ask).toHaveLength(1);
  });

  it("a person from outside who was asked by hand covers nothing", () => {
    expect(choose(aChoosing(index, { requested: ["stranger"] })).ask).toHaveLength(2);
  });

  it("removed by hand stays out, asked again by hand does not", () => {
    const one = aLadder({ approvers: ["ann", "ben"], reviews: { request: 2, from: "approvers" } });
    const events = [requestEvent("asked", "ann", BOT), requestEvent("removed", "ann", "pat", 6)];
    expect(logins(choose(aChoosing(one, { events })))).toEqual(["ben"]);
  });

  it("a team that the registry names and somebody asked covers its area", () => {
    const team = aLadder({ approvers: ["ann"], reviews: { request: 1, from: "approvers" } });
    const registry = { ...team.registry, teams: [{ role: "approvers", team: "Org/Core", areas: [] }] };
    expect(logins(choose(aChoosing({ ...team, registry }, { teams: ["org/core"] })))).toEqual([]);
  });

  it("prefers who knows the files, then the least loaded", () => {
    const files = ["main.go"];
    const three = aLadder({ approvers: ["ann", "ben", "cho"], reviews: { request: 1, from: "approvers" } });
    const histories = { "main.go": { ben: [0, 3] as const } };
    expect(logins(choose(aChoosing(three, { pull: { files }, histories, loads: { ben: 4 } })))).toEqual(["ben"]);
    expect(logins(choose(aChoosing(three, { pull: { files }, loads: { ann: 1, ben: 1 } })))).toEqual(["cho"]);
  });

  it("each choice carries its reason", () => {
    const histories = { "pkg/engine": { cho: [0, 6] as const }, "pkg/engine/a.go": { dee: [1, 0] as const } };
    const loads = { cho: 1 };
    const choice = choose(
      aChoosing(index, { pull: { files: ["pkg/engine/a.go"] }, histories, loads, busy: ["max", "eli", "fay"] }),
    );
    expect(choice.ask).toEqual([
      { login: "cho", id: null, role: "approvers", areas: ["engine"], why: expect.any(String) },
      { login: "dee", id: null, role: "contributors", areas: [], why: expect.any(String) },
    ]);
    expect(choice.ask.map(({ why }) => why)).toEqual([
      "approver of engine; reviewed `pkg/engine` 6 times, 1 open review",
      "contributor; wrote `pkg/engine/a.go`",
    ]);
  });

  it("says who knows the code best but is away, and that nobody can approve an area", () => {
    const away = aLadder({
      areas: { engine: { paths: ["pkg/engine/**"] } },
      approvers: [{ login: "cho", areas: ["engine"], away: true }, "ben"],
      reviews: { request: 1, from: "approvers" },
    });
    const histories = { "pkg/engine/a.go": { cho: [5, 0] as const } };
    const pull = { files: ["pkg/engine/a.go"] };
    const cho = { login: "cho", id: null, until: null };
    expect(choose(aChoosing(away, { pull, histories })).remarks).toEqual([
      { text: "cho knows this code best but is away.", away: [cho] },
    ]);
    const none = choose(aChoosing(away, { pull, busy: ["ben"] }));
    expect(none.ask).toEqual([]);
    expect(none.remarks).toEqual([
      {
        text: "Nobody who may approve `engine` can be asked: cho is away and ben is busy by their status on GitHub. A person can still ask somebody by hand.",
        away: [cho],
      },
    ]);
  });

  it("what needs nobody asks nobody, unless somebody wants it", () => {
    const free = aLadder({ approvers: ["ann"], approval: { min: 0 }, reviews: { request: 2, from: "approvers" } });
    expect(choose(aChoosing(free))).toEqual({ ask: [], remarks: [] });
    expect(logins(choose(aChoosing(free, { more: 1 })))).toEqual(["ann"]);
  });

  it("an area that is approved already needs nobody", () => {
    const one = aLadder({ approvers: ["ann", "ben"], reviews: { request: 1, from: "approvers" } });
    expect(logins(choose(aChoosing(one, { pull: { reviews: [approval("ann")] } })))).toEqual([]);
  });

  it("never more requests than GitHub takes", () => {
    const many = aLadder({
      approvers: Array.from({ length: 40 }, (_, number) => `a${number}`),
      reviews: { request: 15, from: "approvers" },
    });
    const requested = Array.from({ length: 14 }, (_, number) => `other${number}`);
    expect(choose(aChoosing(many, { requested })).ask).toHaveLength(1);
  });
});

describe("somebody new (/reroll)", () => {
  const three = aLadder({ approvers: ["ann", "ben", "cho"], reviews: { request: 1, from: "approvers" } });

  it("is nobody who was asked before, or was removed by hand", () => {
    const events = [
      requestEvent("asked", "ann", BOT),
      requestEvent("asked", "ben"),
      requestEvent("removed", "ben", "pat", 7),
    ];
    expect(logins(choose(aChoosing(three, { events, requested: ["ann"], more: 1 })))).toEqual(["cho"]);
  });

  it("is not whoever wants somebody else", () => {
    const choosing = { ...aChoosing(three, { requested: ["ann"], more: 1 }), apart: [person("BEN")] };
    expect(logins(choose(choosing))).toEqual(["cho"]);
  });

  it("says when there is nobody else, and why", () => {
    const choice = choose(aChoosing(three, { requested: ["ann", "ben", "cho"], more: 1 }));
    expect(choice).toEqual({
      ask: [],
      remarks: [expect.stringMatching(/^There is nobody else to ask: everyone who can review this/)],
    });
    const away = choose(aChoosing(three, { requested: ["ann", "ben"], busy: ["ann", "cho"], more: 1 }));
    expect(away.remarks).toEqual(["There is nobody else to ask: cho is busy by their status on GitHub."]);
    expect(choose(aChoosing(aLadder({ approvers: ["pat"] }), { pull: { author: "pat" }, more: 1 })).remarks).toEqual([
      "There is nobody to ask: nobody but the author holds a role that can review this.",
    ]);
    const many = Array.from({ length: 15 }, (_, number) => `other${number}`);
    expect(choose(aChoosing(three, { requested: many, more: 1 })).remarks).toEqual([
      "GitHub takes no more than 15 requests.",
    ]);
  });
});

describe("a push that touches a new area", () => {
  it("brings somebody for it, and fills up nobody's place", () => {
    const past = { asked: [], refused: [] };
    const events = [requestEvent("asked", "dee", BOT), requestEvent("removed", "dee", "pat", 7)];
    const pull = { files: ["docs/a.md"] };
    const choice = choose(aChoosing(index, { pull, events, requested: ["dan"], past, only: "cover" }));
    expect(choice.ask).toEqual([]);
    expect(choose(aChoosing(index, { pull, events, past, only: "cover" })).ask).toHaveLength(1);
  });
});

describe("always", () => {
  const areas = { a: { paths: ["a/**"] }, b: { paths: ["b/**"] }, c: { paths: ["c/**"] } };
  const people = Array.from({ length: 9 }, (_, number) => `p${number}`);
  const role = fc.constantFrom("contributors" as const, "approvers" as const, "maintainers" as const);
  const somewhere = fc.subarray(["a", "b", "c"]);
  const community = fc.array(fc.tuple(fc.constantFrom(...people), role, somewhere), { minLength: 1, maxLength: 14 });
  const context = fc.record({
    community,
    author: fc.constantFrom(...people),
    files: fc.subarray(["a/x", "b/x", "c/x", "d/x"], { minLength: 1 }),
    busy: fc.subarray(people, { maxLength: 3 }),
    requested: fc.subarray(people, { maxLength: 3 }),
    request: fc.integer({ min: 1, max: 4 }),
    number: fc.integer({ min: 1, max: 9_999 }),
  });

  function indexOf({ community, request }: { community: [string, string, string[]][]; request: number }) {
    const of = (wanted: string) =>
      community.filter(([, role]) => role === wanted).map(([login, , areas]) => ({ login, areas }));
    return aLadder({
      areas,
      contributors: of("contributors"),
      approvers: of("approvers"),
      maintainers: of("maintainers"),
      reviews: { request },
    });
  }

  it("never the author, only free candidates, nobody twice, every area that can be is covered, the same again", () => {
    fc.assert(
      fc.property(context, ({ author, files, busy, requested, number, ...rest }) => {
        const ladder = indexOf(rest);
        const asked = requested.filter((login) => login !== author);
        const choosing = aChoosing(ladder, { pull: { author, files, number }, busy, requested: asked });
        const chosen = logins(choose(choosing));
        expect(logins(choose(choosing))).toEqual(chosen);
        expect(new Set(chosen).size).toBe(chosen.length);
        for (const login of chosen) {
          expect(login).not.toBe(author);
          expect([...busy, ...asked]).not.toContain(login);
          expect(ladder.rolesOf(person(login))).not.toEqual([]);
        }
        for (const file of files) {
          const chain = chainAt(ladder, choosing.facts.repository, file);
          const able = ladder.approversOf(chain).map(({ login }) => login);
          const free = able.filter((login) => login !== author && !busy.includes(login));
          if (free.length > 0) expect([...chosen, ...asked].some((login) => able.includes(login))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("over 1,000 pull requests with equal candidates the load differs by less than 10 %", () => {
    const logins7 = ["amy", "bea", "cal", "dov", "eva", "fil", "gus"];
    const equal = aLadder({ approvers: logins7, reviews: { request: 2, from: "approvers", maxOpen: 1000 } });
    // "turns": every request is answered at once, so nobody ever has an open one.
    for (const counted of ["loads", "turns"] as const) {
      const counts: Record<string, number> = Object.fromEntries(logins7.map((login) => [login, 0]));
      for (let number = 1; number <= 1_000; number += 1) {
        const choice = choose(aChoosing(equal, { pull: { number, author: "pat" }, [counted]: counts }));
        for (const { login } of choice.ask) counts[login] = (counts[login] ?? 0) + 1;
      }
      const spread = Object.values(counts);
      expect(spread.reduce((sum, count) => sum + count)).toBe(2_000);
      expect(Math.max(...spread) / Math.min(...spread)).toBeLessThan(1.1);
    }
  });

  it("R53: looks at so many people, however many areas a pull request touches, and misses neither who can be asked nor who knows it", () => {
    const names = Array.from({ length: 100 }, (_, n) => `area-${n}`);
    const crowd = Array.from({ length: 3_000 }, (_, n) => `c${n}`);
    const wide = aLadder({
      areas: Object.fromEntries(names.map((name) => [name, { paths: [`${name}/**`] }])),
      approvers: crowd.map((login) => ({ login, areas: names })),
      reviews: { request: 1, maxOpen: 5 },
    });
    const pull = { files: names.map((name) => `${name}/a.go`) };
    const choosing = aChoosing(wide, { pull, histories: { "area-7/a.go": { c2345: [1, 1], c77: [5, 5] } } });
    let looks = 0;
    const loads = {
      has: (person: Person) => person.login !== "c2345",
      get: (person: Person) => {
        looks += 1;
        return person.login === "c2345" || person.login === "c2346" ? 0 : 5;
      },
    };
    const choice = choose({ ...choosing, known: { ...choosing.known, loads } });
    expect(logins(choice)).toEqual(["c2345"]);
    expect(foremost({ ...choosing, known: { ...choosing.known, loads } }, 3)).toHaveLength(3);
    expect(looks).toBeLessThan(250_000);
  });

  it("is quick in a community of 10,000", () => {
    const crowd = Array.from({ length: 10_000 }, (_, number) => `c${number}`);
    const large = aLadder({ contributors: crowd, approvers: ["ann"], reviews: { request: 3 } });
    const choosing = aChoosing(large);
    expect(choose(choosing).ask).toHaveLength(3);
    expect(foremost(choosing, 40)).toHaveLength(40);
    expect(foremost(choosing, 40).map(({ login }) => login)).toContain("ann");
  });
});

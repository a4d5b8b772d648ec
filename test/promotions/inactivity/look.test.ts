import { describe, expect, it } from "vitest";
import type { Guard } from "../../../src/promotions/inactivity/guard.ts";
import { look } from "../../../src/promotions/inactivity/look.ts";
import { lookAgain } from "../../../src/promotions/inactivity/look-again.ts";
import type { OpenProposal, PastProposal } from "../../../src/promotions/inactivity/proposal.ts";
import { lookedText } from "../../../src/promotions/inactivity/sight-text.ts";
import { isAnsweredBy, measuresOfPerson, watchedPeople } from "../../../src/promotions/inactivity/watched-people.ts";
import { byPerson } from "../../../src/shared/person-sets.ts";
import { aRegistry } from "../../registry/a-registry.ts";
import { ago, aLook, DAY, type Found, holding, measured, NOW, OWNER, who } from "./a-look.ts";

const PEOPLE = ["ada", "bo", "cy", "di", "ed", "flo", "gil", "hua"];
/** Eight approvers of everything; ada and those whom a test names were last seen long ago. */
const registry = (more = "", approvers: readonly string[] = PEOPLE) => `roles:
  contributors: {}
  approvers: { inactivity: 12mo }
  maintainers: {}
inactivity: { mode: propose${more} }
areas:
  kusion: { repos: [kusion] }
  karpor: { repos: [karpor] }
maintainers: [ann, ben, cho]
approvers: [${approvers.join(", ")}]
`;
const LONG = ago(500);

function proposed(facts: Parameters<typeof look>[0]): readonly string[] {
  return look(facts).proposals.map(({ person }) => person.login);
}

function stateOf(facts: Parameters<typeof look>[0], login: string) {
  return look(facts).entries.find(({ person }) => person.login === login)?.state;
}

function guardOf(facts: Parameters<typeof look>[0], login: string): Guard | null {
  const state = stateOf(facts, login);
  return state?.kind === "held" ? state.guard : null;
}

const open = (login: string, number = 1): OpenProposal => ({
  person: { login, id: null },
  holdings: [holding("approvers")],
  openedAt: ago(5),
  number,
  url: `https://github.test/pull/${number}`,
});
const past = (login: string, end: PastProposal["end"], endedAt = ago(30)): PastProposal => ({
  ...open(login),
  openedAt: endedAt - 86_400_000,
  endedAt,
  end,
});

describe("whom a look is about", () => {
  it("are the people listed by name in roles with `inactivity`, not teams, not emeritus, and no entry that a higher one includes", () => {
    const text = `roles:
  contributors: { inactivity: 6mo }
  approvers: { inactivity: 12mo }
  maintainers: {}
maintainers: [ann, ben]
approvers: [ann, cy, { team: KusionStack/approvers }]
contributors: [cy, di, old]
emeritus: [old]
`;
    const people = watchedPeople(aRegistry(text));
    expect(people.map(({ login, holdings }) => [login, holdings.map(({ role }) => role)])).toEqual([
      ["cy", ["approvers"]],
      ["di", ["contributors"]],
    ]);
    expect(people.map((person) => measuresOfPerson(person, OWNER).map(({ what }) => what))).toEqual([
      ["last-activity"],
      ["last-activity"],
    ]);
  });

  it("needs no search where a delivery told enough", () => {
    const [ada] = watchedPeople(aRegistry(registry()));
    const [narrow] = watchedPeople(aRegistry(registry().replace("12mo", "{ after: 12mo, min: 3 }")));
    if (ada === undefined || narrow === undefined) throw new Error("nobody is watched");
    expect([isAnsweredBy(ada, ago(200), NOW), isAnsweredBy(ada, LONG, NOW), isAnsweredBy(narrow, ago(1), NOW)]).toEqual(
      [true, false, false],
    );
  });
});

describe("where only some sorts of contribution count", () => {
  const text = registry().replace("12mo", "{ after: 12mo, min: 2, of: [reviewed-pulls, comments] }");

  it("these alone are searched for, and no delivery answers", () => {
    const [ada] = watchedPeople(aRegistry(text));
    if (ada === undefined) throw new Error("nobody is watched");
    expect(isAnsweredBy(ada, ago(1), NOW)).toBe(false);
    expect(measuresOfPerson(ada, OWNER).map(({ what, filter: { of } }) => [what, of])).toEqual([
      ["last-activity", ["reviewed-pulls", "comments"]],
      ["reviewed-pulls", undefined],
      ["commented", undefined],
    ]);
  });

  it("what else was delivered is not seen", () => {
    const facts = aLook(text, { ada: LONG });
    const [ada] = watchedPeople(facts.registry);
    if (ada === undefined) throw new Error("nobody is watched");
    const measures = facts.sights.get(ada)?.measured ?? new Map();
    const sights = byPerson([[ada, { delivered: { at: ago(3), url: null }, measured: measures }]]);
    const [entry] = look({ ...facts, sights }).entries;
    expect(entry?.looked.map(({ sight }) => sight.kind)).toEqual(["quiet"]);
    expect(entry?.looked.map((one) => lookedText(one, "https://github.test"))).toEqual([
      expect.stringMatching(/; the registry asks after 12 months without a review or comment$/),
    ]);
  });
});

describe("who was seen", () => {
  it.each<[string, Found | null, string]>([
    ["lately", ago(364), "seen"],
    ["a year ago to the day", ago(365), "quiet"],
    ["never", "nothing", "quiet"],
    ["R70: a search that failed tells nothing", "no-answer", "unknown"],
    ["R70: nor one that GitHub cut", "cut", "unknown"],
    ["R70: nor one that was not made", null, "unknown"],
  ])("%s", (_, found, kind) => {
    expect(stateOf(aLook(registry(), { ada: found }), "ada")?.kind).toBe(kind);
  });

  it("takes the later of what a delivery and the search tell", () => {
    const facts = aLook(registry(), { ada: LONG });
    const [ada] = watchedPeople(facts.registry);
    if (ada === undefined) throw new Error("nobody is watched");
    const measures = facts.sights.get(ada)?.measured ?? new Map();
    const sights = byPerson([[ada, { delivered: { at: ago(3), url: "https://github.test/c" }, measured: measures }]]);
    expect(stateOf({ ...facts, sights }, "ada")).toEqual({ kind: "seen" });
  });

  it("with `min`, whoever did too little counts as not seen, and what GitHub did not count is unknown", () => {
    const text = registry().replace("12mo", "{ after: 12mo, min: 3 }");
    const facts = aLook(text, {});
    const [ada] = watchedPeople(facts.registry);
    if (ada === undefined) throw new Error("nobody is watched");
    const stateWith = (found: Found) => {
      const all = measuresOfPerson(ada, OWNER).map(
        ({ key, what }) => [key, what === "last-activity" ? measured(ago(3)) : measured(found)] as const,
      );
      const sights = byPerson([[ada, { delivered: null, measured: new Map(all) }]]);
      const whole = look({
        ...facts,
        sights: { get: (one) => sights.get(one) ?? facts.sights.get(one), has: () => true },
      });
      return whole.entries.find(({ person }) => person === ada || person.login === "ada")?.looked[0]?.sight;
    };
    expect(stateWith("nothing")).toMatchObject({ kind: "quiet", few: "0 of 3" });
    expect(stateWith("no-answer")).toMatchObject({ kind: "unknown" });
  });
});

describe("who is proposed", () => {
  it("one pull request a person, whoever was seen first longest ago first, and the same at every look", () => {
    const facts = aLook(registry(), { gil: ago(900), ada: LONG });
    expect(proposed(facts)).toEqual(["gil", "ada"]);
    expect(look(facts).proposals).toEqual(look(facts).proposals);
    expect(look(facts).proposals[0]).toMatchObject({
      holdings: [{ role: "approvers", areas: [], to: "emeritus" }],
      notice: "14d",
      last: { at: ago(900) },
    });
  });

  it("nobody in a first look, with `advise`, or twice", () => {
    expect(guardOf(aLook(registry(), { ada: LONG }, { isFirst: true }), "ada")).toEqual({ kind: "first-look" });
    expect(proposed(aLook(registry().replace("propose", "advise"), { ada: LONG }))).toEqual([]);
    const facts = aLook(registry(), { ada: LONG }, { open: [open("ada")] });
    expect(stateOf(facts, "ada")).toMatchObject({ kind: "proposed" });
    expect(proposed(facts)).toEqual([]);
  });

  it("nobody who is away, or back for less than the time that counts", () => {
    const away = (day: string) => registry().replace("[ada,", `[{ login: ada, away: ${day} },`);
    expect(guardOf(aLook(away("2027-02-01"), { ada: LONG }), "ada")).toMatchObject({ kind: "away", isOver: false });
    expect(guardOf(aLook(away("true"), { ada: LONG }), "ada")).toMatchObject({ kind: "away", until: null });
    expect(guardOf(aLook(away("2026-05-01"), { ada: LONG }), "ada")).toMatchObject({ kind: "away", isOver: true });
    expect(proposed(aLook(away("2025-05-01"), { ada: LONG }))).toEqual(["ada"]);
    const said = byPerson([[{ login: "ada", id: null }, { until: NOW + 1 }]]);
    expect(guardOf(aLook(registry(), { ada: LONG }, { away: said }), "ada")).toMatchObject({ kind: "away" });
  });

  it("nobody who holds the role for less than the time, and nobody of a stable area", () => {
    const since = registry().replace("[ada,", "[{ login: ada, since: 2026-01-01 },");
    expect(guardOf(aLook(since, { ada: LONG }), "ada")).toMatchObject({ kind: "new", since: "2026-01-01" });
    const stable = registry()
      .replace("repos: [karpor]", "repos: [karpor], stable: true")
      .replace("[ada,", "[{ login: ada, areas: [kusion, karpor] },");
    expect(guardOf(aLook(stable, { ada: LONG }), "ada")).toEqual({ kind: "stable", areas: ["karpor"] });
  });

  it("nobody for the pause after they, or somebody for them, said to stay; measured otherwise, it was no word", () => {
    for (const end of ["stayed", "vouched"] as const)
      expect(guardOf(aLook(registry(), { ada: LONG }, { past: [past("ada", end)] }), "ada")).toMatchObject({
        kind: "paused",
        end,
      });
    expect(guardOf(aLook(registry(), { ada: LONG }, { past: [past("ada", "stayed", ago(200))] }), "ada")).toBeNull();
    expect(guardOf(aLook(registry(), { ada: LONG }, { past: [past("ada", "seen", ago(100))] }), "ada")).toBeNull();
  });

  it("nobody where more than half of a role was not seen, half is not more", () => {
    const half = { ada: LONG, bo: LONG, cy: LONG, di: LONG };
    expect(look(aLook(registry(), half)).quietRoles).toEqual([]);
    const more = look(aLook(registry(), { ...half, ed: LONG }));
    expect(more.quietRoles).toEqual([{ role: "approvers", quiet: 5, unknown: 0, people: 8 }]);
    expect(more.proposals).toEqual([]);
    // Those of whom it cannot be told may be among them.
    expect(look(aLook(registry(), { ...half, ed: "no-answer" })).proposals).toEqual([]);
    expect(look(aLook(registry(), { ed: "no-answer", bo: "no-answer" })).quietRoles).toEqual([]);
  });

  it("R71: nobody who leaves with a higher role an entry that `keep` needs below it", () => {
    const text = registry(", keep: { approvers: 8, maintainers: 1 }")
      .replace("approvers: [", "approvers: [ann, ")
      .replace("  maintainers: {}", "  maintainers: { inactivity: 12mo }");
    expect(proposed(aLook(text, { ann: LONG }))).toEqual(["ann"]);
    expect(proposed(aLook(text, { ada: LONG, ann: LONG }))).toEqual(["ada"]);
    expect(guardOf(aLook(text, { ada: LONG, ann: LONG }), "ann")).toEqual({
      kind: "keep",
      role: "approvers",
      least: 8,
    });
  });

  it("R71: nobody below `keep`, counted with all that are open", () => {
    const text = registry(", keep: { approvers: 7 }");
    expect(proposed(aLook(text, { ada: LONG, bo: LONG }))).toEqual(["ada"]);
    expect(guardOf(aLook(text, { ada: LONG }, { open: [open("bo")] }), "ada")).toEqual({
      kind: "keep",
      role: "approvers",
      least: 7,
    });
  });

  it("nobody who gives a role back already by their own word, whatever else is thought of them", () => {
    const leaving = [{ person: who("ada"), role: null, areas: [], number: 5, url: "u" }];
    const facts = aLook(registry(), { ada: LONG, bo: LONG }, { leaving });
    expect(guardOf(facts, "ada")).toEqual({ kind: "leaving", number: 5, url: "u" });
    expect(proposed(facts)).toEqual(["bo"]);
  });

  it("R71: nobody below `keep`, counted with those who leave by their own word", () => {
    const text = registry(", keep: { approvers: 7 }");
    const leaving = [{ person: who("bo"), role: "approvers", areas: [], number: 5, url: "u" }];
    expect(guardOf(aLook(text, { ada: LONG }, { leaving }), "ada")).toEqual({
      kind: "keep",
      role: "approvers",
      least: 7,
    });
    expect(proposed(aLook(text, { ada: LONG }))).toEqual(["ada"]);
  });

  it("R71: at most `most` open, and a quarter of a role in ninety days, whatever came of it", () => {
    expect(guardOf(aLook(registry(", most: 1"), { ada: LONG, bo: LONG }), "bo")).toEqual({ kind: "most", most: 1 });
    const three = { ada: LONG, bo: LONG, cy: LONG };
    expect(proposed(aLook(registry(), three))).toEqual(["ada", "bo"]);
    expect(guardOf(aLook(registry(), three), "cy")).toEqual({ kind: "quarter", role: "approvers" });
    const before = [past("gil", "seen"), past("hua", "merged")];
    expect(guardOf(aLook(registry(), { ada: LONG }, { past: before }), "ada")).toEqual({
      kind: "quarter",
      role: "approvers",
    });
    expect(
      proposed(
        aLook(registry(), { ada: LONG }, { past: [past("gil", "seen", ago(95)), past("hua", "merged", ago(95))] }),
      ),
    ).toEqual(["ada"]);
  });

  it("R71: never an area's last approver, counted together, whoever else may approve there", () => {
    const text = registry("", [
      "{ login: ada, areas: [kusion] }",
      "{ login: bo, areas: [kusion] }",
      ...PEOPLE.slice(2),
    ]);
    const facts = aLook(text, { ada: LONG, bo: LONG });
    expect(proposed(facts)).toEqual(["ada"]);
    expect(guardOf(facts, "bo")).toEqual({ kind: "last-approver", area: "kusion" });
  });

  it("R71: nobody after whom the registry would have a warning that it lacks", () => {
    const text =
      `${registry("", ["{ login: ada, areas: [kusion] }", "{ login: bo, areas: [kusion] }", ...PEOPLE.slice(2).map((login) => `{ login: ${login}, areas: [karpor] }`)])}`.replace(
        "repos: [kusion]",
        "repos: [kusion], exclusive: true",
      );
    expect(guardOf(aLook(text, { ada: LONG }), "ada")).toMatchObject({ kind: "warning" });
  });

  it("R71: a warning that comes with those who give a role back holds whoever alone would bring it, and nobody else", () => {
    const text = registry("", [
      "{ login: bo, areas: [kusion] }",
      "{ login: cy, areas: [kusion] }",
      "{ login: di, areas: [kusion] }",
      ...["ada", "ed", "flo", "gil", "hua"],
    ])
      .replace("repos: [kusion]", "repos: [kusion], exclusive: true")
      .replace("areas:", "approval: { min: 2 }\nareas:");
    const leaving = [{ person: who("cy"), role: "approvers", areas: [], number: 5, url: "u" }];
    const facts = aLook(text, { ada: LONG, bo: LONG }, { leaving });
    expect(guardOf(facts, "ada")).toBeNull();
    expect(guardOf(facts, "bo")).toMatchObject({ kind: "warning" });
    expect(proposed(facts)).toEqual(["ada"]);
    expect(lookAgain({ ...facts, open: [open("ada")] }, open("ada"))).toMatchObject({ kind: "quiet" });
  });

  it("R71: whoever came back is one of the role's people, and not one who went besides", () => {
    const facts = aLook(registry("", PEOPLE.slice(0, 7)), { ada: LONG }, { past: [past("gil", "merged")] });
    expect(guardOf(facts, "ada")).toEqual({ kind: "quarter", role: "approvers" });
    const gone = aLook(registry("", PEOPLE.slice(0, 7)), { ada: LONG }, { past: [past("hua", "merged")] });
    expect(proposed(gone)).toEqual(["ada"]);
  });

  it("nobody below the seats that a ladder wants kept", () => {
    const text = registry().replace("inactivity: 12mo", "inactivity: 12mo, promotion: { seats: { min: 11 } }");
    expect(guardOf(aLook(text, { ada: LONG }), "ada")).toMatchObject({ kind: "seats" });
  });
});

describe("what is proposed already, measured again", () => {
  const facts = (seen: Readonly<Record<string, Found | null>>, text = registry(), more = {}) =>
    aLook(text, seen, { open: [open("ada", 1), open("bo", 2)], ...more });

  it("stands while they were not seen, whatever is known of the others", () => {
    const others = Object.fromEntries(PEOPLE.slice(1).map((login) => [login, null]));
    expect(lookAgain(facts({ ...others, ada: LONG }), open("ada", 1))).toMatchObject({ kind: "quiet" });
  });

  it("ends when they were seen, when a guard holds them by now, when the registry lists them no longer", () => {
    expect(lookAgain(facts({ ada: ago(2) }), open("ada", 1))).toMatchObject({ kind: "seen", last: { at: ago(2) } });
    const kept = registry(", keep: { approvers: 7 }");
    expect(lookAgain(facts({ ada: LONG, bo: LONG }, kept), open("ada", 1))).toEqual({
      kind: "held",
      guard: { kind: "keep", role: "approvers", least: 7 },
    });
    expect(lookAgain(facts({}, registry("", PEOPLE.slice(1))), open("ada", 1))).toEqual({ kind: "gone" });
    expect(lookAgain(facts({ ada: LONG }, registry().replace("propose", "advise")), open("ada", 1))).toMatchObject({
      kind: "held",
      guard: { kind: "switched-off" },
    });
  });

  it("R70: nothing follows from what cannot be told", () => {
    expect(lookAgain(facts({ ada: "no-answer" }), open("ada", 1))).toMatchObject({ kind: "unknown" });
  });
});

describe("a look at a large registry", () => {
  // As long as one of ten thousand people; each change that is tried makes it be read again.
  const padded = (text: string) => `# ${"x".repeat(1_600_000)}\n${text}`;
  // All of them are the only ones named for their area, so that each is tried and none may be proposed.
  const alone = () => {
    const areas = Array.from({ length: 12 }, (_, at) => `  a${at}: { paths: ["d${at}/**"] }`);
    const quiet = areas.map((_, at) => `  - { login: q${at}, areas: [a${at}] }`);
    const seen = Array.from({ length: 13 }, (_, at) => `  - s${at}`);
    return `roles: { contributors: {}, approvers: { inactivity: 12mo }, maintainers: {} }
inactivity: { mode: propose, most: 50 }
areas:
${areas.join("\n")}
maintainers: [ann, ben, cho]
approvers:
${[...quiet, ...seen].join("\n")}
`;
  };
  const sights = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`q${at}`, LONG]));

  function tried(day: number) {
    let reads = 0;
    const facts = aLook(padded(alone()), sights, { now: NOW + day * DAY });
    const read = (text: string) => {
      reads += 1;
      return facts.read(text);
    };
    const { entries } = look({ ...facts, read });
    const guards = entries.flatMap(({ person, state }) =>
      state.kind === "held" && state.guard.kind !== "untried" ? [person.login] : [],
    );
    return { guards, reads };
  }

  it("R53: tries the changes of a few people, and on other days those of others", () => {
    const days = [0, 1, 2, 3].map(tried);
    expect(days.map(({ reads }) => reads)).toEqual([5, 5, 5, 5]);
    expect(new Set(days.flatMap(({ guards }) => guards)).size).toBe(12);
  });
});

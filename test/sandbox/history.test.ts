import { describe, expect, it } from "vitest";
import { kusionStack, registryText } from "../../src/sandbox/kusionstack.ts";
import { history, registryBeforeNomination } from "../../src/sandbox/kusionstack-history.ts";
import { searched } from "../../src/sandbox/search.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import { anIndex, user } from "../registry/a-registry.ts";
import { aWorld, KUSION, START } from "./a-sandbox.ts";

describe("what people did before", () => {
  const world = kusionStack({ clock: steppingClock(START), registry: registryText() });
  const numbers = (query: string) =>
    searched(world, `repo:${KUSION} is:pr is:merged ${query}`, () => true)
      .map(({ number }) => number)
      .toSorted((a, b) => a - b);

  it("hoangndst's five pull requests and 23 reviews, jemshad's two, and three of documentation", () => {
    expect(numbers("author:hoangndst")).toEqual([1189, 1239, 1260, 1265, 1267]);
    expect(numbers("reviewed-by:hoangndst -author:hoangndst label:kind/feature,kind/bug")).toHaveLength(23);
    expect(numbers("author:jemshad")).toHaveLength(2);
    expect(numbers("author:octo-fan docs")).toHaveLength(3);
    expect(numbers("author:hoangndst merged:2024-06-27..2024-08-29")).toHaveLength(5);
  });

  it("leaves the clock, the numbers and the page's list as they were", () => {
    const empty = aWorld();
    const [before, next] = [empty.clock.now(), empty.repo(KUSION).nextNumber];
    history(empty);
    expect([empty.clock.now(), empty.repo(KUSION).nextNumber]).toEqual([before, next]);
    expect(world.pull(KUSION, 1).state).toBe("open");
    expect([...world.history].every((subject) => subject.createdAt < START)).toBe(true);
  });

  it("the nomination of hoangndst can be played again from the registry of that day", () => {
    const text = registryBeforeNomination(registryText());
    expect(anIndex(registryText()).rolesOf(user("hoangndst"))).toHaveLength(1);
    expect(anIndex(text).rolesOf(user("hoangndst"))).toEqual([]);
    expect(text).toContain("approvers: []");
  });
});

describe("search", () => {
  const world = aWorld();
  const repo = KUSION;
  const issue = world.as("octo-fan").openIssue({ repo, title: "It fails", body: "Ask @adohe." });
  const pull = world
    .as("hoangndst")
    .openPull({ repo, title: "fix: it", body: `Fixes #${issue.number}`, branch: "fix-it" });
  world.as("jemshad").comment(issue, "Here too.");
  world.as("SparkYuan").close(issue, "completed");
  const other = world.as("hoangndst").openIssue({ repo, title: "Hm" });
  world.as("SparkYuan").close(other, "not_planned");
  const found = (query: string) => searched(world, query, () => true).map(({ number }) => number);

  it.each([
    ["involves:adohe", [issue.number]],
    ["involves:jemshad", [issue.number]],
    ["commenter:jemshad", [issue.number]],
    ["is:issue reason:completed", [issue.number]],
    ['is:issue reason:"not planned"', [other.number]],
    ["linked:issue", [pull.number]],
    ["linked:pr", [issue.number]],
    ["head:fix", [pull.number]],
    ["-is:issue", [pull.number]],
    ["is:issue sort:created-asc", [issue.number, other.number]],
    ["is:issue sort:created-desc", [other.number, issue.number]],
    ["is:issue closed:>=2026-11-23T14:00:00Z", [other.number, issue.number]],
    ["created:<2026-11-23", []],
  ])("%s", (query, numbers) => {
    expect(found(query)).toEqual(numbers);
  });

  it("refuses what it does not know", () => {
    for (const query of ["sort:stars", "linked:x", "language:go", "is:locked"]) expect(() => found(query)).toThrow();
  });
});

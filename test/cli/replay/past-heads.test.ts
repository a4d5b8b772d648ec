import { describe, expect, it } from "vitest";
import { headsOf } from "../../../src/cli/replay/past-heads.ts";
import { aPast, hour } from "./a-past.ts";

const steps = (past: ReturnType<typeof aPast>) =>
  headsOf(past).steps.map(({ sha, at }) => [sha, (at - hour(0)) / 3_600_000]);

describe("the heads of the past", () => {
  it("one commit was the head all along, whatever its date says", () => {
    expect(headsOf(aPast({ pushed: [["h1", -50]] }))).toEqual({
      steps: [{ sha: "h1", at: hour(0) }],
      estimated: false,
    });
  });

  it("of the commits that were there at the opening only the last was a head; later ones stood from their dates", () => {
    const past = aPast({
      pushed: [
        ["a", -9],
        ["b", -1],
        ["c", 5],
        ["d", 7],
      ],
    });
    expect(steps(past)).toEqual([
      ["b", 0],
      ["c", 5],
      ["d", 7],
    ]);
    expect(headsOf(past).estimated).toBe(true);
  });

  it("no head stands after the merge, and none before the one it follows", () => {
    expect(
      steps(
        aPast({
          pushed: [
            ["a", 0],
            ["b", 50],
            ["c", 20],
            ["d", 900],
          ],
          merged: 60,
        }),
      ),
    ).toEqual([
      ["a", 0],
      ["c", 50],
      ["d", 60],
    ]);
  });

  it("a force-push is known to the second", () => {
    const forced = { kind: "forced", at: hour(4), from: "old", to: "new" } as const;
    const past = aPast({ pushed: [["new", 3]], events: [forced] });
    expect(steps(past)).toEqual([
      ["old", 0],
      ["new", 4],
    ]);
    expect(headsOf(past).estimated).toBe(false);
  });

  it("what was pushed after the last force-push follows it", () => {
    const forced = { kind: "forced", at: hour(4), from: "old", to: "new" } as const;
    expect(
      steps(
        aPast({
          pushed: [
            ["new", 3],
            ["more", 8],
          ],
          events: [forced],
        }),
      ),
    ).toEqual([
      ["old", 0],
      ["new", 4],
      ["more", 8],
    ]);
  });

  it("the merged head is the last, also where commits that were forced away are forgotten", () => {
    const forced = { kind: "forced", at: hour(4), from: null, to: null } as const;
    expect(steps(aPast({ pushed: [["h1", 3]], events: [forced] })).at(-1)?.[0]).toBe("h1");
  });
});

import { describe, expect, it } from "vitest";
import { loadOf } from "../../../src/cli/replay/load.ts";
import { writtenBefore } from "../../../src/cli/replay/written.ts";
import { aLadder, approval, aReview } from "../../support/a-pull.ts";
import { aPast, hour } from "./a-past.ts";

const LADDER = { approvers: ["ann", "ben", "cho", "dee"] };
const opened = (number: number, hours: number, merged = 100) => ({ number, createdAt: hour(hours), merged });

describe("how review work would have been spread", () => {
  it("beside whom Rung would have asked stands who was asked and reviewed in fact", () => {
    const past = aPast({
      reviews: [
        aReview("ann", "COMMENTED", { at: hour(1) }),
        approval("ann", { at: hour(2) }),
        approval("pat", { at: hour(2) }),
      ],
      events: [{ kind: "asked", at: hour(1), who: { login: "Ann", id: null } }],
    });
    const load = loadOf([past], aLadder({ ...LADDER, reviews: { request: 2 } }));
    expect(load.find(({ login }) => login === "ann")).toMatchObject({ askedThen: 1, reviewedThen: 1 });
    expect(load.some(({ login }) => login === "pat")).toBe(false);
    expect(load.reduce((sum, { asked }) => sum + asked, 0)).toBe(2);
  });

  it("spreads what comes at one time, and never above max-open", () => {
    const pulls = Array.from({ length: 12 }, (_, at) => aPast({ ...opened(at + 1, at), merged: 200 }));
    const load = loadOf(pulls, aLadder({ ...LADDER, reviews: { request: 1, maxOpen: 2 } }));
    expect(load.map(({ asked, most }) => [asked, most])).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
  });

  it("who reviewed is free again", () => {
    const pulls = [1, 2, 3].map((number) =>
      aPast({ ...opened(number, number * 10), merged: 200, reviews: [approval("ann", { at: hour(number * 10 + 1) })] }),
    );
    const [ann] = loadOf(pulls, aLadder({ approvers: ["ann"], reviews: { request: 1, maxOpen: 1 } }));
    expect(ann).toMatchObject({ asked: 3, most: 1, reviewedThen: 3 });
  });

  it("counts as knowledge only what was merged by then", () => {
    const first = aPast({ author: "ben", files: ["src/a.go"], merged: 5, reviews: [approval("cho", { at: hour(3) })] });
    const written = writtenBefore([first]);
    expect(written.histories(["src/a.go", "src"], hour(4)).map(({ touches }) => touches)).toEqual([[], []]);
    const [file, folder] = written.histories(["src/a.go", "src"], hour(6));
    expect(file?.touches).toMatchObject([
      { login: "ben", wrote: 1, reviewed: 0 },
      { login: "cho", wrote: 0, reviewed: 1 },
    ]);
    expect(folder?.touches).toEqual(file?.touches);
  });
});

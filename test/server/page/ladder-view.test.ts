import { describe, expect, it } from "vitest";
import { registryShown } from "../../../src/jobs/page/registry-page.ts";
import { ladderView } from "../../../src/server/page/views/ladder-view.ts";
import { anIndex } from "../../registry/a-registry.ts";

const index = anIndex(`
roles:
  council: { beside: true, promotion: false, summary: Decides. }
  members:
  maintainers: { promotion: { sponsors: 1 } }
maintainers: [ann, ben]
council: [cho]
`);

describe("the ladder with roles beside it", () => {
  it("is shown on the page with its rungs first, and they apart", async () => {
    const shown = registryShown({ kind: "good", index, stale: null, unreadTeams: [] }, "KusionStack");
    if (shown?.kind !== "good") throw new Error("the registry is good");
    const text = String(await ladderView(shown));
    const [rungs = "", beside = ""] = text.split("Beside the ladder");
    expect(rungs).toContain("Where everybody begins.");
    expect(rungs).not.toContain("Decides.");
    expect(beside).toContain("Decides.");
    expect(beside).toContain("nobody is promoted to it");
  });
});

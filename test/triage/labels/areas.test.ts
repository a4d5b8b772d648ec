import { expect, it } from "vitest";
import { areas } from "../../../src/triage/labels/areas.ts";
import { aFile } from "../../support/a-pull.ts";
import { wanted } from "./a-labelling.ts";

it("areas: the most specific area of each file, of both paths of a rename (R12), and none for the repository itself", () => {
  expect(wanted(areas, { files: ["docs/a.md", "main.go"] })).toEqual(["docs"]);
  const moved = aFile("docs/a.go", { change: "renamed", previousPath: "pkg/engine/a.go" });
  expect(wanted(areas, { files: [moved] })).toEqual(["docs", "engine"]);
  expect(wanted(areas)).toEqual([]);
});

import { expect, it } from "vitest";
import { historyPaths, MAX_PATHS } from "../../../src/triage/reviewers/paths.ts";
import { aFile, aPull } from "../../support/a-pull.ts";

it("files as they are on the default branch: the old path of a rename, the folder of a new one", () => {
  const files = [
    aFile("pkg/a.go"),
    aFile("new/b.go", { change: "renamed", previousPath: "old/b.go" }),
    aFile("cmd/run/c.go", { change: "added" }),
    aFile("top.md", { change: "added" }),
    aFile("pkg/gone.go", { change: "deleted" }),
  ];
  expect(historyPaths(aPull({ files }))).toEqual(["pkg/a.go", "old/b.go", "cmd/run", "pkg/gone.go"]);
});

it("too many files stand for their folders, the most changed first, and never more than are asked in one request", () => {
  const files = Array.from({ length: 60 }, (_, number) => `dir${number % 20}/f${number}.go`);
  const paths = historyPaths(aPull({ files: [...files, "big/1", "big/2", "big/3", "big/4"] }));
  expect(paths).toHaveLength(MAX_PATHS);
  expect(paths[0]).toBe("big");
});

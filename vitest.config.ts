import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";
import { skippedFails } from "./test/support/skipped-fails.ts";

/** Held to what is open, waits and is lent in their whole process: each has one of its own. */
const edges = ["test/attacks/edge-*.test.ts"];

export default defineConfig({
  test: {
    globalSetup: [
      "test/support/folder-of-the-run.ts",
      "test/support/packed-files-of-the-run.ts",
      "test/support/postgres-of-the-run.ts",
    ],
    // A bound for hangs, not a claim about speed: the machine may be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Half of its time a test waits, for a database, another process or GitHub's patience: on two cores four find work.
    maxWorkers: 4,
    setupFiles: ["test/support/native-modules.ts"],
    experimental: { viteModuleRunner: false, nodeLoader: false },
    sequence: { sequencer: LongestFirst },
    reporters: ["default", skippedFails],
    projects: [
      {
        extends: true,
        test: {
          name: "world",
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", "**/node_modules/**", ...edges],
        },
      },
      { extends: true, test: { name: "edges", include: edges } },
    ],
  },
});

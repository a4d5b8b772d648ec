import { defineConfig } from "vitest/config";
import { skippedFails } from "./test/support/skipped-fails.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "**/node_modules/**"],
    globalSetup: "test/support/postgres-of-the-run.ts",
    // A bound for hangs, not a claim about speed: the machine may be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: ["default", skippedFails],
  },
});

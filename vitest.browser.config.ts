import { defineConfig } from "vitest/config";

/** Apart from `npm test`, since a fresh machine has no browser: needs Chromium at /usr/bin/chromium or at CHROMIUM_PATH. */
export default defineConfig({
  test: {
    globalSetup: ["test/support/folder-of-the-run.ts", "test/support/postgres-of-the-run.ts"],
    include: ["test/browser/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});

/** A test that was skipped because something it needs could not start has proved nothing: the run fails, whatever else passed. */

import type { Reporter, TestModule, Vitest } from "vitest/node";

/** Whoever asks for some tests by name has asked for the others to be skipped. */
let isWhole = true;

export const skippedFails: Reporter = {
  onInit({ config }: Vitest) {
    isWhole = config.testNamePattern === undefined;
  },
  onTestRunEnd(modules: readonly TestModule[]) {
    if (!isWhole) return;
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    if (skipped.length === 0) return;
    process.stderr.write(`\n${skipped.length} tests were skipped, so this run has failed:\n`);
    for (const test of skipped.slice(0, 20)) process.stderr.write(`- ${test.module.moduleId}: ${test.fullName}\n`);
    process.exitCode = 1;
  },
};

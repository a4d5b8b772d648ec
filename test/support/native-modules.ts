/**
 * Tests and sources are loaded by Node itself, as in real life, not by Vitest's module runner: that takes less computing, and compiled
 * code is kept from run to run. Two things are changed on the way: the embedded database's library is the tests' own (`pglite.ts`), and
 * a test file is loaded by its plain name, as each worker loads it once: with the time in its name it would never be found among the
 * compiled code.
 */

import { registerHooks } from "node:module";

const LIBRARY = "@electric-sql/pglite";
const IN_ITS_PLACE = new URL("./pglite.ts", import.meta.url).href;
const TIMED = /\?vitest=\d+$/;

/** Whoever watches wants Vitest to know which file imports which; else a relative name, which is always whole, is its address. */
const isWatched = process.env.VITEST_MODE === "WATCH";

// Vitest asks for this file before each file of tests; the first time it does so by a name of its own.
if (!("rungHooks" in globalThis)) {
  Object.assign(globalThis, { rungHooks: true });
  registerHooks({
    resolve: (name, context, next) => {
      const { parentURL, conditions } = context;
      // Who looks for the library's files asks as `require` does.
      if (name === LIBRARY && parentURL !== IN_ITS_PLACE && conditions.includes("import"))
        return { url: IN_ITS_PLACE, shortCircuit: true };
      const isOurs = parentURL?.startsWith("file:") === true && !parentURL.includes("/node_modules/");
      if (!isWatched && isOurs && /^\.\.?\/.*\.ts$/.test(name))
        return { url: new URL(name, parentURL).href, shortCircuit: true };
      const found = next(name, context);
      return { ...found, url: found.url.replace(TIMED, "") };
    },
  });
}

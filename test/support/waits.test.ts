/** How long a test waits for a condition is a bound for hangs: a short one is a claim about speed, which a busy machine breaks. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const LEAST_MS = 60_000;
const root = fileURLToPath(new URL("..", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (path) => path.endsWith(".test.ts") && !path.startsWith("browser"),
);
const texts = files.map((path) => ({ path, text: readFileSync(`${root}${path}`, "utf8") }));

const number = (digits = "") => Number(digits.replaceAll("_", ""));

/** What stands within the brackets that open there. */
function within(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
    if (depth === 0) return text.slice(from + 1, at);
  }
  return text.slice(from + 1);
}

it("a bound below a minute is written nowhere", () => {
  const short = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/\btimeout: (\d[\d_]*)/g)]
      .filter(([, ms]) => number(ms) < LEAST_MS)
      .map(([all]) => `${path}: ${all}`),
  );
  expect(short).toEqual([]);
});

it("no wait has the bound of a second that it has where none is given", () => {
  const bare = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:vi\.waitFor|vi\.waitUntil|expect\.poll)(?=\()/g)]
      .map((found) => within(text, found.index + found[0].length))
      .filter((given) => !/\btimeout\b|,\s*(?:soon|patient),?\s*$|,\s*\d+_000\s*$/.test(given))
      .map((given) => `${path}: ${given}`),
  );
  expect(bare).toEqual([]);
});

it("no test is given less time than any other", () => {
  const short = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/^\s*\}, (\d[\d_]*)\);$/gm)]
      .filter(([, ms]) => number(ms) >= 1_000 && number(ms) < 2 * LEAST_MS)
      .map(([all]) => `${path}: ${all}`),
  );
  expect(short).toEqual([]);
});

/** One reader, one writer: where in the sources GitHub is asked, and where it is changed. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);
}

const text = (path: string) => readFileSync(join(root, path), "utf8");
const matching = (paths: readonly string[], pattern: RegExp) => paths.filter((path) => pattern.test(text(path)));

/** A request by one of the clients; a call without arguments is something else. */
const REQUEST = /\.(?:rest|graph)\(\s*[^)\s]|\btransport\.send\(|\bfetch\(/;

/** Outside src/github, with the reason. The sandbox is a GitHub itself. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "src/cli/doctor/read-app.ts": "examines what the app may do, as GitHub tells it; and knocks at Rung's own address",
  "src/cli/doctor/read-repository.ts": "examines settings that no job reads",
  "src/cli/init/read-repository-files.ts": "drafts a registry from files and history that no job reads",
  "src/cli/setup/conversion.ts": "makes the app: before it there is no client",
  "src/server/page/sign-in.ts": "exchanges the code of a sign-in at github.com, which is not the API",
  "src/server/recovery/counting.ts": "passes requests on and counts them",
};

describe("one reader, one writer", () => {
  it("what writes to GitHub asks it nothing but through github/read", () => {
    expect(matching(sources("src/github/write"), /"(?:GET|HEAD)"|[`"]\s*(?:query\b|\{)[^`"]*\{/)).toEqual([]);
  });

  it("every GraphQL text of what writes is a mutation", () => {
    const texts = sources("src/github/write").flatMap((path) => [...text(path).matchAll(/= `(\w+) \w+\(\$/g)]);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter(([, kind]) => kind !== "mutation")).toEqual([]);
  });

  it("what reads GitHub changes nothing there, and needs nothing of what writes", () => {
    const readers = sources("src/github/read");
    expect(matching(readers, /"(?:POST|PATCH|PUT|DELETE)"|`\s*mutation\b/)).toEqual([]);
    expect(matching(readers, /from "[^"]*\/write\//)).toEqual([]);
  });

  it("nobody else sends requests, but for those that say why here", () => {
    const others = sources("src").filter((path) => !/^src\/(?:github|sandbox)\//.test(path));
    expect(new Set(matching(others, REQUEST))).toEqual(new Set(Object.keys(ELSEWHERE)));
  });
});

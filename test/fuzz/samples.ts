/** The real texts that damage begins with: the cases of other bots, the registries in this repository, GitHub's examples. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import examples from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import { z } from "zod";

const root = new URL("../../", import.meta.url);

function strings(value: unknown, found: string[]): void {
  if (typeof value === "string") found.push(value);
  else if (typeof value === "object" && value !== null) for (const below of Object.values(value)) strings(below, found);
}

/** What people wrote to Prow and policy-bot in their tests. */
function caseTexts(): readonly string[] {
  const folder = fileURLToPath(new URL("test/cases/", root));
  const found: string[] = [];
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".json"))) {
    const cases: unknown = JSON.parse(readFileSync(`${folder}${name}`, "utf8"));
    strings(cases, found);
  }
  return [...new Set(found)].filter((text) => text.includes("/") || text.includes("\n"));
}

export const commentSamples: readonly [string, ...string[]] = [
  "/approve engine\n\nThe rest is fine too.\n\n> /hold\n\n```sh\n/hold\n```\n/lgtm\n",
  "- a list\n  /hold\n\n| a | b |\n| - | - |\n| /hold | |\n\n<!-- hidden\n/approve\n-->\n/assign @octo-fan @org/team\n",
  "[name]: https://example.com 'a title'\n/retitle `code` and <b>tags</b> and @mention #12 GH-3 www.example.com\n",
  ...caseTexts(),
];

function registryTexts(): readonly string[] {
  const own = readFileSync(new URL("roles.yaml", root), "utf8");
  const folder = fileURLToPath(new URL("test/ladders/", root));
  const ladders = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return [own, ...ladders.map((name) => readFileSync(`${folder}${name}`, "utf8"))];
}

export const registrySamples: readonly [string, ...string[]] = [
  "maintainers: [ann, ben]\napprovers: [cho]\ncontributors: [dee]\n",
  "roles:\n  contributors:\n    promotion: { any: [{ merged-pulls: { kind: code, min: 1 } }], sponsors: { from: approvers, min: 2 } }\n" +
    "  approvers: {}\n  maintainers: { promotion: { vote: { of: maintainers, share: 2/3 } } }\nareas:\n" +
    '  engine: { repos: [kusion], paths: ["pkg/engine/**"], approval: { min: 2 } }\nmaintainers:\n  - { login: ann, id: 1, areas: [engine] }\n',
  ...registryTexts(),
];

const example = z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) });

/** GitHub's examples, each with the installation that most of them lack. */
export const webhookSamples = z
  .array(example)
  .parse(examples)
  .flatMap(({ name, examples: payloads }) =>
    payloads.map((payload) => ({
      event: name,
      written: JSON.stringify({ ...payload, installation: { id: 77, node_id: "x" } }),
    })),
  );

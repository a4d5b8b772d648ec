/**
 * Policies as they are found in public repositories, reduced and told in our own words: of acts-project/acts, OffchainLabs/prysm,
 * FuelLabs/fuel-core, calmh/syncthing, Kerim-Sabic/horalixp2pvibe, carbonaut-cloud/carbonaut, grafana (two), EyeCantCU/os,
 * coopnorge/mage, coopnorge/go-logger, elevenlabs/packages, avast/cats-micrometer, Stuhlmuller/homelab, adh-partnership/api,
 * conduitxyz/skills, MineWeb/MineWebCMS, Chili-Piper/scala-quartz; and of Mergify's: flux-framework/flux-core, Mergifyio/docs,
 * Activiti/Activiti, Mailu/Mailu, aws/aws-cdk, 2lambda123/sgkit, Agoric/cosmos-sdk, ANcpLua/ancplua-mcp, longhorn, 5g6g/redpanda.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromPolicy, moved, SOME_PATHS } from "./a-policy.ts";

const FOLDER = new URL("fixtures/policies/", import.meta.url);
const PATHS = [
  ...SOME_PATHS,
  "core/a.go",
  "core/a_test.go",
  ".github/workflows/a.yaml",
  "go.mod",
  "Dockerfile",
  "os/gcc.yaml",
];

/** Statements that are said as they stand, more strictly, and not; or why nothing is written. */
const FOUND: Readonly<Record<string, readonly number[] | string>> = {
  "bot-admins.policy.yml": [3, 7, 0],
  "bot-community.policy.yml": [3, 2, 0],
  "bot-folders.policy.yml": [18, 3, 0],
  "bot-forced.policy.yml": [5, 3, 1],
  "bot-hold.policy.yml": [5, 0, 1],
  "bot-members.policy.yml": [1, 5, 0],
  "bot-nobody.policy.yml": "it asks for nobody's approval",
  "bot-owners-and-override.policy.yml": [14, 3, 1],
  "bot-remote.policy.yml": "the policy is another repository's file; run the import in a checkout of that one",
  "bot-responsible.policy.yml": [7, 3, 0],
  "bot-reviewers.policy.yml": [4, 2, 0],
  "bot-sensitive.policy.yml": [8, 0, 0],
  "bot-sizes-mended.policy.yml": [5, 2, 0],
  "bot-sizes.policy.yml": '"*_test.go" is no regular expression of Go\'s, so policy-bot refuses the file',
  "bot-trivial.policy.yml": [6, 9, 1],
  "bot-updates-of-two.policy.yml": [6, 2, 0],
  "bot-updates.policy.yml": [9, 1, 0],
  "bot-workflows-alone.policy.yml": "it asks for nobody's approval",
  "bot-workflows.policy.yml": [4, 9, 2],
  "mergify-branches.mergify.yml": [1, 3, 0],
  "mergify-committers.mergify.yml": [2, 2, 1],
  "mergify-docs.mergify.yml": [1, 5, 3],
  "mergify-labels.mergify.yml": [6, 11, 3],
  "mergify-locked.mergify.yml": [5, 1, 3],
  "mergify-no-approvals.mergify.yml": "it asks for nobody's approval",
  "mergify-protections.mergify.yml": [5, 13, 5],
  "mergify-simple.mergify.yml": [4, 0, 3],
  "mergify-team.mergify.yml": [4, 2, 2],
  "mergify-trusted.mergify.yml": [1, 4, 2],
  "mergify-updates.mergify.yml": [8, 2, 3],
};

describe("policies that were found", () => {
  const files = readdirSync(FOLDER).toSorted((a, b) => (a < b ? -1 : 1));

  it.each(files)("%s: no less is asked than before, and so many statements are said", (file) => {
    const source = file.endsWith(".policy.yml") ? "policy-bot" : "mergify";
    const text = readFileSync(new URL(file, FOLDER), "utf8");
    const done = fromPolicy(source, text, PATHS);
    if (done.kind !== "policy") {
      expect([file, done.why ?? done.faults[0]?.message]).toEqual([file, FOUND[file]]);
      return;
    }
    const { told } = moved(source, text, PATHS);
    const of = (fate: string) => told.filter((each) => each.fate === fate).length;
    const counts = [of("said"), of("stricter"), of("elsewhere")];
    expect([file, counts]).toEqual([file, FOUND[file]]);
  });
});

/** What builds Rung for others: everything that runs in it is pinned, and each job may do what it needs and nothing else. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");

const permissions = z.record(z.string(), z.enum(["read", "write", "none"]));
const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const workflowView = z.looseObject({
  permissions,
  jobs: z.record(
    z.string(),
    z.looseObject({
      permissions: permissions.optional(),
      needs: z.union([z.string(), z.array(z.string())]).optional(),
      steps: z.array(step),
    }),
  ),
});

const workflows = readdirSync(join(root, ".github/workflows")).map((name) => `.github/workflows/${name}`);
const workflow = (path: string) => workflowView.parse(parse(read(path)));
const release = workflow(".github/workflows/release.yml");

const DIGEST = /@sha256:[0-9a-f]{64}$/;

describe("everything that builds or runs Rung elsewhere is pinned", () => {
  it.each([...workflows, "action.yml"])("%s: every action by its commit, with the version beside it", (path) => {
    const uses = [...read(path).matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, used = ""]) => used);
    expect(uses).not.toEqual([]);
    for (const used of uses) expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("the Dockerfile: every base image by its digest, one for all stages", () => {
    const images = [...read("Dockerfile").matchAll(/^FROM (\S+)/gm)].map(([, image = ""]) => image);
    expect(images.length).toBeGreaterThan(1);
    for (const image of images) expect(image).toMatch(DIGEST);
    expect(new Set(images).size).toBe(1);
  });

  it("compose.yaml and the release: every image by its digest", () => {
    const images = [
      ...[...read("compose.yaml").matchAll(/^\s+image: (\S+)$/gm)].map(([, image = ""]) => image),
      ...[...read(".github/workflows/release.yml").matchAll(/\b(?:image|generator)=(\S*[:/]\S*)/g)]
        .map(([, image = ""]) => image)
        .filter((image) => !image.includes("$")),
    ];
    expect(images).toHaveLength(3);
    for (const image of images) expect(image).toMatch(DIGEST);
  });
});

describe("what people are told to take is what a release makes", () => {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(read("package.json")));

  it("the action by the tag of this version: no other one is ever pushed", () => {
    const tags = [...read("docs/action.md").matchAll(/uses: KusionStack\/rung@(\S+)/g)].map(([, tag = ""]) => tag);
    expect(tags).toEqual([`v${version}`]);
  });

  it("the packed command by the name of this version", () => {
    const names = [...read("docs/getting-started.md").matchAll(/rung-(\d+\.\d+\.\d+)\.tgz/g)].map(([, one]) => one);
    expect(new Set(names)).toEqual(new Set([version]));
  });
});

describe("permissions", () => {
  it("nothing is permitted to a whole workflow but reading, and to the release nothing", () => {
    for (const path of workflows) expect(Object.values(workflow(path).permissions)).not.toContain("write");
    expect(release.permissions).toEqual({});
  });

  it("each job of a release has what it needs, and nothing else", () => {
    const allowed = Object.fromEntries(Object.entries(release.jobs).map(([name, job]) => [name, job.permissions]));
    expect(allowed).toEqual({
      test: { contents: "read" },
      package: { contents: "read" },
      image: { contents: "read", packages: "write" },
      attest: { "id-token": "write", attestations: "write" },
      release: { contents: "write" },
    });
  });

  it("what may sign or release runs none of the project's code, and no package's", () => {
    for (const { permissions: may = {}, steps } of Object.values(release.jobs)) {
      if (may["id-token"] !== "write" && may.contents !== "write") continue;
      for (const { uses = "", run = "" } of steps) {
        expect(uses).not.toContain("actions/checkout@");
        expect(run).not.toMatch(/\b(?:npm|npx|node|docker|bash)\b/);
      }
    }
  });

  it("no checkout leaves the job's token behind", () => {
    for (const path of workflows)
      for (const { steps } of Object.values(workflow(path).jobs))
        for (const { uses, with: given } of steps)
          if (uses?.startsWith("actions/checkout@")) expect(given?.["persist-credentials"], path).toBe(false);
  });

  it("no step puts what somebody typed into a command: the tag comes as a variable", () => {
    for (const path of workflows)
      for (const { steps } of Object.values(workflow(path).jobs))
        for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });
});

describe("a release", () => {
  it("is made of what was tested, and is a draft until people publish it", () => {
    const needs = Object.fromEntries(Object.entries(release.jobs).map(([name, job]) => [name, job.needs ?? null]));
    expect(needs).toEqual({
      test: null,
      package: "test",
      image: "test",
      attest: ["package", "image"],
      release: "attest",
    });
    const made = release.jobs.release?.steps.flatMap(({ run }) => run ?? []).join("\n");
    expect(made).toMatch(/^gh release create .*--verify-tag --draft/);
  });

  it("attests both files: where each was made, and what it needs", () => {
    const attested = (release.jobs.attest?.steps ?? []).flatMap(({ uses, with: given = {} }) =>
      uses?.startsWith("actions/attest@") ? [given] : [],
    );
    const ofPackage = attested.filter((given) => given["subject-path"] === "rung-*.tgz");
    const ofImage = attested.filter((given) => given["subject-digest"] !== undefined);
    expect([ofPackage.length, ofImage.length, attested.length]).toEqual([2, 2, 4]);
    for (const both of [ofPackage, ofImage]) {
      const lists = both.map((given) => given["sbom-path"]);
      expect(new Set(lists)).toEqual(new Set([undefined, "rung.spdx.json"]));
    }
  });

  it("publishes nothing to npm: the name there is somebody else's", () => {
    expect(JSON.parse(read("package.json"))).toMatchObject({ private: true });
    for (const path of workflows) expect(read(path)).not.toMatch(/npm publish/);
  });
});

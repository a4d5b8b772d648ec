/** What the app asks GitHub for (R28): the manifest, what the sandbox grants, and what the documents say of it. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { PERMISSIONS } from "../../src/sandbox/kusionstack.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const text = read("app.yml");
const manifest = z
  .looseObject({ default_permissions: z.record(z.string(), z.string()), default_events: z.array(z.string()) })
  .parse(parse(text));

describe("R28: the app asks for the least", () => {
  it("exactly these permissions; another one needs a feature, a reason in app.yml and in docs/security.md, and this line", () => {
    expect(manifest.default_permissions).toEqual({
      checks: "write",
      contents: "write",
      issues: "write",
      members: "read",
      merge_queues: "read",
      metadata: "read",
      pull_requests: "write",
    });
  });

  it("the sandbox grants no more than the manifest asks for, so that whatever needs more fails in the scenarios", () => {
    const { metadata: _, ...asked } = manifest.default_permissions;
    const { metadata: __, ...granted } = PERMISSIONS;
    expect(granted).toEqual(asked);
  });

  it("every permission and every event has its reason beside it", () => {
    const lines = text.split("\n");
    for (const name of [...Object.keys(manifest.default_permissions), ...manifest.default_events]) {
      const line = lines.find((one) => one.startsWith(`  ${name}:`) || one.startsWith(`  - ${name} `));
      expect(line, name).toMatch(/ # \S.{5,}/);
    }
  });

  it("docs/security.md tells of every permission", () => {
    const told = read("docs/security.md");
    for (const [name, level] of Object.entries(manifest.default_permissions))
      expect(told, name).toContain(`| \`${name}: ${level}\` |`);
  });
});

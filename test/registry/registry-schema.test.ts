import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { registrySchema } from "../../src/commands/read-registry.ts";

const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(registrySchema())));
const fits = (text: string) => schema.safeParse(parse(text)).success;

describe("the JSON Schema for editors", () => {
  it("is draft 7", () => {
    expect(registrySchema()).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#", type: "object" });
  });

  it("takes KusionStack's registry, three lines, teams, and ladders with names of their own", () => {
    expect(fits(readFileSync(new URL("../../roles.yaml", import.meta.url), "utf8"))).toBe(true);
    expect(fits("maintainers: [ann, ben]\napprovers: [cho]\ncontributors: [dee]")).toBe(true);
    expect(fits("approvers: [{ team: org/slug, areas: [a] }]")).toBe(true);
    expect(fits("roles: { chairs: }\nchairs: [ann]")).toBe(true);
  });

  it("marks what is surely wrong while it is typed", () => {
    expect(fits("approval: { mn: 1 }")).toBe(false);
    expect(fits("approval: { min: -1 }")).toBe(false);
    expect(fits("aproval: { min: 1 }")).toBe(false);
    expect(fits("mode: enforced")).toBe(false);
    expect(fits("maintainers: [{ login: ann, aera: [x] }]")).toBe(false);
    expect(fits("areas: { a: { repos: kusion } }")).toBe(false);
  });
});

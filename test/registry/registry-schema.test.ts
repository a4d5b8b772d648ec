import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseRegistry, registrySchema } from "../../src/commands/read-registry.ts";
import { GENERAL } from "../../src/registry/settings.ts";

const {
  if: condition,
  else: closing,
  ...always
} = z.looseObject({}).parse(JSON.parse(JSON.stringify(registrySchema())));
const schema = z.fromJSONSchema(always);
const closed = z.fromJSONSchema({ type: "object", ...z.looseObject({}).parse(closing) });

/** By the schema, whose condition zod does not read: it is the one that a test below states. */
function fits(text: string): boolean {
  const value: unknown = parse(text);
  const isOpen = typeof value === "object" && value !== null && ("roles" in value || "extends" in value);
  return schema.safeParse(value).success && (isOpen || closed.safeParse(value).success);
}

const part = z.looseObject({
  $ref: z.string().optional(),
  definitions: z.record(z.string(), z.unknown()).default({}),
  properties: z.record(z.string(), z.unknown()).catch({}),
  anyOf: z.array(z.unknown()).default([]),
  allOf: z.array(z.unknown()).default([]),
  description: z.string().optional().catch(undefined),
});

function everyPart(value: unknown): readonly z.output<typeof part>[] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.values(value).flatMap(everyPart);
  const read = part.safeParse(value);
  return read.success ? [read.data, ...below] : below;
}

/** What an editor shows at a value of that shape: its own words, or those of a form that it may have. */
function meaningOf(written: unknown, definitions: Readonly<Record<string, unknown>>): string | undefined {
  const { $ref, description, anyOf, allOf } = part.parse(written);
  if (description !== undefined) return description;
  if ($ref !== undefined) return meaningOf(definitions[$ref.replace("#/definitions/", "")], definitions);
  return [...anyOf, ...allOf].map((form) => meaningOf(form, definitions)).find((meaning) => meaning !== undefined);
}

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

  it("takes other lists than the default ladder's only where the file writes a ladder or extends one", () => {
    expect(condition).toEqual({ anyOf: [{ required: ["roles"] }, { required: ["extends"] }] });
    expect(fits("maintainer: [ann]")).toBe(false);
    expect(fits("extends: true\nchairs: [ann]")).toBe(true);
  });

  it("agrees with the parser", () => {
    const source = { repository: { owner: "o", name: "r" }, path: "roles.yaml", oid: "" };
    for (const text of [
      ...[
        "maintainers: [ann, ben]",
        "maintainer: [ann]",
        "roles: { chairs: }\nchairs: [ann]",
        "extends: true\nx: [ann]",
      ],
      ...["aproval: { min: 1 }\nmaintainers: [a]", "mode: enforced\nmaintainers: [a]", "version: 2\nmaintainers: [a]"],
      ...["roles:\nmaintainers: [a]", "approval: { branches: { main: { min: 2 } } }\nmaintainers: [a]", "x: [ann]"],
    ])
      expect([text, fits(text)]).toEqual([text, parseRegistry(text, source).registry !== null]);
  });

  it("tells the meaning of the sections, and of a rule what the documentation tells", () => {
    const { properties } = z
      .looseObject({ properties: z.record(z.string(), z.looseObject({ description: z.string().optional() })) })
      .parse(registrySchema());
    expect(properties.generated?.description).toBe(GENERAL.generated.docs.meaning);
    expect(properties.mode?.description).toBe("the check reports and never blocks");
    for (const key of ["version", "roles", "areas", "approval", "reviews", "labels", "kinds", "promotion"])
      expect(properties[key]?.description, key).toMatch(/\w/);
  });

  it("tells of every key what it means", () => {
    const { definitions } = part.parse(always);
    const keys = everyPart(always).flatMap(({ properties }) => Object.entries(properties));
    expect(keys.length).toBeGreaterThan(150);
    expect(keys.filter(([, value]) => meaningOf(value, definitions) === undefined).map(([key]) => key)).toEqual([]);
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

import { schema } from "@octokit/graphql-schema";
import {
  buildSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from "graphql";
import { describe, expect, it } from "vitest";
import { SCHEMA } from "../../src/sandbox/schema.graphql.ts";

const github = buildSchema(schema.idl, { assumeValid: true });
const ours = buildSchema(SCHEMA);

/** `type.field(argument): type` lines, so that a difference reads by itself. */
function described(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return type.getValues().map((value) => `enum ${type.name}.${value.name}`);
  if (isUnionType(type)) return type.getTypes().map((member) => `union ${type.name} | ${member.name}`);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => `input ${type.name}.${field.name}: ${field.type}`);
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field) => [
      `${type.name}.${field.name}: ${field.type}`,
      ...field.args.map((argument) => `${type.name}.${field.name}(${argument.name}: ${argument.type})`),
    ]);
    return [...fields, ...type.getInterfaces().map((one) => `${type.name} implements ${one.name}`)];
  }
  return [`scalar ${type.name}`];
}

const types = Object.values(ours.getTypeMap()).filter(
  (type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type),
);

describe("the sandbox's GraphQL schema", () => {
  it.each(types.map((type) => [type.name, type] as const))("%s says nothing that GitHub's does not", (name, type) => {
    const theirs = github.getType(name);
    const known = new Set(theirs === undefined ? [] : described(theirs));
    expect(described(type).filter((line) => !known.has(line))).toEqual([]);
  });

  it("inputs ask for every field that GitHub's require", () => {
    const missing = types.filter(isInputObjectType).flatMap((type) => {
      const theirs = github.getType(type.name);
      if (!isInputObjectType(theirs)) return [type.name];
      return Object.values(theirs.getFields())
        .filter((field) => `${field.type}`.endsWith("!") && type.getFields()[field.name] === undefined)
        .map((field) => `${type.name}.${field.name}`);
    });
    expect(missing).toEqual([]);
  });
});

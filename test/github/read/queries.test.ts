import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { LABELLINGS } from "../../../src/github/read/labellers.ts";
import { MERGE_STATE, REQUIRED } from "../../../src/github/read/merge-state.ts";
import { ownEventsQuery } from "../../../src/github/read/own-events.ts";
import * as queries from "../../../src/github/read/queries.ts";
import { OPEN_REQUESTS, reviewingQuery } from "../../../src/github/read/reviewing-query.ts";
import * as merging from "../../../src/github/write/actions/merge-pull.ts";
import { DRAFT, READY } from "../../../src/github/write/actions/subject.ts";
import { TAKE_OFF } from "../../../src/github/write/label-writes.ts";

const file = new URL("../../../node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url);
const schema = buildSchema(readFileSync(file, "utf8"), { assumeValid: true, assumeValidSDL: true });

const lists = Object.keys(queries.ITEMS).filter((name): name is queries.ListName => name in queries.ITEMS);
const texts: [string, string][] = [
  ["a pull request", queries.pullQuery({ commits: false, registryTexts: false, ownChecks: false })],
  ["a pull request with commits", queries.pullQuery({ commits: true, registryTexts: false, ownChecks: false })],
  ["a pull request with registries", queries.pullQuery({ commits: true, registryTexts: true, ownChecks: false })],
  ["a pull request with the app's checks", queries.pullQuery({ commits: true, registryTexts: false, ownChecks: true })],
  ["merged pull requests", queries.pastQuery(false)],
  ["merged pull requests with people", queries.pastQuery(true)],
  ["open pull requests that are found", queries.foundOpenQuery(false)],
  ["open pull requests that are found, with people", queries.foundOpenQuery(true)],
  ["an issue", queries.issueQuery({ registryTexts: false })],
  ["an issue with registries", queries.issueQuery({ registryTexts: true })],
  ["REPOSITORY_HEAD", queries.REPOSITORY_HEAD],
  ["OPEN_PULLS", queries.OPEN_PULLS],
  ["what is published", queries.publishedQuery({ variables: "", fields: "" })],
  ["reviewingQuery", reviewingQuery(12, 40)],
  ["reviewingQuery of nothing", reviewingQuery(0, 0)],
  ["OPEN_REQUESTS", OPEN_REQUESTS],
  ["LABELLINGS", LABELLINGS],
  ["MERGE_QUEUE", queries.MERGE_QUEUE],
  ["TALKED_ABOUT", queries.TALKED_ABOUT],
  ["REVIEW_COMMENTS", queries.REVIEW_COMMENTS],
  ...lists.map((list): [string, string] => [`a page of ${list}`, queries.pageQuery(list, "pullRequest")]),
  ["a page of an issue's comments", queries.pageQuery("comments", "issue")],
  ["what Rung did to a pull request", ownEventsQuery("pull")],
  ["what Rung did to an issue", ownEventsQuery("issue")],
  ["READY", READY],
  ["DRAFT", DRAFT],
  ["TAKE_OFF", TAKE_OFF],
  ["MERGE_STATE", MERGE_STATE],
  ["REQUIRED", REQUIRED],
  ["AUTO_MERGE", merging.AUTO_MERGE],
  ["NO_AUTO_MERGE", merging.NO_AUTO_MERGE],
  ["ENQUEUE", merging.ENQUEUE],
  ["DEQUEUE", merging.DEQUEUE],
  ["a page of an issue's labels", queries.pageQuery("labels", "issue")],
];

describe("GraphQL texts", () => {
  it.each(texts)("%s is valid against GitHub's schema", (_, text) => {
    expect(validate(schema, parse(text)).map((error) => error.message)).toEqual([]);
  });
});

describe("R1: the registry is read from the default branch", () => {
  it("in every query, whatever is asked about", () => {
    for (const [name, text] of texts)
      for (const [, expression] of text.matchAll(/expression: "([^"]*roles\.yaml)"/g))
        expect(expression, name).toMatch(/^HEAD:(?:\.github\/)?roles\.yaml$/);
    expect(queries.pullQuery({ commits: false, registryTexts: true, ownChecks: false })).toContain(
      'root: object(expression: "HEAD:roles.yaml")',
    );
  });
});

import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import * as merging from "../../src/acts/merge.ts";
import { deedsQuery } from "../../src/acts/own-deeds.ts";
import { REQUESTS } from "../../src/acts/reroll.ts";
import { DRAFT, READY } from "../../src/acts/subject.ts";
import { LABELLINGS } from "../../src/snapshot/labellers.ts";
import * as queries from "../../src/snapshot/queries.ts";
import { OPEN_REQUESTS, reviewingQuery } from "../../src/snapshot/reviewing-query.ts";

const file = new URL("../../node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url);
const schema = buildSchema(readFileSync(file, "utf8"), { assumeValid: true, assumeValidSDL: true });

const lists = Object.keys(queries.ITEMS).filter((name): name is queries.ListName => name in queries.ITEMS);
const texts: [string, string][] = [
  ["PULL", queries.PULL],
  ["PULL_WITH_COMMITS", queries.PULL_WITH_COMMITS],
  ["pastQuery", queries.pastQuery(false)],
  ["pastQuery with people", queries.pastQuery(true)],
  ["foundOpenQuery", queries.foundOpenQuery(false)],
  ["foundOpenQuery with people", queries.foundOpenQuery(true)],
  ["ISSUE", queries.ISSUE],
  ["REPOSITORY_HEAD", queries.REPOSITORY_HEAD],
  ["OPEN_PULLS", queries.OPEN_PULLS],
  ["reviewingQuery", reviewingQuery(12, 40)],
  ["reviewingQuery of nothing", reviewingQuery(0, 0)],
  ["OPEN_REQUESTS", OPEN_REQUESTS],
  ["LABELLINGS", LABELLINGS],
  ["MERGE_QUEUE", queries.MERGE_QUEUE],
  ["TALKED_ABOUT", queries.TALKED_ABOUT],
  ["REVIEW_COMMENTS", queries.REVIEW_COMMENTS],
  ...lists.map((list): [string, string] => [`a page of ${list}`, queries.pageQuery(list, "pullRequest")]),
  ["a page of an issue's comments", queries.pageQuery("comments", "issue")],
  ["what Rung did to a pull request", deedsQuery("pull")],
  ["what Rung did to an issue", deedsQuery("issue")],
  ["REQUESTS", REQUESTS],
  ["READY", READY],
  ["DRAFT", DRAFT],
  ["MERGING", merging.MERGING],
  ["REQUIRED", merging.REQUIRED],
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

/**
 * Cuts GitHub's OpenAPI description down to the routes the sandbox has and the webhooks it sends: test/contract/openapi.golden.json.
 *
 *   npm pack @octokit/openapi@23.0.2        in some folder outside the project (385 MB unpacked)
 *   tar xzf octokit-openapi-*.tgz package/generated/api.github.com.json
 *   npx node scripts/prune-openapi.mjs FOLDER/package/generated/api.github.com.json
 */

import "./node-version.mjs";
import { readFileSync, writeFileSync } from "node:fs";

// An older Node would not get as far as saying so: it cannot read this.
const { startSandbox } = await import("../src/sandbox/start.ts");

const [, , source] = process.argv;
if (source === undefined) throw new Error("say where api.github.com.json is");
const whole = JSON.parse(readFileSync(source, "utf8"));
const sandbox = await startSandbox();
const routes = sandbox.routes.routes.map(({ method, path }) => ({ method: method.toLowerCase(), path }));
await sandbox.close();

/** Words for readers, and what no test looks at. */
const DROPPED = new Set([
  "description",
  "example",
  "examples",
  "title",
  "externalDocs",
  "tags",
  "default",
  "deprecated",
  "summary",
  "operationId",
]);

function slim(node, inProperties = false) {
  if (Array.isArray(node)) return node.map((item) => slim(item));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(
        ([key, value]) =>
          inProperties || !(DROPPED.has(key) || key.startsWith("x-") || (key === "format" && value !== "date-time")),
      )
      .map(([key, value]) => [key, slim(value, key === "properties" && !inProperties)]),
  );
}

function resolve(node) {
  if (node?.$ref === undefined) return node;
  const [, , kind, name] = node.$ref.split("/");
  return whole.components[kind][name];
}

const jsonOf = (content) => content?.["application/json"]?.schema ?? null;

function operation(given) {
  const parameters = (given.parameters ?? []).map(resolve).map(({ name, in: place, required, schema }) => ({
    name,
    in: place,
    required: required === true,
    schema: slim(schema),
  }));
  const responses = Object.entries(given.responses)
    .filter(([status]) => status < "300")
    .map(([status, response]) => [status, slim(jsonOf(resolve(response).content))]);
  const body = given.requestBody === undefined ? undefined : slim(jsonOf(resolve(given.requestBody).content));
  return { parameters, ...(body ? { body } : {}), responses: Object.fromEntries(responses) };
}

const paths = {};
for (const { method, path } of routes) {
  const found = whole.paths[path]?.[method];
  if (found === undefined) throw new Error(`GitHub has no ${method} ${path}`);
  paths[path] = { ...paths[path], [method]: operation(found) };
}

/** What the sandbox's acts announce. */
const EVENTS = [
  "check-run-completed check-run-created check-run-rerequested check-suite-requested check-suite-rerequested",
  "installation-repositories-added installation-repositories-removed installation-suspend installation-unsuspend",
  "issue-comment-created issue-comment-deleted issue-comment-edited",
  "issues-assigned issues-closed issues-edited issues-labeled issues-opened issues-reopened issues-unassigned issues-unlabeled",
  "label-created membership-added membership-removed merge-group-checks-requested merge-group-destroyed",
  "pull-request-assigned pull-request-auto-merge-disabled pull-request-auto-merge-enabled pull-request-closed",
  "pull-request-converted-to-draft pull-request-dequeued pull-request-edited pull-request-enqueued pull-request-labeled",
  "pull-request-opened pull-request-ready-for-review pull-request-reopened pull-request-synchronize pull-request-unassigned",
  "pull-request-unlabeled pull-request-review-requested pull-request-review-request-removed",
  "pull-request-review-dismissed pull-request-review-edited pull-request-review-submitted",
  "pull-request-review-comment-created pull-request-review-comment-deleted pull-request-review-comment-edited",
  "member-added member-edited member-removed organization-member-added organization-member-invited organization-member-removed",
  "team-added-to-repository team-created team-deleted team-edited team-removed-from-repository",
  "push repository-archived repository-deleted repository-edited repository-renamed repository-unarchived",
];
const webhooks = {};
for (const name of EVENTS.join(" ").split(" ")) {
  const found = whole["x-webhooks"][name];
  if (found === undefined) throw new Error(`GitHub sends no ${name}`);
  webhooks[name] = slim(jsonOf(found.post.requestBody.content));
}

/** Schemas that those named refer to, and so on. */
const schemas = {};
const waiting = [paths, webhooks];
for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
  for (const [, name] of JSON.stringify(next).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (schemas[name] !== undefined) continue;
    schemas[name] = slim(whole.components.schemas[name]);
    waiting.push(schemas[name]);
  }
}

/** GitHub's webhook schemas repeat whole users and repositories in every place: each repeated schema is kept once, and referred to. */
const WORTH_SHARING = 80;
const counts = new Map();
function isSchema(node) {
  return (
    typeof node === "object" &&
    node !== null &&
    !Array.isArray(node) &&
    (typeof node.type === "string" || node.oneOf || node.anyOf || node.allOf)
  );
}
function count(node) {
  if (typeof node !== "object" || node === null) return;
  if (isSchema(node)) {
    const text = JSON.stringify(node);
    const seen = counts.get(text) ?? 0;
    counts.set(text, seen + 1);
    if (seen > 0) return;
  }
  for (const value of Object.values(node)) count(value);
}
const shared = {};
const names = new Map();
function once(node, top = false) {
  if (Array.isArray(node)) return node.map((item) => once(item));
  if (typeof node !== "object" || node === null) return node;
  const text = isSchema(node) ? JSON.stringify(node) : "";
  if (!top && text.length > WORTH_SHARING && counts.get(text) > 1) {
    if (!names.has(text)) {
      const name = `shared-${names.size + 1}`;
      names.set(text, name);
      shared[name] = once(node, true);
    }
    return { $ref: `#/components/schemas/${names.get(text)}` };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, once(value)]));
}
count(paths);
count(webhooks);
count(schemas);

const pruned = {
  source: `api.github.com, ${whole.info.version}`,
  paths: once(paths),
  webhooks: once(webhooks),
  components: {
    schemas: {
      ...Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, once(schema, true)])),
      ...shared,
    },
  },
};
const text = `${JSON.stringify(pruned)}\n`;
writeFileSync(new URL("../test/contract/openapi.golden.json", import.meta.url), text);
process.stdout.write(
  `${routes.length} routes, ${Object.keys(schemas).length} schemas, ${Math.round(text.length / 1024)} KiB\n`,
);

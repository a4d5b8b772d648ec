/** The sandbox's world as it starts: KusionStack with its people, repositories, registry, and a few pull requests and issues. */

import { readFileSync } from "node:fs";
import { COMMUNITY, CONTROLLER_MESH, KARPOR, KUPERATOR, KUSION } from "./kusionstack-files.ts";
import { history } from "./kusionstack-history.ts";
import { OWNERS, PEOPLE } from "./kusionstack-people.ts";
import { PlayedWorld } from "./played-world.ts";
import type { Clock } from "./world/clock.ts";
import type { App, Permission, Pull, Repo } from "./world/model.ts";

const ORGANIZATION = "KusionStack";

/** What app.yml asks for, and the events it subscribes to. */
export const PERMISSIONS: App["permissions"] = {
  checks: "write",
  contents: "write",
  issues: "write",
  members: "read",
  merge_queues: "read",
  metadata: "read",
  pull_requests: "write",
};
export const EVENTS: readonly string[] = [
  "check_run",
  "check_suite",
  "issue_comment",
  "issues",
  "label",
  "member",
  "membership",
  "merge_group",
  "organization",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "push",
  "repository",
  "team",
];

/** The registry the organisation starts with: the project's own roles.yaml, or one made of the same people where that is not at hand. */
export function registryText(): string {
  try {
    return readFileSync(new URL("../../roles.yaml", import.meta.url), "utf8");
  } catch {
    return builtInRegistry();
  }
}

/** Of the same people, without the project's file. */
export function builtInRegistry(): string {
  const repos = ["kusion", "karpor", "kuperator", "controller-mesh"];
  const listed = (role: string) =>
    PEOPLE.filter((person) => person.role === role)
      .map(
        (person) =>
          `  - { login: ${person.login}, areas: [${person.areas.join(", ")}], affiliation: ${person.affiliation} }`,
      )
      .join("\n");
  const areas = repos.map((name) => `  ${name}: { repos: [${name}] }`).join("\n");
  const engine = `  engine: { repos: [kusion], paths: ["pkg/engine/**"] }`;
  return `version: 1\nareas:\n${areas}\n${engine}\nmaintainers:\n${listed("maintainers")}\napprovers:\n${listed("approvers")}\n`;
}

export interface WorldOptions {
  readonly clock?: Clock;
  /** Text of the organisation's registry; `null`: none anywhere. */
  readonly registry?: string | null;
  /** Without pull requests, issues and what people did before, for tests that make their own. */
  readonly empty?: boolean;
  readonly permissions?: App["permissions"];
  readonly events?: readonly string[];
}

/** KusionStack with the app `rung` installed on all its repositories, and the check `rung` required on main. */
export function kusionStack(options: WorldOptions = {}): PlayedWorld {
  const world = options.clock === undefined ? new PlayedWorld() : new PlayedWorld(options.clock);
  world.addActor(ORGANIZATION, { type: "Organization", name: "KusionStack" });
  for (const { login, name, affiliation } of PEOPLE) {
    world.addActor(login, affiliation === null ? { name } : { name, affiliation });
  }
  for (const { login, role } of PEOPLE) if (role !== null) world.addMember(ORGANIZATION, login);
  for (const login of OWNERS) world.addMember(ORGANIZATION, login, "admin");
  world.addActor("dependabot[bot]", { type: "Bot" });
  const app = world.addApp("rung", ORGANIZATION, {
    permissions: options.permissions ?? PERMISSIONS,
    events: options.events ?? EVENTS,
  });
  world.addTeam(ORGANIZATION, "kusion-engine-dev", ["SparkYuan", "liu-hm19"]);
  world.addTeam(ORGANIZATION, "go-reviewer", ["adohe", "hoangndst"]);
  for (const repo of repositories(world, options.registry)) {
    collaborators(repo);
    labels(world, repo);
    // One repository with a queue, so that merging through one can be tried too.
    const mergeQueue = repo.name === "karpor";
    repo.protections.set("main", { requiredChecks: [{ context: "rung", appId: app.id }], mergeQueue });
  }
  const kusion = world.repo(`${ORGANIZATION}/kusion`);
  const tip = world.tip(kusion, "main");
  if (tip !== undefined) kusion.refs.set("refs/heads/release-0.15", tip);
  kusion.protections.set("release-0.15", { requiredChecks: [{ context: "rung", appId: app.id }], mergeQueue: false });
  if (options.empty !== true) {
    history(world);
    pulls(world);
    issues(world);
  }
  world.install(app, ORGANIZATION);
  return world;
}

function repositories(world: PlayedWorld, registry: string | null = registryText()): Repo[] {
  const add = (name: string, description: string, files: Readonly<Record<string, string>>, language = "Go") =>
    world.addRepo({ owner: ORGANIZATION, name, description, files, language });
  const profile = { "profile/README.md": "# KusionStack\n\nPlatform engineering, open source.\n" };
  return [
    add("kusion", "Declarative platform orchestrator", KUSION),
    add("karpor", "Intelligence for Kubernetes", KARPOR),
    add("kuperator", "Workload operators", KUPERATOR),
    add("controller-mesh", "A mesh of controllers", CONTROLLER_MESH),
    add("community", "Governance and roles", COMMUNITY, "Markdown"),
    add(
      ".github",
      "The organisation's defaults and its registry",
      registry === null ? profile : { ...profile, "roles.yaml": registry },
    ),
  ];
}

/** Maintainers maintain and approvers write where their role is; every one of them may triage everywhere. */
function collaborators(repo: Repo): void {
  for (const { login, role, areas } of PEOPLE) {
    if (role === null) continue;
    const here = areas.includes(repo.name) || repo.name === "community" || repo.name === ".github";
    const full: Permission = role === "maintainers" ? "maintain" : "write";
    repo.collaborators.set(login.toLowerCase(), here ? full : "triage");
  }
}

const LABELS: readonly (readonly [string, string])[] = [
  ["kind/bug", "d73a4a"],
  ["kind/feature", "0e8a16"],
  ["kind/documentation", "0075ca"],
  ["kind/cleanup", "c2e0c6"],
  ["kind/failing-test", "e99695"],
  ["good first issue", "7057ff"],
  ["do-not-merge/hold", "b60205"],
];

function labels(world: PlayedWorld, repo: Repo): void {
  for (const [name, color] of LABELS) world.addLabel(repo, name, color);
}

function changed(world: PlayedWorld, repo: string, path: string, from: string, to: string): Record<string, string> {
  const found = world.repo(`${ORGANIZATION}/${repo}`);
  const tip = world.tip(found, "main");
  const blob = tip === undefined ? undefined : world.git.filesAt(tip).get(path);
  const text = blob === undefined ? "" : world.git.text(blob);
  return { [path]: text.includes(from) ? text.replace(from, to) : `${text}${to}` };
}

function pulls(world: PlayedWorld): void {
  const kusion = `${ORGANIZATION}/kusion`;
  const open = (
    login: string,
    repo: string,
    title: string,
    more: { body?: string; draft?: boolean; files: Record<string, string | null>; branch?: string },
  ): Pull => world.as(login).openPull({ repo, title, ...more });

  open("riven-blade", kusion, "feat: retry apply when the state is locked", {
    body: "Apply fails at once when somebody else holds the state's lock. This waits and tries again.\n\nFixes #6",
    branch: "retry-apply",
    files: {
      ...changed(
        world,
        "kusion",
        "pkg/engine/operation/apply.go",
        "	graph, err := newGraph(prior)",
        "	if err := o.waitForLock(ctx, req); err != nil {\n		return err\n	}\n	graph, err := newGraph(prior)",
      ),
      "pkg/engine/operation/lock.go":
        'package operation\n\nimport "context"\n\n// waitForLock waits until nobody else holds the state\'s lock.\nfunc (o *ApplyOperation) waitForLock(ctx context.Context, req *ApplyRequest) error {\n	return o.storage.Lock(ctx, req.Project, req.Stack)\n}\n',
    },
  });
  open("jemshad", kusion, "docs: explain workspaces in the quick start", {
    branch: "docs-workspaces",
    files: changed(
      world,
      "kusion",
      "docs/quickstart.md",
      "3. Run",
      "3. Choose a workspace: `kusion workspace switch dev`.\n4. Run",
    ),
  });
  const cli = open("jakezhu9", kusion, "feat: show a summary after preview", {
    body: "Prints how many resources would be created, changed and deleted.",
    branch: "preview-summary",
    files: {
      ...changed(
        world,
        "kusion",
        "pkg/cmd/preview/preview.go",
        'cmd.Flags().Bool("detail"',
        'cmd.Flags().Bool("summary", true, "Show a summary after the preview")\n	cmd.Flags().Bool("detail"',
      ),
      ...changed(world, "kusion", "docs/overview.md", "", "\nPreview ends with a summary of the changes.\n"),
    },
  });
  world.as("liu-hm19").review(cli, "REQUEST_CHANGES", "Please count replaced resources too, and add a test.");
  open("hoangndst", kusion, "refactor: split the server's handlers by resource", {
    draft: true,
    branch: "split-handlers",
    files: {
      ...changed(
        world,
        "kusion",
        "pkg/server/route.go",
        'r.Get("/stacks", h.ListStacks)',
        'r.Mount("/stacks", h.Stacks())',
      ),
      "pkg/server/stacks.go":
        'package server\n\nimport "net/http"\n\n// Stacks serves everything about stacks.\nfunc (h *Handler) Stacks() http.Handler {\n	return http.NotFoundHandler()\n}\n',
    },
  });
  open("dependabot[bot]", kusion, "build(deps): bump github.com/spf13/cobra from 1.8.0 to 1.8.1", {
    body: "Bumps [github.com/spf13/cobra](https://github.com/spf13/cobra) from 1.8.0 to 1.8.1.",
    branch: "dependabot/go_modules/github.com/spf13/cobra-1.8.1",
    files: changed(world, "kusion", "go.mod", "cobra v1.8.0", "cobra v1.8.1"),
  });
  open("howieyuen", `${ORGANIZATION}/karpor`, "fix: escape the search text", {
    branch: "escape-search",
    files: changed(
      world,
      "karpor",
      "pkg/core/handler/search/search.go",
      "	return nil, nil",
      "	return find(escape(text))",
    ),
  });
  registryPull(world);
}

/** Somebody who would like to be a maintainer. */
function registryPull(world: PlayedWorld): void {
  const repo = world.repo(`${ORGANIZATION}/.github`);
  const tip = world.tip(repo, "main");
  const blob = tip === undefined ? undefined : world.git.filesAt(tip).get("roles.yaml");
  if (blob === undefined) return;
  const text = world.git.text(blob);
  const proposed = text.replace(/(^|\n)maintainers:\n/, "$1maintainers:\n  - { login: octo-fan, areas: [kusion] }\n");
  if (proposed === text) return;
  world.as("octo-fan").openPull({
    repo: `${ORGANIZATION}/.github`,
    title: "Add octo-fan to the maintainers of kusion",
    body: "I would like to help.",
    branch: "add-octo-fan",
    files: { "roles.yaml": proposed },
  });
}

function issues(world: PlayedWorld): void {
  const repo = `${ORGANIZATION}/kusion`;
  const bug = world.as("jakezhu9").openIssue({
    repo,
    title: "apply fails when two people apply the same stack",
    body: "### What happened\n\n`kusion apply` ends with `state is locked`.\n\n### What did you expect\n\nThat it waits.",
  });
  world.as("SparkYuan").label(bug, "kind/bug");
  world
    .as("jemshad")
    .openIssue({ repo, title: "Document the server's API", body: "The routes of `pkg/server` are not documented." });
  world
    .as("octo-fan")
    .openIssue({ repo, title: "preview is slow with many resources", body: "It takes a minute with 2,000 resources." });
}

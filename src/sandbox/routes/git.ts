/** Routes of git itself: commits, comparisons, and the objects a change is built from. */

import { z } from "zod";
import type { TreeEntry } from "../git/objects.ts";
import { treeDiff } from "../git/tree-diff.ts";
import { type Answer, created, ok } from "../http/answer.ts";
import { listed, paged } from "../http/paging.ts";
import { type ApiRequest, type Route, reads, writes } from "../http/router.ts";
import type { Json } from "../render/accounts.ts";
import { commitJson, fileJson, gitCommitJson } from "../render/commits.ts";
import { repoHtml, repoUrl } from "../render/repositories.ts";
import { pullJson } from "../render/subjects.ts";
import type { Repo } from "../world/model.ts";
import { comparison, pullsWithCommit, resolved } from "../world/pulls.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";
import { createRef, deleteRef, ref, updateRef } from "./refs.ts";

const blobBody = z.object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]).optional() });
const treeBody = z.object({
  base_tree: z.string().optional(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.enum(["100644", "100755", "040000", "160000", "120000"]).optional(),
      type: z.string().optional(),
      sha: z.string().nullish(),
      content: z.string().optional(),
    }),
  ),
});
const person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const commitBody = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).optional(),
  author: person.optional(),
  committer: person.optional(),
});
export const gitRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/compare/{basehead}", needs: reads("contents"), answer: compare },
  { method: "GET", path: "/repos/{owner}/{repo}/commits", needs: reads("contents"), answer: history },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/commits/{commit_sha}/pulls",
    needs: reads("pull_requests", "contents"),
    answer: (request) => {
      const repo = request.repo();
      const sha = commitNamed(request, repo, request.parameter("commit_sha"));
      const pulls = pullsWithCommit(request.world, repo, sha);
      return listed(request, pulls, (pull) => pullJson(request.world, pull, "simple"));
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/git/commits/{commit_sha}",
    needs: reads("contents"),
    answer: gitCommit,
  },
  { method: "POST", path: "/repos/{owner}/{repo}/git/commits", needs: writes("contents"), answer: createCommit },
  { method: "POST", path: "/repos/{owner}/{repo}/git/blobs", needs: writes("contents"), answer: createBlob },
  { method: "GET", path: "/repos/{owner}/{repo}/git/blobs/{file_sha}", needs: reads("contents"), answer: blob },
  { method: "POST", path: "/repos/{owner}/{repo}/git/trees", needs: writes("contents"), answer: createTree },
  { method: "GET", path: "/repos/{owner}/{repo}/git/trees/{tree_sha}", needs: reads("contents"), answer: tree },
  { method: "POST", path: "/repos/{owner}/{repo}/git/refs", needs: writes("contents"), answer: createRef },
  { method: "GET", path: "/repos/{owner}/{repo}/git/ref/{ref}", needs: reads("contents"), answer: ref },
  { method: "PATCH", path: "/repos/{owner}/{repo}/git/refs/{ref}", needs: writes("contents"), answer: updateRef },
  { method: "DELETE", path: "/repos/{owner}/{repo}/git/refs/{ref}", needs: writes("contents"), answer: deleteRef },
  // last: its name may hold slashes
  { method: "GET", path: "/repos/{owner}/{repo}/commits/{ref}", needs: reads("contents"), answer: commit },
];

function commitNamed(request: ApiRequest, repo: Repo, name: string): string {
  const sha = resolved(request.world, repo, name);
  if (sha === null) throw new Refusal(422, `No commit found for SHA: ${name}`);
  return sha;
}

/** One side of a comparison: `branch`, a sha, or `owner:branch` of a fork. */
function side(request: ApiRequest, repo: Repo, name: string): string {
  const colon = name.indexOf(":");
  const source = colon < 0 ? repo : request.world.repos.get(`${name.slice(0, colon)}/${repo.name}`.toLowerCase());
  const sha = source === undefined ? null : resolved(request.world, source, colon < 0 ? name : name.slice(colon + 1));
  if (sha === null) throw notFound();
  return sha;
}

const MAX_FILES = 300;

/** Files come with the first page only, 300 at most; commits are paged, 250 of them without paging. */
function compare(request: ApiRequest): Answer {
  const { world } = request;
  const repo = request.repo();
  const [baseName, headName, ...rest] = request.parameter("basehead").split("...");
  if (baseName === undefined || headName === undefined || rest.length > 0) throw notFound();
  const base = side(request, repo, baseName);
  const head = side(request, repo, headName);
  const forward = comparison(world, base, head);
  if (forward === null) throw new Refusal(404, `No common ancestor between ${baseName} and ${headName}.`);
  const behind = comparison(world, head, base)?.commits.length ?? 0;
  const ahead = forward.commits.length;
  const isPaged = request.query.has("page") || request.query.has("per_page");
  const { items, headers } = paged(request, forward.commits);
  const commits = isPaged ? items : forward.commits.slice(-250);
  const first = !isPaged || (request.query.get("page") ?? "1") === "1";
  const api = `${repoUrl(world, repo)}/compare/${baseName}...${headName}`;
  const html = `${repoHtml(world, repo)}/compare/${baseName}...${headName}`;
  const body = {
    url: api,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitJson(world, repo, world.git.known(base)),
    merge_base_commit: commitJson(world, repo, world.git.known(forward.mergeBase)),
    status: ahead === 0 ? (behind === 0 ? "identical" : "behind") : behind === 0 ? "ahead" : "diverged",
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.map((one) => commitJson(world, repo, one)),
    files: first ? forward.files.slice(0, MAX_FILES).map((file) => fileJson(world, repo, head, file)) : [],
  };
  return { status: 200, body, headers: isPaged ? headers : {} };
}

function history(request: ApiRequest): Answer {
  const { world } = request;
  const repo = request.repo();
  const [sha, path, author] = ["sha", "path", "author"].map((name) => request.query.get(name));
  const start = commitNamed(request, repo, sha ?? "HEAD");
  const found = [];
  const seen = new Set<string>();
  for (const waiting = [start]; waiting.length > 0; ) {
    const next = waiting.shift();
    if (next === undefined || seen.has(next)) continue;
    seen.add(next);
    const one = world.git.known(next);
    waiting.push(...one.parents);
    const by = author === null || author === undefined || one.author.login?.toLowerCase() === author.toLowerCase();
    if (by && (path === null || path === undefined || touches(request, next, path))) found.push(one);
  }
  return listed(request, found, (one) => commitJson(world, repo, one));
}

function touches(request: ApiRequest, sha: string, path: string): boolean {
  const { git } = request.world;
  const [parent] = git.known(sha).parents;
  const before = parent === undefined ? new Map<string, string>() : git.filesAt(parent);
  const after = git.filesAt(sha);
  const under = (file: string) => file === path || file.startsWith(`${path}/`);
  return [...new Set([...before.keys(), ...after.keys()])].some(
    (file) => under(file) && before.get(file) !== after.get(file),
  );
}

function commit(request: ApiRequest): Answer {
  const { world } = request;
  const repo = request.repo();
  const one = world.git.known(commitNamed(request, repo, request.parameter("ref")));
  const [parent] = one.parents;
  const before = parent === undefined ? new Map<string, string>() : world.git.filesAt(parent);
  const files = treeDiff(world.git, before, world.git.files(one.tree));
  const sum = (of: "additions" | "deletions") => files.reduce((total, file) => total + file[of], 0);
  const stats = {
    additions: sum("additions"),
    deletions: sum("deletions"),
    total: sum("additions") + sum("deletions"),
  };
  const shown = files.slice(0, MAX_FILES).map((file) => fileJson(world, repo, one.sha, file));
  return ok({ ...commitJson(world, repo, one), stats, files: shown });
}

function gitCommit(request: ApiRequest): Answer {
  const found = request.world.git.commit(request.parameter("commit_sha"));
  if (found === undefined) throw notFound();
  return ok(gitCommitJson(request.world, request.repo(), found));
}

function createCommit(request: ApiRequest): Answer {
  const { world } = request;
  const repo = request.repo();
  const asked = request.body(commitBody);
  if (world.git.tree(asked.tree) === undefined) throw new Refusal(422, "Tree SHA does not exist");
  const parents = asked.parents ?? [];
  if (parents.some((parent) => world.git.commit(parent) === undefined))
    throw new Refusal(422, "Parent SHA does not exist or is not a commit object");
  const me = request.actor();
  const now = world.clock.now();
  const own = { name: me.name, email: me.email, login: me.login, at: now };
  const signed = (who: z.infer<typeof person> | undefined) => {
    if (who === undefined) return own;
    const account = [...world.actors.values()].find((actor) => actor.email === who.email);
    return {
      name: who.name,
      email: who.email,
      login: account?.login ?? null,
      at: who.date === undefined ? now : Date.parse(who.date),
    };
  };
  const author = signed(asked.author);
  const committer = asked.committer === undefined ? author : signed(asked.committer);
  const sha = world.git.writeCommit({ tree: asked.tree, parents, author, committer, message: asked.message });
  return created(gitCommitJson(world, repo, world.git.known(sha)), `commit ${sha.slice(0, 7)}`);
}

function createBlob(request: ApiRequest): Answer {
  const repo = request.repo();
  const { content, encoding } = request.body(blobBody);
  const sha = request.world.git.writeBlob(encoding === "base64" ? Buffer.from(content, "base64") : content);
  return created({ sha, url: `${repoUrl(request.world, repo)}/git/blobs/${sha}` }, `blob ${sha.slice(0, 7)}`);
}

function blob(request: ApiRequest): Answer {
  const sha = request.parameter("file_sha");
  const data = request.world.git.blob(sha);
  if (data === undefined) throw notFound();
  if (/application\/vnd\.github(\.v3)?\.raw/.test(request.headers.accept ?? "")) {
    return { status: 200, raw: { type: "application/vnd.github.raw+json; charset=utf-8", data } };
  }
  const url = `${repoUrl(request.world, request.repo())}/git/blobs/${sha}`;
  return ok({ sha, node_id: `B_${sha}`, size: data.length, url, content: data.toString("base64"), encoding: "base64" });
}

function treeEntryJson(request: ApiRequest, repo: Repo, path: string, entry: TreeEntry): Json {
  const type = entry.mode === "040000" ? "tree" : "blob";
  const url = `${repoUrl(request.world, repo)}/git/${type}s/${entry.sha}`;
  const size = type === "blob" ? { size: request.world.git.blob(entry.sha)?.length ?? 0 } : {};
  return { path, mode: entry.mode, type, sha: entry.sha, ...size, url };
}

function tree(request: ApiRequest): Answer {
  const { git } = request.world;
  const repo = request.repo();
  const named = request.parameter("tree_sha");
  const commitSha = resolved(request.world, repo, named);
  const sha = commitSha === null ? named : git.known(commitSha).tree;
  if (git.tree(sha) === undefined) throw notFound();
  const entries: Json[] = [];
  const walk = (of: string, prefix: string): void => {
    for (const entry of git.tree(of) ?? []) {
      entries.push(treeEntryJson(request, repo, `${prefix}${entry.name}`, entry));
      if (entry.mode === "040000" && request.query.has("recursive")) walk(entry.sha, `${prefix}${entry.name}/`);
    }
  };
  walk(sha, "");
  return ok({ sha, url: `${repoUrl(request.world, repo)}/git/trees/${sha}`, tree: entries, truncated: false });
}

function createTree(request: ApiRequest): Answer {
  const { git } = request.world;
  const repo = request.repo();
  const asked = request.body(treeBody);
  const baseTree = asked.base_tree === undefined ? undefined : (git.commit(asked.base_tree)?.tree ?? asked.base_tree);
  if (baseTree !== undefined && git.tree(baseTree) === undefined) throw new Refusal(404, "Not Found");
  const files = new Map(baseTree === undefined ? [] : git.files(baseTree));
  const modes = new Map(baseTree === undefined ? [] : git.modes(baseTree));
  for (const entry of asked.tree) {
    const { mode = "100644" } = entry;
    if (mode !== "040000" && mode !== "160000") modes.set(entry.path, mode);
    if (entry.content !== undefined) files.set(entry.path, git.writeBlob(entry.content));
    else if (entry.sha === null || entry.sha === undefined) files.delete(entry.path);
    else if (git.blob(entry.sha) !== undefined) files.set(entry.path, entry.sha);
    else if (git.tree(entry.sha) === undefined) throw invalid("Tree", "sha");
    else for (const [path, sha] of git.files(entry.sha)) files.set(`${entry.path}/${path}`, sha);
  }
  const sha = git.writeTree(files, modes);
  const entries = (git.tree(sha) ?? []).map((entry) => treeEntryJson(request, repo, entry.name, entry));
  const url = `${repoUrl(request.world, repo)}/git/trees/${sha}`;
  return created({ sha, url, tree: entries, truncated: false }, `tree ${sha.slice(0, 7)}`);
}

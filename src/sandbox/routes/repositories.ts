/** Routes of repositories: itself, its files, branches, labels and activity. */

import { posix } from "node:path";
import { z } from "zod";
import { type Answer, created, ok } from "../http/answer.ts";
import { listed } from "../http/paging.ts";
import { type ApiRequest, type Route, reads, writes } from "../http/router.ts";
import { type Json, userJson } from "../render/accounts.ts";
import { commitJson } from "../render/commits.ts";
import { fullRepositoryJson, labelJson, repoHtml, repoUrl } from "../render/repositories.ts";
import { iso } from "../world/clock.ts";
import type { Label, Repo } from "../world/model.ts";
import { resolved } from "../world/pulls.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";

const contentBody = z.object({
  message: z.string().min(1),
  content: z.base64(),
  branch: z.string().optional(),
  sha: z.string().optional(),
});
const labelBody = z.object({
  name: z.string().min(1),
  color: z.string().optional(),
  description: z.string().nullish(),
});
const labelChange = z.object({
  new_name: z.string().optional(),
  color: z.string().optional(),
  description: z.string().nullish(),
});

export const repositoryRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/repos/{owner}/{repo}",
    needs: reads("metadata"),
    answer: (request) => ok(fullRepositoryJson(request.world, request.repo())),
  },
  { method: "GET", path: "/repos/{owner}/{repo}/contents/{path}", needs: reads("contents"), answer: content },
  { method: "PUT", path: "/repos/{owner}/{repo}/contents/{path}", needs: writes("contents"), answer: putContent },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/branches",
    needs: reads("contents"),
    answer: (request) => {
      const repo = request.repo();
      const branches = [...repo.refs].filter(([ref]) => ref.startsWith("refs/heads/"));
      return listed(request, branches, ([ref, sha]) => branchJson(request, repo, ref.slice("refs/heads/".length), sha));
    },
  },
  { method: "GET", path: "/repos/{owner}/{repo}/activity", needs: reads("contents"), answer: activity },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/labels",
    needs: reads("issues", "pull_requests"),
    answer: (request) =>
      listed(request, [...request.repo().labels.values()], (label) => labelJson(request.world, label)),
  },
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/labels",
    needs: writes("issues", "pull_requests"),
    answer: (request) => {
      const repo = request.repo();
      const { name, color, description } = request.body(labelBody);
      if (repo.labels.has(name.toLowerCase()))
        throw new Refusal(422, "Validation Failed", [{ resource: "Label", code: "already_exists", field: "name" }]);
      const label = request.world.addLabel(repo, name, color, description ?? null);
      return created(labelJson(request.world, label), `label ${name} in ${repo.name}`);
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/labels/{name}",
    needs: reads("issues", "pull_requests"),
    answer: (request) => ok(labelJson(request.world, label(request))),
  },
  {
    method: "PATCH",
    path: "/repos/{owner}/{repo}/labels/{name}",
    needs: writes("issues", "pull_requests"),
    answer: (request) => {
      const target = label(request);
      const asked = request.body(labelChange);
      target.color = asked.color ?? target.color;
      target.description = asked.description ?? target.description;
      return ok(labelJson(request.world, target), `label ${target.name}`);
    },
  },
];

function label(request: ApiRequest): Label {
  const found = request.repo().labels.get(request.parameter("name").toLowerCase());
  if (found === undefined) throw notFound();
  return found;
}

function branchJson(request: ApiRequest, repo: Repo, name: string, sha: string): Json {
  const url = `${repoUrl(request.world, repo)}/commits/${sha}`;
  return { name, commit: { sha, url }, protected: repo.protections.has(name) };
}

function activity(request: ApiRequest): Answer {
  const ref = request.query.get("ref");
  const kind = request.query.get("activity_type");
  const full = ref === null || ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
  const wanted = request
    .repo()
    .activity.filter((one) => (full === null || one.ref === full) && (kind === null || one.type === kind))
    .toReversed();
  return listed(request, wanted, (one) => ({
    id: one.id,
    node_id: one.nodeId,
    before: one.before,
    after: one.after,
    ref: one.ref,
    timestamp: iso(one.at),
    activity_type: one.type,
    actor: userJson(request.world, one.actor),
  }));
}

function content(request: ApiRequest): Answer {
  const { world } = request;
  const repo = request.repo();
  const path = request.parameter("path").replace(/\/$/, "");
  const ref = request.query.get("ref");
  const sha = resolved(world, repo, ref ?? "HEAD");
  if (sha === null) {
    if (ref === null) throw new Refusal(404, "This repository is empty.");
    throw new Refusal(404, `No commit found for the ref ${ref}`);
  }
  const files = world.git.filesAt(sha);
  const blob = followed(world, sha, path);
  if (blob === undefined) return folder(request, repo, path, files, ref ?? repo.defaultBranch);
  const data = world.git.blob(blob) ?? Buffer.alloc(0);
  const accept = request.headers.accept ?? "";
  if (/application\/vnd\.github(\.v3)?\.raw/.test(accept)) {
    return { status: 200, raw: { type: "application/vnd.github.raw+json; charset=utf-8", data } };
  }
  return ok(fileContentJson(request, repo, { path, blob, data, ref: ref ?? repo.defaultBranch }));
}

/** What a link to a file of the repository leads to, as GitHub answers; else what stands there. */
function followed({ git }: ApiRequest["world"], commit: string, path: string): string | undefined {
  const files = git.filesAt(commit);
  const blob = files.get(path);
  if (blob === undefined || git.modesAt(commit).get(path) !== "120000") return blob;
  return files.get(posix.join(posix.dirname(path), git.text(blob))) ?? blob;
}

interface FileAt {
  readonly path: string;
  readonly blob: string;
  readonly data: Buffer;
  readonly ref: string;
}

/** Above a megabyte GitHub sends the file without its content. */
const MAX_INLINE = 1_048_576;

function fileContentJson(request: ApiRequest, repo: Repo, file: FileAt): Json {
  const small = file.data.length <= MAX_INLINE;
  const lines = file.data.toString("base64").replaceAll(/.{60}/g, "$&\n");
  return {
    ...entryJson(request, repo, file.path, file.ref, { type: "file", sha: file.blob, size: file.data.length }),
    content: small ? `${lines}\n` : "",
    encoding: small ? "base64" : "none",
  };
}

function entryJson(
  request: ApiRequest,
  repo: Repo,
  path: string,
  ref: string,
  what: { type: "file" | "dir"; sha: string; size: number },
): Json {
  const { world } = request;
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const url = `${repoUrl(world, repo)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const kind = what.type === "file" ? "blob" : "tree";
  const git = `${repoUrl(world, repo)}/git/${kind}s/${what.sha}`;
  const html = `${repoHtml(world, repo)}/${kind}/${ref}/${encoded}`;
  return {
    name: path.split("/").at(-1) ?? path,
    path,
    sha: what.sha,
    size: what.size,
    url,
    html_url: html,
    git_url: git,
    download_url: what.type === "file" ? `${repoHtml(world, repo)}/raw/${ref}/${encoded}` : null,
    type: what.type,
    _links: { self: url, git, html },
  };
}

function folder(
  request: ApiRequest,
  repo: Repo,
  path: string,
  files: ReadonlyMap<string, string>,
  ref: string,
): Answer {
  const prefix = path === "" ? "" : `${path}/`;
  const inside = new Map<string, { type: "file" | "dir"; sha: string; size: number }>();
  for (const [file, blob] of files) {
    if (!file.startsWith(prefix)) continue;
    const [name = "", ...deeper] = file.slice(prefix.length).split("/");
    const size = request.world.git.blob(blob)?.length ?? 0;
    inside.set(name, deeper.length > 0 ? { type: "dir", sha: blob, size: 0 } : { type: "file", sha: blob, size });
  }
  if (inside.size === 0) throw notFound();
  return ok([...inside].map(([name, what]) => entryJson(request, repo, `${prefix}${name}`, ref, what)));
}

function putContent(request: ApiRequest): Answer {
  const { world } = request;
  const repo = request.repo();
  const path = request.parameter("path");
  const asked = request.body(contentBody);
  const branch = asked.branch ?? repo.defaultBranch;
  const tip = world.tip(repo, branch);
  if (tip === undefined) throw new Refusal(404, `Branch ${branch} not found`);
  const present = world.git.filesAt(tip).get(path);
  if (present !== undefined && asked.sha === undefined)
    throw invalid("Content", "sha", `Invalid request.\n\n"sha" wasn't supplied.`);
  if (asked.sha !== undefined && asked.sha !== present) throw new Refusal(409, `${path} does not match ${asked.sha}`);
  const text = Buffer.from(asked.content, "base64").toString("utf8");
  const sha = request.persona().commit(repo, branch, { files: { [path]: text }, message: asked.message });
  const blob = world.git.filesAt(sha).get(path) ?? "";
  const data = world.git.blob(blob) ?? Buffer.alloc(0);
  const {
    content: _content,
    encoding: _encoding,
    ...entry
  } = fileContentJson(request, repo, { path, blob, data, ref: branch });
  const commit = commitJson(world, repo, world.git.known(sha));
  const { commit: details, ...outer } = commit;
  const flat = typeof details === "object" && details !== null ? details : {};
  const body = { content: entry, commit: { ...outer, ...flat, sha, url: outer.url } };
  return { status: present === undefined ? 201 : 200, body, wrote: `${path} on ${branch}` };
}

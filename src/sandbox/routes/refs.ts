/** Routes of a repository's refs. */

import { z } from "zod";
import { isAncestor } from "../git/history.ts";
import { type Answer, created, gone, ok } from "../http/answer.ts";
import type { ApiRequest } from "../http/router.ts";
import type { Json } from "../render/accounts.ts";
import { repoUrl } from "../render/repositories.ts";
import type { Repo } from "../world/model.ts";
import { notFound, Refusal } from "../world/refusal.ts";

const refBody = z.object({ ref: z.string(), sha: z.string() });
const refChange = z.object({ sha: z.string(), force: z.boolean().optional() });

function refJson(request: ApiRequest, repo: Repo, name: string, sha: string): Json {
  const url = repoUrl(request.world, repo);
  const object = { type: "commit", sha, url: `${url}/git/commits/${sha}` };
  return { ref: name, node_id: `REF_${Buffer.from(name).toString("base64url")}`, url: `${url}/git/${name}`, object };
}

function existingRef(request: ApiRequest, repo: Repo): { name: string; sha: string } {
  const name = `refs/${request.parameter("ref")}`;
  const sha = repo.refs.get(name);
  if (sha === undefined) throw notFound();
  return { name, sha };
}

export function ref(request: ApiRequest): Answer {
  const repo = request.repo();
  const { name, sha } = existingRef(request, repo);
  return ok(refJson(request, repo, name, sha));
}

export function createRef(request: ApiRequest): Answer {
  const repo = request.repo();
  const asked = request.body(refBody);
  if (!asked.ref.startsWith("refs/heads/")) throw new Refusal(422, "Reference name must start with 'refs/heads/'");
  if (request.world.git.commit(asked.sha) === undefined) throw new Refusal(422, "Object does not exist");
  if (repo.refs.has(asked.ref)) throw new Refusal(422, "Reference already exists");
  request.persona().setBranch(repo, asked.ref.slice("refs/heads/".length), asked.sha);
  return created(refJson(request, repo, asked.ref, asked.sha), `branch ${asked.ref.slice("refs/heads/".length)}`);
}

export function updateRef(request: ApiRequest): Answer {
  const repo = request.repo();
  const asked = request.body(refChange);
  const name = `refs/${request.parameter("ref")}`;
  const sha = repo.refs.get(name);
  if (sha === undefined) throw new Refusal(422, "Reference does not exist");
  if (request.world.git.commit(asked.sha) === undefined) throw new Refusal(422, "Object does not exist");
  if (asked.force !== true && !isAncestor(request.world.git, sha, asked.sha))
    throw new Refusal(422, "Update is not a fast forward");
  request.persona().setBranch(repo, name.slice("refs/heads/".length), asked.sha);
  return ok(
    refJson(request, repo, name, asked.sha),
    `branch ${name.slice("refs/heads/".length)} to ${asked.sha.slice(0, 7)}`,
  );
}

export function deleteRef(request: ApiRequest): Answer {
  const repo = request.repo();
  const { name } = existingRef(request, repo);
  request.persona().setBranch(repo, name.slice("refs/heads/".length), null);
  return gone(`branch ${name.slice("refs/heads/".length)} deleted`);
}

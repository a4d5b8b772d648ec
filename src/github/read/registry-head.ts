/** Where the registry that governs a repository may be, by what GitHub tells of the repository and of its owner's. */

import type { RepositoryFacts } from "../../model/facts.ts";
import type { Instant, RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone } from "../client/errors.ts";
import { parsed } from "./graphql-pages.ts";
import { type RepositoryView, repositoryAnswer } from "./graphql-views.ts";
import { REPOSITORY_HEAD } from "./queries.ts";

/** The registry blobs on one repository's default branch. `null`: no such file there. */
export interface RegistryBlobs {
  readonly repository: RepositoryFacts;
  /** `roles.yaml` */
  readonly root: string | null;
  /** `.github/roles.yaml` */
  readonly nested: string | null;
  /** The default branch's commit when read; `null` for an empty repository. */
  readonly commit: string | null;
  /** Texts that came along, whole, by blob id. */
  readonly texts?: ReadonlyMap<string, string>;
  /** When it was read separately; as part of a subject it is as old as that. */
  readonly readAt?: Instant;
}

/** Where the registry that governs a repository may be, at the time of the read. */
export interface RegistryHead {
  readonly own: RegistryBlobs;
  /** The owner's registry repository; `null` if there is none, or none that the app may see. */
  readonly organisation: RegistryBlobs | null;
  /** GitHub failed to return the owner's registry repository: there may be one. */
  readonly unread?: true;
}

/** One repository's registry blobs, without a subject; `null` when it is not there or not to be seen. */
export async function readRegistryBlobs(client: Client, repository: RepositoryName): Promise<RegistryBlobs | null> {
  const query = { name: "RepositoryHead", text: REPOSITORY_HEAD, optional: ["repository"] };
  try {
    const answer = await client.graph(query, { owner: repository.owner, name: repository.name });
    const view = parsed(repositoryAnswer, answer.data, "a repository").repository;
    return view ? { ...blobsOf(view), ...(answer.at !== null && { readAt: answer.at }) } : null;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

/** What a repository's view, and its organisation's, tell about the place of the registry. */
export function registryHead(own: RepositoryView, organisation: RepositoryView | null | undefined): RegistryHead {
  return { own: blobsOf(own), organisation: organisation ? blobsOf(organisation) : null };
}

export function blobsOf(view: RepositoryView): RegistryBlobs {
  return {
    repository: repositoryOf(view),
    root: blob(view.root),
    nested: blob(view.nested),
    commit: view.defaultBranchRef?.target?.oid ?? null,
    texts: new Map([view.root, view.nested].flatMap(textByOid)),
  };
}

function textByOid(object: RepositoryView["root"]): readonly (readonly [string, string])[] {
  const text = wholeText(object);
  return object && text !== null ? [[object.oid, text]] : [];
}

/** GitHub cuts long texts and gives none of what it takes for binary; a text of another length was changed on its way. */
export function wholeText(object: RepositoryView["root"]): string | null {
  if (typeof object?.text !== "string" || object.isBinary === true || object.isTruncated !== false) return null;
  return Buffer.byteLength(object.text) === object.byteSize ? object.text : null;
}

/** A folder of that name is no registry. */
function blob(object: RepositoryView["root"]): string | null {
  return object?.__typename === "Blob" ? object.oid : null;
}

export function repositoryOf(view: RepositoryView): RepositoryFacts {
  return {
    owner: view.owner.login,
    name: view.name,
    id: view.databaseId,
    private: view.isPrivate,
    archived: view.isArchived,
    defaultBranch: view.defaultBranchRef?.name ?? null,
  };
}

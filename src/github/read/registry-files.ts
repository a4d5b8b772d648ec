/** Reads registry files: texts by blob, cached in memory and in the database, and the last good text of each repository (R19). */

import { z } from "zod";
import { commandNames } from "../../commands/index.ts";
import type { StoredRegistry } from "../../database/registries.ts";
import type { Outline } from "../../gate/compared-registries.ts";
import type { RepositoryFacts } from "../../model/facts.ts";
import { entriesIn } from "../../registry/holdings.ts";
import type { Fault, Registry, RegistrySource } from "../../registry/registry-types.ts";
import { MAX_REGISTRY } from "../../registry/yaml-tree.ts";
import { isoDay } from "../../shared/dates.ts";
import { fullName, type Instant, type RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Gone } from "../client/errors.ts";
import { repositoryPath } from "../client/repository-path.ts";
import { parsed } from "./graphql-pages.ts";
import { object } from "./graphql-views.ts";
import { type Asked, outlinedElsewhere, parsedElsewhere, Unparsed } from "./parse-elsewhere.ts";
import { BLOB_WITH_TEXT } from "./queries.ts";
import { wholeText } from "./registry-head.ts";
import { remembering } from "./remembering.ts";
import type { SharedGeneration } from "./teams.ts";

/** One registry file on a default branch. */
export interface RegistryFile {
  readonly repository: RepositoryFacts;
  readonly path: string;
  readonly oid: string;
  /** Its text where the reading brought it along; `null`: to be read. */
  readonly text: string | null;
}

/** The present content of a file, or, if it is faulty, its last content without a fault. */
export interface LoadedFile {
  /** Equal keys have equal contents. */
  readonly key: string;
  readonly file: RegistryFile;
  /** `null`: faulty, and no good version is known. */
  readonly registry: Registry | null;
  /** Set when the file is faulty; `goodSince` is null where no good version is known. */
  readonly faulty: { readonly faults: readonly Fault[]; readonly goodSince: Instant | null } | null;
  /** Characters of its text, or as many as would say without groups what it says. */
  readonly size: number;
}

/** What an entry of a list takes at the least. */
const ENTRY = 20;

/** A group that is named again and again makes much of a short text, in memory and in time. */
export function sizeOf(text: number, registry: Registry | null): number {
  return registry === null ? text : Math.max(text, ENTRY * entriesIn(registry));
}

/** Where texts are kept: in the database, or only in memory for the command line. */
export interface RegistryStore {
  find(key: string): Promise<(StoredRegistry & { readonly seenAt: Instant }) | null>;
  save(registry: StoredRegistry, seenAt?: Instant): Promise<void>;
  /**
   * Whose the registry is that is saved next, before anybody reads the teams that it names: from then on their events are heard. Absent:
   * nobody asks by owner.
   */
  readonly saw?: (repository: RepositoryFacts, installationId: number) => Promise<void>;
  /** How often the members of teams were forgotten; absent: nobody shares the store. */
  readonly teams?: SharedGeneration;
}

interface RegistryFiles {
  load(client: Client, file: RegistryFile, readAt: Instant): Promise<LoadedFile>;
}

/** parseRegistry refuses larger texts; there is no use in carrying more than that to it. */
const MAX_TEXT = MAX_REGISTRY + 1;

const blobView = z.object({ content: z.string(), encoding: z.string(), size: z.number().nullish() });

/**
 * How many registries are kept, and more up to a number of characters of text: parsed, and with their prepared answers, they take some
 * twenty bytes for each. One that is not kept costs milliseconds of computing at its next event.
 */
export const REGISTRIES_KEPT = 300;
export const CHARACTERS_KEPT = 3_000_000;

/** Another process may have noted another version since: how long this one believes that it stands in the store. */
const NOTED_MS = 60_000;
const NOTED_KEPT = 5_000;

export function registryFiles(store: RegistryStore): RegistryFiles {
  const kept = { of: ({ size }: Read) => size, most: CHARACTERS_KEPT };
  const present = remembering<Read>(REGISTRIES_KEPT, kept);
  const before = remembering<Read>(REGISTRIES_KEPT, kept);
  const noted = new Map<number, { readonly key: string; readonly at: number }>();

  /** What governs now is the last good version from now on, also where it was so before another one (R19). */
  async function note(client: Client, file: RegistryFile, key: string, { text, readAt }: Noting): Promise<void> {
    const { repository, oid } = file;
    const last = noted.get(repository.id);
    if (last?.key === key && performance.now() - last.at < NOTED_MS) return;
    if (last?.key !== key && client.installationId !== null) await store.saw?.(repository, client.installationId);
    await store.save({ key: goodKey(file), oid, text, good: true }, readAt);
    if (noted.size >= NOTED_KEPT) noted.clear();
    noted.set(repository.id, { key, at: performance.now() });
  }

  async function lastGood(file: RegistryFile, key: string, { faults, size }: Read): Promise<LoadedFile> {
    const good = await store.find(goodKey(file));
    if (!good) return { key, file, registry: null, faulty: { faults, goodSince: null }, size };
    const goodFile = `${key} ${good.oid}`;
    const source = { ...sourceOf(file), oid: good.oid };
    const last = await before(goodFile, () => read(good.text, source, {}));
    if (last.registry === null) return { key, file, registry: null, faulty: { faults, goodSince: null }, size };
    const faulty = { faults, goodSince: good.seenAt };
    return { key: goodFile, file, registry: last.registry, faulty, size: last.size };
  }

  return {
    async load(client, file, readAt) {
      // What it says depends on where it stands: whose teams it may name, and where changes of it go.
      const { repository, path, oid } = file;
      const key = `${repository.id}:${fullName(repository)}:${path}:${oid}`;
      const found = await present(key, async () =>
        read(await textOf(store, client, file), sourceOf(file), { knownCommands: commandNames }),
      );
      if (found.registry === null) return await lastGood(file, key, found);
      await note(client, file, key, { text: found.text, readAt });
      return { key, file, registry: found.registry, faulty: null, size: found.size };
    },
  };
}

function goodKey({ repository }: RegistryFile): string {
  return `good:${repository.id}`;
}

interface Noting {
  readonly text: string;
  readonly readAt: Instant;
}

/** A text and what it says; `registry` null: it is faulty. */
interface Read {
  readonly text: string;
  readonly registry: Registry | null;
  readonly faults: readonly Fault[];
  readonly size: number;
}

async function read(text: string, source: RegistrySource, options: Asked["options"]): Promise<Read> {
  const { registry, faults } = await parsedElsewhere(text, source, options, "governing");
  return { text, registry, faults, size: sizeOf(text.length, registry) };
}

function sourceOf(file: RegistryFile): RegistrySource {
  const { owner, name } = file.repository;
  return { repository: { owner, name }, path: file.path, oid: file.oid };
}

async function textOf(store: RegistryStore, client: Client, file: RegistryFile): Promise<string> {
  const key = `blob:${file.repository.id}:${file.oid}`;
  const stored = await store.find(key);
  if (stored) return stored.text;
  const text = file.text === null ? await blobText(client, file) : storable(file.text);
  await store.save({ key, oid: file.oid, text, good: false });
  return text;
}

async function blobText(client: Client, { repository, oid }: RegistryFile): Promise<string> {
  const { data } = await client.rest("GET", `${repositoryPath(repository)}/git/blobs/${oid}`);
  return decoded(parsed(blobView, data, "a registry's blob"));
}

function decoded({ content, encoding }: { content: string; encoding: string }): string {
  return storable(encoding === "base64" ? Buffer.from(content, "base64").toString("utf8") : content);
}

function storable(text: string): string {
  // The database takes no NUL; parseRegistry refuses control characters, this stand-in among them.
  return text.slice(0, MAX_TEXT).replaceAll("\0", "\u0001");
}

const contentView = z.object({
  sha: z.string(),
  type: z.string().nullish(),
  content: z.string().nullish(),
  encoding: z.string().nullish(),
  size: z.number().nullish(),
  html_url: z.url().nullish().catch(null),
});

interface Content {
  readonly oid: string;
  readonly text: string;
  /** Its address for browsers, without a slash at its end; `null`: GitHub does not tell. */
  readonly webUrl: string | null;
  /** When it was first read, by GitHub's clock if it tells. */
  readonly readAt: Instant;
}

/** What was read before, by place: another read with its tag costs nothing while it has not changed. */
export type CachedContents = Map<string, { readonly etag: string; readonly content: Content }>;

/** A file by REST, at a commit or (without `ref`) on the default branch; `null`: no file there. */
export async function readContent(
  client: Client,
  repository: RepositoryName,
  path: string,
  options: { readonly ref?: string; readonly known?: CachedContents } = {},
): Promise<Content | null> {
  const file = path.split("/").map(encodeURIComponent).join("/");
  const at = options.ref === undefined ? "" : `?ref=${encodeURIComponent(options.ref)}`;
  const place = `${repositoryPath(repository)}/contents/${file}${at}`;
  const before = options.known?.get(place);
  try {
    const answer = await client.rest("GET", place, { etag: before?.etag ?? null });
    if (before && answer.status === 304) return before.content;
    const content = contentOf(answer.data, answer.at ?? Date.now());
    if (content && answer.etag !== null) options.known?.set(place, { etag: answer.etag, content });
    return content;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

function contentOf(data: unknown, readAt: Instant): Content | null {
  const view = contentView.safeParse(data);
  // A folder answers with a list; a submodule or a link to nowhere is no registry either.
  if (!view.success || (view.data.type ?? "file") !== "file") return null;
  const { sha, content, encoding, size, html_url: url } = view.data;
  const text = decoded({ content: content ?? "", encoding: encoding ?? "" });
  // GitHub leaves out the content of files above a mebibyte: too large to be a registry, and parseRegistry says so.
  const webUrl = url == null ? null : new URL(url).origin;
  return { oid: sha, text: text === "" && (size ?? 0) > 0 ? " ".repeat(MAX_TEXT) : text, webUrl, readAt };
}

/** A registry file as proposed; `null`: it is deleted. Its registry stays where it was read: a large one takes long to carry (R53). */
export type ReadProposal = (Outline & { readonly path: string; readonly asked: Asked }) | null;

/** The registry file at a commit, which never changes: read and parsed once (R53). */
export type Proposals = (
  client: Client,
  repository: RepositoryName & { readonly id: number },
  path: string,
  headSha: string,
) => Promise<ReadProposal>;

/** A few large ones are all that a process should carry. */
const PROPOSALS_KEPT = 40;

export function proposals(registryRepo: string): Proposals {
  const remembered = remembering<ReadProposal>(PROPOSALS_KEPT);
  return (client, repository, path, headSha) =>
    remembered(`${repository.id}:${fullName(repository)}:${path}:${headSha}`, () =>
      readProposal(client, repository, { path, headSha, registryRepo }),
    );
}

const BLOB_AT = `query BlobAt($owner: String!, $name: String!, $place: String!) {
  repository(owner: $owner, name: $name) {
    object(expression: $place) { ${BLOB_WITH_TEXT} }
  }
}`;

const blobAtView = z.object({ repository: z.object({ object }) });

/**
 * The file itself, as it will be read once it is merged: for a link, what it leads to, if REST tells that. `null`: GraphQL returns none,
 * or not all of it.
 */
async function readBlobAt(
  client: Client,
  { owner, name }: RepositoryName,
  place: string,
): Promise<Pick<Content, "oid" | "text" | "readAt"> | null> {
  const query = { name: "BlobAt", text: BLOB_AT, unreliable: ["repository.object"] };
  const answer = await client.graph(query, { owner, name, place });
  const blob = parsed(blobAtView, answer.data, "a proposed registry").repository.object;
  const text = wholeText(blob);
  if (!blob || text === null) return null;
  return { oid: blob.oid, text: storable(text), readAt: answer.at ?? Date.now() };
}

async function readProposal(
  client: Client,
  repository: RepositoryName,
  { path, headSha, registryRepo }: { readonly path: string; readonly headSha: string; readonly registryRepo: string },
): Promise<ReadProposal> {
  const content =
    (await readBlobAt(client, repository, `${headSha}:${path}`)) ??
    (await readContent(client, repository, path, { ref: headSha }));
  if (!content) return null;
  const source = { repository: { owner: repository.owner, name: repository.name }, path, oid: content.oid };
  const options = { knownCommands: commandNames, today: isoDay(content.readAt), registryRepo };
  const asked = { text: content.text, source, options };
  return { ...(await outlinedProposal(asked)), path, asked };
}

export async function outlinedProposal(asked: Asked): Promise<Outline> {
  return await outlinedElsewhere(asked).catch((error: unknown) => {
    if (!(error instanceof Unparsed)) throw error;
    // Never merged unread: who proposes it can make it smaller.
    const fault = { severity: "error", line: 1, column: 1, message: `${error.message}; make it smaller` } as const;
    return { good: false, faults: [fault], extends: null };
  });
}

/** Modes, blobs and texts of paths at commits: comparisons carry no modes, trees do (R33). Many in one request. */

import { createHash } from "node:crypto";
import { z } from "zod";
import type { Entry } from "../../gate/same-change.ts";
import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { parsed } from "./graphql-pages.ts";

/** Objects in one request; each is a separate field. */
const AT_ONCE = 200;

const treeView = z
  .object({ entries: z.array(z.object({ name: z.string(), mode: z.int(), oid: z.string() })).nullish() })
  .nullish();
const blobView = z.object({ oid: z.string().optional(), text: z.string().nullish() }).nullish();
const answerView = z.object({ repository: z.record(z.string(), z.unknown()) });

const TREE = "... on Tree { entries { name mode oid } }";
const BLOB = "... on Blob { oid text }";

export interface StatesRead {
  /** By {@link stateKey}: what the commit has there; nothing: no file. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** By blob, for the requested texts: only complete and exact ones. */
  readonly texts: ReadonlyMap<string, string>;
}

export function stateKey(commit: string, path: string): string {
  return `${commit}:${path}`;
}

export interface StatesQuestion {
  readonly commits: readonly string[];
  readonly paths: readonly string[];
  /** The texts of these paths as well. */
  readonly texts: readonly string[];
}

/** Reads the folders that contain the paths, at each commit, and some texts. */
export async function readStates(
  client: Client,
  repository: RepositoryName,
  question: StatesQuestion,
): Promise<StatesRead> {
  const { asked, read } = statesAsked(question);
  return read(await objects(client, repository, asked));
}

/** Several questions in one request, each thing asked for once; the result answers each of them. */
export async function readStatesTogether(
  client: Client,
  repository: RepositoryName,
  questions: readonly StatesQuestion[],
): Promise<(question: StatesQuestion) => StatesRead> {
  const placeOf = ({ expression, fields }: Asked) => `${fields} ${expression}`;
  const all = questions.flatMap((question) => statesAsked(question).asked);
  const asked = new Map(all.map((one) => [placeOf(one), one]));
  const found = await objects(client, repository, [...asked.values()]);
  const answers = new Map([...asked.keys()].map((place, index) => [place, found[index]]));
  return (question) => {
    const one = statesAsked(question);
    return one.read(one.asked.map((thing) => answers.get(placeOf(thing)) ?? null));
  };
}

interface StatesAsked {
  readonly asked: readonly Asked[];
  read(found: readonly unknown[]): StatesRead;
}

function statesAsked({ commits, paths, texts }: StatesQuestion): StatesAsked {
  const folders = [...new Set(paths.map(folderOf))];
  const trees = commits.flatMap((commit) => folders.map((folder) => ({ commit, folder })));
  const files = commits.flatMap((commit) => texts.map((path) => stateKey(commit, path)));
  return {
    asked: [
      ...trees.map(({ commit, folder }) => ({ expression: stateKey(commit, folder), fields: TREE })),
      ...files.map((expression) => ({ expression, fields: BLOB })),
    ],
    read(found) {
      const entries = trees.flatMap(({ commit, folder }, at) => entriesOf(commit, folder, found[at]));
      return { entries: new Map(entries), texts: textsOf(found.slice(trees.length)) };
    },
  };
}

/** The same question as a part of a query about a repository; `null`: it is too large for one. */
export interface StatesPart {
  /** For the query, appended to others. */
  readonly variables: string;
  readonly values: Readonly<Record<string, string>>;
  /** For the repository. */
  readonly fields: string;
  /** From the repository's view. */
  read(view: Readonly<Record<string, unknown>>): StatesRead;
}

export function statesPart(question: StatesQuestion): StatesPart | null {
  const { asked, read } = statesAsked(question);
  if (asked.length > AT_ONCE) return null;
  return { ...partOf(asked), read: (view) => read(asked.map((_, index) => view[`o${index}`] ?? null)) };
}

/** The texts of blobs, by their place: `commit:path`. */
export async function readTexts(
  client: Client,
  repository: RepositoryName,
  places: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return textsOf(
    await objects(
      client,
      repository,
      places.map((expression) => ({ expression, fields: BLOB })),
    ),
  );
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function entriesOf(commit: string, folder: string, object: unknown): readonly (readonly [string, Entry])[] {
  const tree = parsed(treeView, object, "a tree");
  const prefix = folder === "" ? "" : `${folder}/`;
  return (tree?.entries ?? []).map(({ name, mode, oid }) => [
    stateKey(commit, `${prefix}${name}`),
    { mode: mode.toString(8).padStart(6, "0"), blob: oid },
  ]);
}

/** GitHub cuts long texts, returns none of binary files, and replaces what is not UTF-8: only what hashes to its blob is the real text. */
function textsOf(found: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(
    found.flatMap((object): readonly (readonly [string, string])[] => {
      const { oid, text } = parsed(blobView, object, "a blob") ?? {};
      return oid !== undefined && typeof text === "string" && blobSha(text) === oid ? [[oid, text]] : [];
    }),
  );
}

function blobSha(text: string): string {
  const body = Buffer.from(text, "utf8");
  return createHash("sha1").update(`blob ${body.length}\0`).update(body).digest("hex");
}

interface Asked {
  readonly expression: string;
  readonly fields: string;
}

/** In the order of the request; `null` for what does not exist. */
async function objects(
  client: Client,
  repository: RepositoryName,
  asked: readonly Asked[],
): Promise<readonly unknown[]> {
  const batches = Array.from({ length: Math.ceil(asked.length / AT_ONCE) }, (_, at) =>
    asked.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  );
  const found = await Promise.all(batches.map((batch) => objectsOf(client, repository, batch)));
  return found.flat();
}

async function objectsOf(
  client: Client,
  { owner, name }: RepositoryName,
  batch: readonly Asked[],
): Promise<readonly unknown[]> {
  const { variables, values, fields } = partOf(batch);
  const query = {
    name: "FilesAt",
    text: `query FilesAt($owner: String!, $name: String!, ${variables}) {\n  repository(owner: $owner, name: $name) {\n    ${fields}\n  }\n}`,
  };
  const answer = await client.graph(query, { owner, name, ...values });
  const view = parsed(answerView, answer.data, "files at commits").repository;
  return batch.map((_, index) => view[`o${index}`] ?? null);
}

function partOf(asked: readonly Asked[]): Omit<StatesPart, "read"> {
  return {
    variables: asked.map((_, index) => `$e${index}: String!`).join(", "),
    values: Object.fromEntries(asked.map(({ expression }, index) => [`e${index}`, expression])),
    fields: asked.map(({ fields }, index) => `o${index}: object(expression: $e${index}) { ${fields} }`).join("\n    "),
  };
}

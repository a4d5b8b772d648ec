/** The lists that follow a registry and are in the same repository: they are part of the commit of every change that Rung makes to it. */

import { commandNames } from "../../commands/index.ts";
import type { RegistryChangeEffect } from "../../model/effect.ts";
import { leftAlone } from "../../promotions/publish-text.ts";
import type { PublishedFile, Snapshot } from "../../promotions/published-files.ts";
import { areRight, changesIn, type ListChange, pendingPaths } from "../../promotions/standing-publication.ts";
import type { Publishing } from "../../registry/publishing/plan.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { joinList } from "../../shared/people.ts";
import type { Client } from "../client/client.ts";
import { publishedElsewhere, Unparsed } from "../read/parse-elsewhere.ts";
import { readSnapshots } from "../read/snapshots.ts";
import { readTree } from "../read/tree.ts";

interface Riding {
  readonly files: readonly ListChange[];
  /** Whether the branch has them as they have to be. */
  readonly stand: boolean;
  /** Whether the default branch has changed one of them since the branch began: then the two may conflict. */
  readonly moved: boolean;
  /** What the pull request says about them. */
  readonly paragraphs: readonly string[];
}

interface Change {
  /** The commit that the branch begins from. */
  readonly base: string;
  /** The branch's commit; `null`: there is no branch yet. */
  readonly tip: string | null;
  /** The commit of the default branch on which the branch begins; `null`: there is no branch yet. */
  readonly start: string | null;
  /** The registry's future text. */
  readonly text: string;
}

const NOTHING: Riding = { files: [], stand: true, moved: false, paragraphs: [] };

/** A registry that publishes nothing costs no request. */
export async function readRidingFiles(client: Client, effect: RegistryChangeEffect, change: Change): Promise<Riding> {
  const { publishing } = effect;
  if (publishing === undefined) return NOTHING;
  try {
    return await riding(client, effect, publishing, change);
  } catch (error) {
    if (!(error instanceof Unparsed)) throw error;
    return { ...NOTHING, paragraphs: [leftAlone([`what the registry publishes: ${error.message}`])] };
  }
}

async function riding(
  client: Client,
  { repository, path }: RegistryChangeEffect,
  publishing: Publishing,
  { base, tip, start, text }: Change,
): Promise<Riding> {
  const asked = { text, source: { repository, path, oid: "" }, options: { knownCommands: commandNames } };
  const published = (paths: readonly string[] | null, snapshots: readonly Snapshot[]) =>
    publishedElsewhere(asked, { ...publishing, repository, paths, snapshots }, "governing");
  const first = await published(null, [new Map()]);
  if (first.reads.length === 0) return { ...NOTHING, paragraphs: paragraphsOf(first.plans[0] ?? []) };
  const tree = first.asksPaths ? await readTree(client, repository, base) : null;
  const paths = tree?.whole === true ? tree.paths : null;
  const { reads } = paths === null ? first : await published(paths, []);
  const commits = tip === null ? [base] : [base, tip];
  const hasMoved = start !== null && start !== base;
  const read = await readSnapshots(client, repository, hasMoved ? [...commits, start] : commits, reads);
  const snapshots = read.slice(0, commits.length);
  const [wanted = [], standing = wanted] = (await published(paths, snapshots)).plans;
  const files = changesIn(wanted, snapshots[0]);
  return {
    files,
    stand: tip !== null && areRight(wanted, standing),
    moved: hasMoved && files.some(({ path }) => differ(path, read[0], read.at(-1))),
    paragraphs: paragraphsOf(wanted),
  };
}

function differ(path: string, one: Snapshot | undefined, other: Snapshot | undefined): boolean {
  const [now, then] = [one?.get(path), other?.get(path)];
  return now?.mode !== then?.mode || now?.text !== then?.text;
}

const MAX_NAMED = 20;

function paragraphsOf(wanted: readonly PublishedFile[]): readonly string[] {
  const written = pendingPaths(wanted).map(escapeMarkdown);
  const notes = wanted.flatMap(({ outcome }) => (outcome.kind === "told" ? [outcome.why] : []));
  return [
    ...(written.length === 0
      ? []
      : [`**Changed with it**, since they follow the registry: ${joinList(written, "and", MAX_NAMED)}.`]),
    ...(notes.length === 0 ? [] : [leftAlone(notes)]),
  ];
}

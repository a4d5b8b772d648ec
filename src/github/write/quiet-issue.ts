/**
 * Keeps one quiet issue for a topic in a repository: opened by the app, recognised by its signed line, edited in place, closed when
 * there is nothing to say and reopened when there is. It has no comments, mentions or assignees. If a person closed it, deleted it or
 * moved it away, that holds until there is something new to say.
 */

import type { Kysely } from "kysely";
import { z } from "zod";
import {
  beginQuietIssue,
  endQuietIssue,
  findQuietIssue,
  type QuietIssueName as QuietIssueRow,
  type StoredQuietIssue,
  saveQuietIssue,
} from "../../database/quiet-issues.ts";
import type { Schema } from "../../database/schema.ts";
import type { RepositoryRef } from "../../model/job.ts";
import { type QuietSeal, quietContext, sealQuiet, unsealQuiet, withoutSeal } from "../../model/quiet-seal.ts";
import { fullName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { Declined, Forbidden, GitHubError, Gone, Transient } from "../client/errors.ts";
import { parsed } from "../read/graphql-pages.ts";
import { type OwnIssue, readOwnIssue, readOwnIssues } from "../read/own-issues.ts";
import { trimmed } from "./kept-pull.ts";

interface QuietIssueContext {
  readonly client: Client;
  readonly db: Kysely<Schema>;
  readonly botLogin: string;
  /** For the signed line; the present one first. */
  readonly keys: readonly [Uint8Array, ...Uint8Array[]];
  /** Places in which this process has searched and found none: not again, as long as the database agrees. */
  readonly without?: Set<string>;
}

interface QuietIssueName {
  readonly repository: RepositoryRef;
  /** One word for its topic. */
  readonly subject: string;
}

export interface QuietIssueWanted {
  /** The title at its opening; people may change it. */
  readonly title: string;
  /** Inert. */
  readonly body: string;
  /** A digest of each thing that it says (`toldDigest`); empty: there is nothing to say. */
  readonly told: readonly string[];
  /** What must outlive the database. */
  readonly memory: unknown;
}

/** The issue as GitHub shows it. */
export interface QuietIssue {
  /** `null`: there is none, or people changed its line. */
  readonly seal: QuietSeal | null;
  /** Without its line; `null`: there is none. */
  readonly body: string | null;
  /** Safe to repeat at any point, and by two processes at the same time. */
  keep(wanted: QuietIssueWanted): Promise<QuietIssueOutcome>;
}

export type QuietIssueOutcome =
  /** `number` null: there is nothing to say, and no issue. */
  | { readonly kind: "kept"; readonly number: number | null; readonly wrote: boolean }
  /** `why`: a sentence for people. */
  | { readonly kind: "cannot"; readonly why: string };

/** A process died while it opened the issue, or GitHub's answer was lost: its fate is waited for. */
class IssueOnItsWay extends Error {
  override readonly name = "IssueOnItsWay";
  readonly expected = true;
  readonly retryAfter: number;

  constructor(seconds: number) {
    super("an issue that was being opened may still appear");
    this.retryAfter = seconds;
  }
}

interface FoundIssue extends OwnIssue {
  /** `null`: people changed the line, and the database knows that it is this one. */
  readonly seal: QuietSeal | null;
}

/** The one that is kept, and others that should not be there. */
interface Found {
  readonly issue: FoundIssue | null;
  readonly doubles: readonly FoundIssue[];
}

interface Keeping extends QuietIssueContext, QuietIssueName {
  readonly stored: StoredQuietIssue;
  /** False: the database may have been lost. */
  readonly isHeard: boolean;
}

const UNHEARD: StoredQuietIssue = { number: null, told: [], begun: false };

export async function readQuietIssue(context: QuietIssueContext, name: QuietIssueName): Promise<QuietIssue> {
  const row = await findQuietIssue(context.db, rowOf(name));
  const keeping: Keeping = { ...context, ...name, stored: row ?? UNHEARD, isHeard: row !== null };
  const read = await orWhyNot(keeping, () => found(keeping));
  if ("why" in read) return { seal: null, body: null, keep: async () => read };
  const { issue, doubles } = read;
  return {
    seal: issue?.seal ?? null,
    body: issue === null ? null : withoutSeal(issue.body),
    keep: (wanted) => orWhyNot(keeping, () => kept(keeping, { issue, doubles }, wanted)),
  };
}

async function kept(keeping: Keeping, { issue, doubles }: Found, wanted: QuietIssueWanted): Promise<QuietIssueOutcome> {
  if (issue === null) return await open(keeping, wanted);
  for (const double of doubles) if (double.isOpen) await closeDouble(keeping, double, issue);
  return await update(keeping, issue, wanted);
}

type Cannot = Extract<QuietIssueOutcome, { readonly kind: "cannot" }>;

/** A failure that lasts until somebody acts becomes a sentence for them. */
async function orWhyNot<Done>(keeping: Keeping, doing: () => Promise<Done>): Promise<Done | Cannot> {
  try {
    return await doing();
  } catch (error) {
    const why = whyNot(error, keeping);
    if (why === null) throw error;
    return { kind: "cannot", why };
  }
}

function whyNot(error: unknown, { repository }: QuietIssueName): string | null {
  const where = fullName(repository);
  if (error instanceof Gone) return `Issues are turned off in ${where}, or the app may not see them.`;
  if (error instanceof Forbidden && !error.retryable)
    return error.reason === "archived"
      ? `${where} is archived.`
      : `GitHub lets the app write no issues in ${where} (${error.message}).`;
  if (error instanceof Declined) return `GitHub refused the issue in ${where} (${error.message}).`;
  return null;
}

async function found(keeping: Keeping): Promise<Found> {
  const { client, botLogin, keys, repository, subject, stored, isHeard, without } = keeping;
  const { number, begun } = stored;
  const place = quietContext(repository.id, subject);
  if (isHeard && number === null && !begun && without?.has(place) === true) return { issue: null, doubles: [] };
  const sealed = (one: OwnIssue): FoundIssue => ({ ...one, seal: unsealQuiet(one.body, place, keys) });
  const read = async () => (number === null ? null : await readOwnIssue(client, repository, { number, botLogin }));
  const known = begun ? null : await read();
  if (known !== null) return { issue: sealed(known), doubles: [] };
  const own = (await readOwnIssues(client, repository, botLogin)).map(sealed);
  const [oldest, ...doubles] = own.filter((one) => one.seal !== null || one.number === number);
  if (oldest !== undefined) return { issue: oldest, doubles };
  // One that was opened a moment ago may not be listed yet.
  const fresh = begun ? await read() : null;
  if (fresh === null) without?.add(place);
  return { issue: fresh && sealed(fresh), doubles: [] };
}

async function update(keeping: Keeping, issue: FoundIssue, wanted: QuietIssueWanted): Promise<QuietIssueOutcome> {
  const { client, db, stored } = keeping;
  const { told } = wanted;
  const isKnown = knownIn(issue, stored);
  const hadSome = issue.seal?.open ?? stored.told.length > 0;
  const isNew = told.some((one) => !isKnown.has(one));
  const opens = !issue.isOpen && told.length > 0 && (!hadSome || isNew);
  const closes = issue.isOpen && told.length === 0 && hadSome;
  const body = bodyOf(keeping, wanted);
  const wrote = opens || closes || trimmed(body) !== trimmed(issue.body);
  if (wrote) {
    const state = opens ? { state: "open" } : closes ? { state: "closed", state_reason: "completed" } : {};
    await client.rest("PATCH", `${home(keeping)}/${issue.number}`, { body: { body, ...state } });
  }
  await saveQuietIssue(db, rowOf(keeping), { number: issue.number, told, begun: false });
  return { kind: "kept", number: issue.number, wrote };
}

/** By its own line, and by the database, either of which may be the older one. */
function knownIn({ number, seal }: FoundIssue, stored: StoredQuietIssue): ReadonlySet<string> {
  return new Set([...(seal?.told ?? []), ...(stored.number === number ? stored.told : [])]);
}

const numberView = z.object({ number: z.int() });

async function open(keeping: Keeping, wanted: QuietIssueWanted): Promise<QuietIssueOutcome> {
  const { client, db, stored, repository } = keeping;
  const { title, told } = wanted;
  const row = rowOf(keeping);
  if (told.length === 0) {
    if (stored.number !== null || !keeping.isHeard) await saveQuietIssue(db, row, { number: null, told, begun: false });
    return { kind: "kept", number: null, wrote: false };
  }
  const isAway = stored.number !== null && told.every((one) => stored.told.includes(one));
  const away: Cannot = {
    kind: "cannot",
    why: `Issue ${stored.number} of ${fullName(repository)} was deleted or moved away; another one is opened when there is something new to say.`,
  };
  if (isAway && !stored.begun) return away;
  keeping.without?.delete(quietContext(repository.id, keeping.subject));
  const seconds = await beginQuietIssue(db, row);
  if (seconds > 0) throw new IssueOnItsWay(seconds);
  if (isAway) {
    await endQuietIssue(db, row);
    return away;
  }
  const body = { title, body: bodyOf(keeping, wanted) };
  const { data } = await client.rest("POST", home(keeping), { body }).catch(async (error: unknown) => {
    // Else it may be there all the same, and the next try looks for it first.
    const isUndone = error instanceof Transient ? !error.mayHaveHappened : error instanceof GitHubError;
    if (isUndone) await endQuietIssue(db, row);
    throw error;
  });
  const { number } = parsed(numberView, data, "an issue");
  await saveQuietIssue(db, row, { number, told, begun: true });
  return { kind: "kept", number, wrote: true };
}

/** Two were opened while the database was lost: the older one stays. */
async function closeDouble(keeping: Keeping, { number }: FoundIssue, kept: FoundIssue): Promise<void> {
  const body = { body: `This is said in #${kept.number}.`, state: "closed", state_reason: "not_planned" };
  await keeping.client.rest("PATCH", `${home(keeping)}/${number}`, { body });
}

/** GitHub accepts this many characters. */
const MAX_BODY = 65_000;
const CUT = "\n\nThere is more than an issue holds.";

function bodyOf({ repository, subject, keys }: Keeping, { body, told, memory }: QuietIssueWanted): string {
  const place = quietContext(repository.id, subject);
  const seal = { open: told.length > 0, told, memory };
  const line = sealQuiet(seal, place, keys[0]) ?? sealQuiet({ ...seal, memory: null }, place, keys[0]) ?? "";
  const room = MAX_BODY - line.length;
  const text = body.length <= room ? body : `${wholeLines(body, room - CUT.length)}${CUT}`;
  return `${text}\n\n${line}`;
}

function wholeLines(text: string, length: number): string {
  const cut = text.slice(0, length);
  return cut.slice(0, Math.max(0, cut.lastIndexOf("\n")));
}

function rowOf({ repository, subject }: QuietIssueName): QuietIssueRow {
  return { repositoryId: repository.id, subject };
}

function home({ repository: { owner, name } }: QuietIssueName): string {
  return `/repos/${owner}/${name}/issues`;
}

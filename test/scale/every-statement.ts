/**
 * Runs every statement that Rung ever sends to the database, about the busiest repository there is; the test of the plans names those
 * that are missing here.
 */

import { randomUUID } from "node:crypto";
import { awayAt, awayBefore, saveAway } from "../../src/database/absences.ts";
import { askedAgainIn, saveAskedAgain } from "../../src/database/access-asked.ts";
import { accessChanges, saveAccessChange } from "../../src/database/access-changes.ts";
import { beginGrant, endGrant, forgetRefusals, grantsOf } from "../../src/database/access-grants.ts";
import { findAudit, forgetAudit, saveAudit } from "../../src/database/audit-entries.ts";
import { beginEpoch } from "../../src/database/check-epoch.ts";
import { checkMemory } from "../../src/database/check-memory.ts";
import { beginAct, endAct, keepAnswers, keptAnswers, knownActs, noteAct } from "../../src/database/command-actions.ts";
import {
  decisionsHere,
  forgetOpenDecisions,
  knownDecisions,
  saveDecisions,
} from "../../src/database/community-decisions.ts";
import { continuity } from "../../src/database/continuity.ts";
import type { Database } from "../../src/database/database.ts";
import { recentDecisions } from "../../src/database/decisions.ts";
import { forgetOld } from "../../src/database/forget-old.ts";
import { changedSince, nextGeneration } from "../../src/database/generations.ts";
import { quietsOf, saveQuiet } from "../../src/database/growth-quiets.ts";
import { growthTold, takeTold } from "../../src/database/growth-told.ts";
import { findValue, saveValue, setOnce } from "../../src/database/key-values.ts";
import { takeMention } from "../../src/database/mentions.ts";
import { findGroup, groupsWith, saveGroup } from "../../src/database/merge-groups.ts";
import {
  nominationsElsewhere,
  nominationsHere,
  openNominations,
  saveNominations,
} from "../../src/database/nominations.ts";
import { forgetOpenProposal, saveOpenProposal, takeProposalsAbout } from "../../src/database/open-proposals.ts";
import { hasOpenQuestions, openQuestions } from "../../src/database/open-questions.ts";
import { owedAnswers, saveOwedAnswers } from "../../src/database/owed-answers.ts";
import { claimOwner } from "../../src/database/owners.ts";
import { findHistories, saveHistories } from "../../src/database/path-histories.ts";
import { savePause, standingPauses } from "../../src/database/pauses.ts";
import { takePlace } from "../../src/database/places.ts";
import { findPublishing, savePublishing } from "../../src/database/publishing.ts";
import {
  findPull,
  hasPullsInto,
  isSeenInEpoch,
  openedEarlier,
  openNumbers,
  openPulls,
  savePull,
} from "../../src/database/pulls.ts";
import { beginQuietIssue, endQuietIssue, findQuietIssue, saveQuietIssue } from "../../src/database/quiet-issues.ts";
import { findReading, forgetReading, readingHomes, saveUnread, saveWhole } from "../../src/database/readings.ts";
import { findRegistry, mayNameTeams, saveRegistry } from "../../src/database/registries.ts";
import { noteBlobs } from "../../src/database/registry-blobs.ts";
import {
  brokenAmong,
  findRepository,
  forgetInstallation,
  forgetRepositories,
  governedRepositories,
  hideRepository,
  nameOfRepository,
  saveRepository,
} from "../../src/database/repositories.ts";
import {
  addRequests,
  burdens,
  closeAnswered,
  closeRequests,
  dropRequests,
  isCounted,
  openRequests,
  saveCount,
} from "../../src/database/review-requests.ts";
import { saveAsked, saveSeen, unseenAmong } from "../../src/database/seen-deliveries.ts";
import { promotionsOnPage, pullOnPage, pullsInList, repositoryCounts } from "../../src/database/shown.ts";
import { saveSightings, sightingsOf } from "../../src/database/sightings.ts";
import { openOfVouched, vouchMemory } from "../../src/database/vouches.ts";
import type { Account } from "../../src/shared/names.ts";
import { rounds, work } from "./every-statement-of-work.ts";

type Db = Database["db"];

export interface About {
  readonly repository: { readonly owner: string; readonly name: string; readonly id: number };
  readonly installationId: number;
  /** Of an open pull request there. */
  readonly number: number;
  readonly headSha: string;
}

const AT = Date.UTC(2026, 0, 1);

export async function everyStatement(database: Database, about: About): Promise<void> {
  const { db } = database;
  await work(database, about);
  await pulls(db, about);
  await checks(db, about);
  await people(db, about);
  await access(db, about);
  await subjects(db, about);
  await reviewing(db, about);
  await memory(db, about);
  await page(db, about);
  await rounds(db);
  await upkeep(db, about);
}

async function pulls(db: Db, { repository, number, headSha }: About): Promise<void> {
  const found = await findPull(db, repository.id, number);
  if (found === null) throw new Error("the pull request is not remembered");
  const onPage = await pullOnPage(db, repository.id, number);
  await savePull(db, found, onPage?.shown);
  await isSeenInEpoch(db, repository.id, number);
  await openPulls(db, repository.id);
  await openPulls(db, repository.id, headSha);
  await openNumbers(db, repository.id);
  await openedEarlier(db, repository.id, number, { login: "nobody-there", id: 1 });
  await hasPullsInto(db, repository.id, "main");
  await hasPullsInto(db, repository.id, "no-such-branch");
}

async function checks(db: Db, { repository, headSha, number }: About): Promise<void> {
  await beginEpoch(db);
  const checking = checkMemory(db);
  const check = {
    repositoryId: repository.id,
    headSha,
    name: "rung",
    checkRunId: 7,
    digest: "digest",
    outcome: "success",
  };
  const entry = {
    repository: `${repository.owner}/${repository.name}`,
    repositoryId: repository.id,
    number,
    headSha,
    cause: { deliveries: [], total: 0, said: [], attempt: 1 },
    what: "verdict",
    detail: { state: "approved" },
    why: [],
    digest: "digest",
  };
  await checking.on(repository.id, headSha);
  await checking.begin(check);
  await checking.save(check, [entry]);
  await checking.confirm(repository.id, headSha, []);
  await saveAudit(db, [entry]);
  const asked = { repository: null, number: null, since: null, limit: 50 };
  const named = `${repository.owner}/${repository.name}`;
  await findAudit(db, asked);
  await findAudit(db, { ...asked, repository: named });
  await findAudit(db, { ...asked, repository: named, number });
  await findAudit(db, { ...asked, repository: named, since: new Date() });
  await findAudit(db, { ...asked, since: new Date() });
  await recentDecisions(db, repository, 20);
  await recentDecisions(db, repository, 20, number);
  await recentDecisions(db, { ...repository, name: "no-such-repository" }, 20);
}

async function people(db: Db, { repository }: About): Promise<void> {
  const { owner } = repository;
  const who = anAccount(`${owner}-contributor-0`);
  await saveAway(db, repository, who, { at: AT, until: null });
  await awayBefore(db, repository, who, AT);
  await awayAt(db, owner, AT);
  await saveSightings(db, [{ owner, person: who, at: AT, url: null }]);
  await sightingsOf(db, owner);
  await takeMention(db, { person: who, about: "it", at: AT });
  await saveQuiet(db, owner, { person: who, quiet: true, at: AT });
  await quietsOf(db, owner);
  await takeTold(db, owner, { id: who.id, role: "approvers", pull: "1#1", at: AT });
  await growthTold(db, owner);
  const vouches = vouchMemory(db);
  await vouches.save(repository.id, who, null);
  await vouches.save(repository.id, who, { person: who, by: who, at: AT });
  await vouches.of(repository.id, who.id);
  await openOfVouched(db, repository.id, [AT]);
}

async function access(db: Db, { repository }: About): Promise<void> {
  const { owner } = repository;
  const who = anAccount(`${owner}-contributor-0`);
  const change = { what: "added", where: { kind: "team", team: "approvers" }, person: who, by: who } as const;
  await saveAccessChange(db, { owner, change, heard: AT, now: AT });
  await accessChanges(db, owner);
  const grant = { owner, team: "approvers", id: who.id };
  await beginGrant(db, { ...grant, login: who.login, at: AT });
  await endGrant(db, grant, { kind: "added" });
  await forgetRefusals(db, owner, who.id);
  await grantsOf(db, owner);
  await saveAskedAgain(db, owner, who.id, { by: who, at: AT });
  await askedAgainIn(db, owner);
}

async function subjects(db: Db, { repository, installationId, number }: About): Promise<void> {
  const { owner, id } = repository;
  const subject = { kind: "pull", repository, number } as const;
  const who = anAccount(`${owner}-contributor-0`);
  await saveOpenProposal(db, who, { installationId, subject });
  await takeProposalsAbout(db, [{ owner, person: who }]);
  await forgetOpenProposal(db, subject);
  await hasOpenQuestions(db, { repositoryId: id, number });
  await openQuestions(db, { owner });
  await openQuestions(db, { repositoryId: id });
  await nominationsElsewhere(db, owner, `${id}#${number}`);
  await nominationsHere(db, `${id}#${number}`);
  await openNominations(db, owner);
  const nomination = { candidate: who, role: "approvers", areas: [], repository: "o/r", number, url: "" };
  await saveNominations(db, { owner, subjectKey: `${id}#${number}` }, new Map([["n", nomination]]));
  const place = { repositoryId: id, number, owner };
  const shown = (await knownDecisions(db, { owner }))[0];
  await decisionsHere(db, place);
  await forgetOpenDecisions(db, place);
  await saveDecisions(db, place, [
    { id: "d", comment: 1, record: {}, registry: `${owner}/.github`, shown: shown ?? aDecision(repository) },
  ]);
  await knownDecisions(db, { repositoryId: id });
  await knownDecisions(db, { registry: `${owner}/.github` });
  const group = {
    headSha: "a",
    headRef: "b",
    baseSha: "c",
    baseRef: "d",
    pulls: [{ number, digest: null }],
    ended: false,
  };
  await saveGroup(db, id, group);
  await findGroup(db, id, "a");
  await groupsWith(db, id, number);
  const issue = { repositoryId: id, subject: "access" };
  await findQuietIssue(db, issue);
  await beginQuietIssue(db, issue);
  await beginQuietIssue(db, issue);
  await saveQuietIssue(db, issue, { number: 1, told: [], begun: false });
  await endQuietIssue(db, issue);
}

async function reviewing(db: Db, { repository: { id }, number }: About): Promise<void> {
  const who = { login: "somebody", id: 1 };
  await isCounted(db, id);
  await saveCount(db, id, [{ number, people: [who] }]);
  await addRequests(db, id, number, [who]);
  await closeAnswered(db, [{ repositoryId: id, number, who }]);
  await closeRequests(db, id, number, [who]);
  await closeRequests(db, id, number, null);
  await dropRequests(db, id, number, [who]);
  await burdens(db, id, number);
  await openRequests(db, id);
  await findHistories(db, id, ["src/change-1.go"]);
  await saveHistories(db, id, [{ path: "src/change-1.go", touches: [] }]);
}

async function memory(db: Db, { repository, installationId }: About): Promise<void> {
  const { id } = repository;
  await beginAct(db, "comment:new", anAct());
  await beginAct(db, "comment:new", anAct());
  await endAct(db, "comment:new", { kind: "done" });
  await noteAct(db, "comment:noted", anAct(), { kind: "done" });
  await knownActs(db, ["comment:new"]);
  await keepAnswers(db, new Map([["comment:other", aReply(repository)]]));
  await keptAnswers(db, ["comment:other"]);
  await saveOwedAnswers(db, `${id}#1`, [aReply(repository)]);
  await owedAnswers(db, `${id}#1`);
  await saveOwedAnswers(db, `${id}#1`, []);
  const unbroken = continuity(db);
  await unbroken.seen(AT);
  await unbroken.doing("key", true);
  await db.deleteFrom("key_values").where("key", "=", "memory").execute();
  await unbroken.since(AT);
  await nextGeneration(db, "teams", repository.owner);
  await nextGeneration(db, "teams", repository.owner);
  await changedSince(db, "teams", 0);
  await setOnce(db, "one", {});
  await saveValue(db, "one", {});
  await findValue(db, "one");
  await takePlace(db, { key: "line", notBefore: 0, gap: () => 1 });
  await noteBlobs(db, id, { blobs: "a b", readAt: Date.now() });
  await saveRegistry(db, { key: "good:0", oid: "0", text: "", good: true });
  await findRegistry(db, "good:0");
  await mayNameTeams(db, repository.owner);
  await savePause(db, { installationId, seconds: 0, secondary: false });
  await standingPauses(db, 10);
  const home = { repository, installationId, subject: "access", texts: "" };
  await saveWhole(db, home, { wholeAt: AT, memory: {}, shown: {} });
  await saveUnread(db, home, []);
  await findReading(db, { repositoryId: id, subject: "access" });
  await readingHomes(db, { owner: repository.owner, subject: "access" });
  await forgetReading(db, { repositoryId: id, subject: "access" });
  await saveSeen(db, [randomUUID()]);
  await saveAsked(db, randomUUID());
  await unseenAmong(
    db,
    Array.from({ length: 100 }, () => randomUUID()),
  );
}

async function page(db: Db, { repository, installationId }: About): Promise<void> {
  const { id } = repository;
  await findRepository(db, repository);
  await nameOfRepository(db, id);
  await saveRepository(db, { ...repository, private: false, archived: false }, installationId);
  await hideRepository(db, id);
  await savePublishing(db, id, { pull: 1 });
  await findPublishing(db, id);
  await pullsInList(db, id);
  await promotionsOnPage(db, id);
  await repositoryCounts(db, [id]);
  await brokenAmong(db, [id]);
  await governedRepositories(db);
}

/** Last: it forgets. */
async function upkeep(db: Db, { repository: { id }, installationId }: About): Promise<void> {
  await forgetAudit(db, 400);
  await forgetOld(db);
  await forgetRepositories(db, [id]);
  await forgetInstallation(db, installationId);
  await claimOwner(db, { owner: "nobody-there", accountId: 1, installationId });
  await claimOwner(db, { owner: "nobody-there", accountId: 2, installationId: installationId + 1 });
}

function anAccount(login: string): Account & { readonly id: number } {
  return { login, id: 10_000_000, type: "User" };
}

function anAct() {
  const by = anAccount("somebody");
  return {
    act: { kind: "draft", draft: true },
    by,
    seen: { state: "open", title: "It", draft: false, labels: null },
  } as const;
}

function aReply({ owner, name }: About["repository"]) {
  return { kind: "reply", repository: { owner, name }, number: 1, to: "comment:1", body: "Yes." } as const;
}

function aDecision({ owner, name }: About["repository"]) {
  const times = { openedAt: AT, endsAt: null, endedAt: null };
  return {
    ...{ kind: "vote", text: "Yes?", state: "open" as const, repository: `${owner}/${name}`, number: 1 },
    ...{
      url: "https://github.com/",
      private: false,
      openedBy: "somebody",
      votes: null,
      objections: 0,
      bodyMarkdown: "",
    },
    ...times,
  };
}

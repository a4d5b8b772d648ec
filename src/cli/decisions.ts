/**
 * `rung decisions`: what communities are deciding and have decided. Reads only the database, which Rung fills again from GitHub if it is
 * lost.
 */

import { knownDecisions } from "../database/community-decisions.ts";
import type { ShownDecision } from "../model/decision-data.ts";
import { counted } from "../shared/counted.ts";
import { moment } from "../shared/dates.ts";
import { fullName, type RepositoryName } from "../shared/names.ts";
import type { Io, Machine } from "./command.ts";
import { oneLine, severalLines } from "./terminal-text.ts";
import { withDatabase } from "./with-database.ts";

interface Asked {
  readonly repo: RepositoryName | null;
  readonly json: boolean;
}

export async function run({ repo, json }: Asked, io: Io, machine: Machine): Promise<0 | 1> {
  return await withDatabase(io, machine, { tables: ["community_decisions"] }, async ({ db }) => {
    const all = await knownDecisions(db, repo === null ? {} : { owner: repo.owner });
    const name = repo === null ? null : fullName(repo).toLowerCase();
    const asked = all.filter(({ repository }) => name === null || repository.toLowerCase() === name);
    if (json) io.out(JSON.stringify(asked.map(asData), null, 2));
    else if (asked.length === 0) io.out("Nothing was put to a decision yet.");
    else for (const one of asked) io.out(asText(one));
    return 0;
  });
}

function asData(one: ShownDecision) {
  const { bodyMarkdown: _, openedAt, endsAt, endedAt, ...told } = one;
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return { ...told, openedAt: time(openedAt), endsAt: time(endsAt), endedAt: time(endedAt) };
}

function asText(one: ShownDecision): string {
  const { kind, text, repository, number, url, state, openedBy, openedAt } = one;
  return [
    `${repository}#${number}  ${oneLine(kind)}  ${state}${whenText(one)}`,
    ...severalLines(text)
      .split("\n")
      .map((line) => `    ${line}`),
    ...standText(one).map((line) => `    ${line}`),
    `    opened by ${oneLine(openedBy)} on ${moment(openedAt)}: ${url}`,
  ].join("\n");
}

function whenText({ endsAt, endedAt }: ShownDecision): string {
  if (endedAt !== null) return ` on ${moment(endedAt)}`;
  return endsAt === null ? "" : ` until ${moment(endsAt)}`;
}

function standText({ votes, objections }: ShownDecision): readonly string[] {
  const cast =
    votes === null ? [] : [`${votes.yes} yes, ${votes.no} no, ${votes.abstained} abstained; ${votes.mayVote} may vote`];
  return [...cast, ...(objections === 0 ? [] : [counted(objections, "objection")])];
}

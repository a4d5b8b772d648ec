/**
 * `as: codeowners`: who may approve, in the form of GitHub's CODEOWNERS. Only the last matching line counts there, so the lines are in
 * the order in which areas take precedence over one another (R12a, R76), and each names everybody who may approve what it matches.
 */

import { glob } from "../../glob.ts";
import { codeOwners } from "../../ownership/code-owners.ts";
import { REGISTRY_PATHS } from "../../registry-places.ts";
import type { AreaDefinition } from "../../registry-types.ts";
import { type Asked, type Asking, areasIn, sampleOf, withTeamsAsOwners } from "../asked-at.ts";
import { codeownersDifferences } from "../codeowners-proof.ts";
import { githubPattern } from "../github-pattern.ts";
import type { Format, Publication } from "../publication.ts";
import type { PublishEntry } from "../publish-key.ts";
import { teamOwners } from "../team-owners.ts";

export const codeowners: Format = {
  kind: "whole",
  files(entry, publication) {
    if (entry.owners === "teams" && !teamOwners(publication).has)
      return {
        refused:
          "not written: the registry has no teams for `owners: teams`; say them in `access.teams`, or leave `owners` out",
      };
    const lines = linesOf(entry, publication);
    const { file } = entry;
    // One character more than the first line has at its longest.
    if (codeOwners(`${"#".repeat(400)}\n${lines.join("\n")}`, file).rules.length === 0 && lines.length > 0)
      return { refused: "not written: it would have 3 MB or more, and GitHub loads none so large" };
    if (lines.length === 0) return { refused: "not written: nobody may approve anything in that repository" };
    return [{ path: file, lines }];
  },
  differences: (files, entry, publication) => files.flatMap((file) => codeownersDifferences(file, entry, publication)),
};

interface Ranked {
  readonly area: AreaDefinition;
  readonly pattern: string;
  /** Later ones win. */
  readonly rank: readonly [exclusive: number, length: number, written: number];
}

function linesOf({ owners }: PublishEntry, publication: Publication): readonly string[] {
  const { registry, repository, paths } = publication;
  const asking = withTeamsAsOwners(registry, repository);
  const named: Naming = owners === "teams" ? teamOwners(publication).of : ({ approvers }) => approvers;
  const there = new Set(paths);
  const whole = lineOf("*", asking, "", named);
  const ranked = areasIn(registry, repository).flatMap(rankedOf).toSorted(byRank);
  const areas = ranked.flatMap(({ area, pattern }) => {
    const written = githubPattern(pattern, there);
    const line =
      written === null ? null : lineOf(written, asking, pattern === "**" ? "" : sampleOf(pattern), named, area);
    return line ?? [];
  });
  const registryLines = REGISTRY_PATHS.flatMap((path) => lineOf(`/${path}`, asking, path, named) ?? []);
  return [...(whole === null || !whole.includes("@") ? [] : [whole]), ...areas, ...registryLines];
}

/** An area that is a whole repository is what the first line expresses, unless it is exclusive and governs all the others. */
function rankedOf(area: AreaDefinition, written: number): readonly Ranked[] {
  const patterns = area.paths.length > 0 ? area.paths : area.exclusive ? ["**"] : [];
  return patterns.map((pattern) => ({
    area,
    pattern,
    rank: [area.exclusive ? 1 : 0, area.paths.length === 0 ? -1 : glob(pattern).beginning.length, written],
  }));
}

function byRank({ rank: one }: Ranked, { rank: other }: Ranked): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

type Naming = (asked: Pick<Asked, "approvers" | "chains">) => readonly string[];

/** `null`: nobody may approve it, which a line cannot express: without owners it would ask nobody. */
function lineOf(pattern: string, asking: Asking, sample: string, naming: Naming, area?: AreaDefinition): string | null {
  const asked = asking.at(sample);
  const { approvers, min } = asked.approvers.length > 0 || area === undefined ? asked : ofArea(area, asking, asked.min);
  const named = naming({ approvers, chains: asked.chains });
  if (min > 0 && named.length === 0) return null;
  return [pattern, ...(min === 0 ? [] : named.map((login) => `@${login}`))].join(" ");
}

/** If several exclusive areas are asked and nobody holds all of them: the people of the area that the line is for. */
function ofArea(area: AreaDefinition, { index }: Asking, min: number) {
  const chain = { key: `closed\n${area.name}`, areas: [area.name], open: false };
  return { approvers: area.exclusive ? index.approversOf(chain).map(({ login }) => login) : [], min };
}

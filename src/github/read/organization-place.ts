/** Somebody's present membership of an organisation and of one of its teams: asked just before they are added. */

import { z } from "zod";
import { sameName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { readOptional } from "./answer-at.ts";

const membershipView = z.object({ state: z.enum(["active", "pending"]) });

type Membership = "active" | "pending" | "none";

/** Throws if GitHub does not tell (R67). */
export async function teamMembership(client: Client, owner: string, team: string, login: string): Promise<Membership> {
  const path = `/orgs/${encodeURIComponent(owner)}/teams/${encodeURIComponent(team)}/memberships/${encodeURIComponent(login)}`;
  return (await readOptional(client, path, membershipView, "a team's membership"))?.state ?? "none";
}

/** Throws if GitHub does not tell. */
export async function organizationMembership(client: Client, owner: string, login: string): Promise<Membership> {
  const path = `/orgs/${encodeURIComponent(owner)}/memberships/${encodeURIComponent(login)}`;
  return (await readOptional(client, path, membershipView, "a membership"))?.state ?? "none";
}

const teamView = z.object({
  slug: z.string(),
  description: z.string().nullish(),
  privacy: z.string().nullish(),
  parent: z.object({ slug: z.string() }).nullish(),
});

export interface TeamNow {
  readonly description: string | null;
  readonly isSecret: boolean;
  /** Slug of the team above it. */
  readonly parent: string | null;
}

/** `null`: there is no such team, or the app may not see it. */
export async function readTeamNow(client: Client, owner: string, team: string): Promise<TeamNow | null> {
  const path = `/orgs/${encodeURIComponent(owner)}/teams/${encodeURIComponent(team)}`;
  const found = await readOptional(client, path, teamView, "a team");
  // A team that was renamed answers under its new slug alone; another that took the old one carries a description of its own.
  if (found === null || !sameName(found.slug, team)) return null;
  const { description = null, privacy, parent } = found;
  return { description, isSecret: privacy === "secret", parent: parent?.slug ?? null };
}

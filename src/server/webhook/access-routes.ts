/** Events that tell who was given access, or lost it, and by whom: GitHub does not tell that later. */

import type { JobSubject, Note } from "../../model/job.ts";
import type { AccessChange } from "../../registry/access/access-world.ts";
import { collaboratorView, membershipView, organizationView, teamView, type User } from "./payload-views.ts";
import { type Incoming, ignored, job, type Route, type Routing, repositoryRef, viewed } from "./routing.ts";

type ChangeSeen = Pick<AccessChange, "what" | "where">;

/** The actions that may change whom a registry names through a team. */
const memberActions = new Set(["edited", "deleted"]);
const teamActions = new Set(["created", "added_to_repository", "removed_from_repository", ...memberActions]);

export const team: Route = (incoming) => {
  if (!teamActions.has(incoming.action)) return ignored(`team.${incoming.action} changes nobody's access`);
  return viewed(teamView, incoming, ({ organization }) =>
    memberActions.has(incoming.action) ? everything(incoming, organization, null) : news(incoming, organization, null),
  );
};

export const membership: Route = (incoming) =>
  viewed(membershipView, incoming, ({ team: of, organization, member }) => {
    const what = incoming.action === "added" || incoming.action === "removed" ? incoming.action : null;
    const slug = of?.slug?.toLowerCase();
    const told: ChangeSeen | null =
      what === null || slug === undefined ? null : { what, where: { kind: "team", team: slug } };
    return everything(incoming, organization, changeOf(incoming, told, member));
  });

const organizationActions: ReadonlyMap<string, AccessChange["what"]> = new Map([
  ["member_added", "added"],
  ["member_removed", "removed"],
  ["member_invited", "invited"],
]);

export const organization: Route = (incoming) => {
  const what = organizationActions.get(incoming.action);
  if (what === undefined) return ignored(`organization.${incoming.action} changes nobody's access`);
  return viewed(organizationView, incoming, ({ organization: where, membership: of, user }) => {
    const change = changeOf(incoming, { what, where: { kind: "organisation" } }, of?.user ?? user);
    return what === "removed" ? everything(incoming, where, change) : news(incoming, where, change);
  });
};

const collaboratorActions: ReadonlyMap<string, AccessChange["what"]> = new Map([
  ["added", "added"],
  ["removed", "removed"],
  ["edited", "permission"],
]);

/** Somebody was made a collaborator of a repository, or is one no more. */
export const collaborator: Route = (incoming) => {
  const what = collaboratorActions.get(incoming.action);
  const { repository } = incoming.envelope;
  if (what === undefined || !repository) return ignored(`member.${incoming.action} changes nobody's access`);
  return viewed(collaboratorView, incoming, ({ member }) => {
    const { owner, name } = repositoryRef(repository);
    const where = { kind: "repository", repository: name.toLowerCase() } as const;
    return news(incoming, { login: owner }, changeOf(incoming, { what, where }, member));
  });
};

type Change = Extract<Note, { kind: "access" }>["change"];

function changeOf({ envelope }: Incoming, told: ChangeSeen | null, person: User | null | undefined): Change {
  if (told === null || !person) return null;
  const { sender } = envelope;
  return {
    ...told,
    person: { id: person.id, login: person.login },
    by: { id: sender.id, login: sender.login },
  };
}

type Organization = { readonly login: string } | null | undefined;

/** A team belongs to an organisation, so everything open in it may be concerned. */
function everything(incoming: Incoming, where: Organization, change: Change): Routing {
  return job(incoming, { kind: "sweep", repositories: [] }, notes(where, change));
}

function news(incoming: Incoming, where: Organization, change: Change): Routing {
  if (!where) return ignored("nobody but an organisation gives access by teams");
  const subject: JobSubject = { kind: "access-news", owner: where.login };
  return job(incoming, subject, notes(where, change));
}

function notes(where: Organization, change: Change): readonly Note[] {
  return where ? [{ kind: "access", owner: where.login, change }] : [];
}

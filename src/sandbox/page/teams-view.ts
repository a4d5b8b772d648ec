/** Who has access: the organisation's teams, invitations and collaborators, and what the visitor may change as the person they play. */

import { html } from "hono/html";
import type { AccessState, InvitationState, PersonaState, State, TeamState } from "../control-model.ts";
import { avatar, type Html, moment, nothing } from "./bits.ts";
import { roleStatements } from "./model.ts";

const PERMISSIONS = ["triage", "write", "maintain", "admin", "read", "none"];

interface Scene {
  readonly state: State;
  readonly access: AccessState;
  readonly as: PersonaState;
}

export function teamsView(scene: Scene): Html {
  const { access, as } = scene;
  return html`<h1 id="title" tabindex="-1">Teams and access</h1>
    <p class="lead">What ${access.organization} gives people on GitHub, whatever its registry says. Owners and a team's maintainers change it, and anybody may leave.</p>
    <p class="row">${avatar(as.login)} <span>As ${as.login} <span class="quiet">${roleStatements(as)}${access.owners.includes(as.login) ? ", owner" : ""}</span></span></p>
    ${access.teams.map((team) => teamCard(scene, team))}
    ${invitations(scene)}${organization(scene)}${collaborators(scene)}`;
}

function teamCard(scene: Scene, team: TeamState): Html {
  const notes = [
    ...(team.privacy === "secret" ? ["secret"] : []),
    ...(team.parent === null ? [] : [`below ${team.parent}`]),
    ...(team.identityProvider === null ? [] : [`kept by ${team.identityProvider}`]),
    ...team.repositories.map(({ repo, permission }) => `${permission} in ${repo}`),
  ];
  const hidden = html`<input type="hidden" name="team" value="${team.slug}">`;
  return html`<section class="card" id="team-${team.slug}"><h2>${team.slug} <span class="quiet">${notes.join(", ")}</span></h2>
    <p class="quiet">${team.description ?? "No description."}</p>
    <ul>${team.members.map(
      ({ login, role }) =>
        html`<li><form method="post" action="/teams/act" data-act class="row">${by(scene)}${hidden}<input type="hidden" name="login" value="${login}">
          <span>${login}${role === "maintainer" ? html` <span class="tag">maintainer</span>` : nothing}</span>
          <button name="do" value="remove-from-team" class="small">${login === scene.as.login ? "Leave" : "Take out"}</button></form></li>`,
    )}</ul>
    <div class="acts">
    ${form(scene, `Put somebody into ${team.slug}`, html`${hidden}${people(scene, `put-${team.slug}`)}${button("add-to-team", "Put in, or invite")}`)}
    ${form(scene, `Describe ${team.slug}`, html`${hidden}<label for="describe-${team.slug}">Description</label><input id="describe-${team.slug}" name="description" value="${team.description ?? ""}">${button("edit-team", "Change it")}`)}
    ${form(scene, `Give ${team.slug} access`, html`${hidden}${repositories(scene, `give-${team.slug}`)}${permissions(`give-${team.slug}`)}${button("give-team", "Give")}`)}
    ${form(scene, `Delete ${team.slug}`, html`${hidden}${button("delete-team", "Delete the team")}`)}
    </div></section>`;
}

function invitations(scene: Scene): Html {
  const { access } = scene;
  return html`<section class="card" id="invitations"><h2>Invitations</h2>
    ${access.invitations.length === 0 ? html`<p class="quiet">Nobody is invited. Somebody outside the organization who is put into a team is.</p>` : nothing}
    <ul>${access.invitations.map((one) => html`<li>${invitation(scene, one)}</li>`)}</ul></section>`;
}

function invitation(scene: Scene, one: InvitationState): Html {
  const who = one.login ?? one.email ?? "somebody";
  const teams = one.teams.length === 0 ? "" : ` into ${one.teams.join(", ")}`;
  const acts = one.login === scene.as.login ? ANSWERS : UNANSWERED;
  return html`<form method="post" action="/teams/act" data-act class="row">${by(scene)}<input type="hidden" name="login" value="${who}">
    <span>${who}${teams}, by ${one.inviter}, ${moment(one.sentAt)}${one.failed === null ? nothing : html`: ${one.failed.reason}`}</span>
    ${one.failed === null ? acts.map(([value, words]) => button(value, words)) : nothing}</form>`;
}

const ANSWERS = [
  ["accept-invitation", "Accept"],
  ["decline-invitation", "Decline"],
] as const;
const UNANSWERED = [
  ["cancel-invitation", "Take back"],
  ["expire-invitation", "Let it expire"],
] as const;

function organization(scene: Scene): Html {
  const { access } = scene;
  return html`<section class="card" id="organization"><h2>${access.organization} <span class="quiet">${access.members.length} members, owned by ${access.owners.join(", ")}</span></h2>
    <div class="acts">
    ${form(scene, "Owners", html`${people(scene, "owner")}${button("make-owner", "Make an owner")} ${button("make-member", "No owner any more")} ${button("remove-from-organization", "Remove from the organization")}`)}
    ${form(scene, "A new team", html`<label for="new-team">Name</label><input id="new-team" name="name" required value="kusion-approvers">${button("create-team", "Create it")}`)}
    </div></section>`;
}

function collaborators(scene: Scene): Html {
  const outside = scene.access.collaborators.filter((one) => one.outside);
  return html`<section class="card" id="collaborators"><h2>Collaborators <span class="quiet">given access directly</span></h2>
    <ul>${outside.map(({ login, permission, repo }) => html`<li>${login}: ${permission} in ${repo}, from outside the organization</li>`)}</ul>
    <div class="acts">${form(scene, "Give access", html`${people(scene, "collaborator")}${repositories(scene, "collaborator")}${permissions("collaborator")}${button("give-collaborator", "Give")}`)}</div></section>`;
}

function form(scene: Scene, title: string, fields: Html): Html {
  return html`<form method="post" action="/teams/act" data-act class="act" aria-label="${title}">${by(scene)}${fields}</form>`;
}

function by(scene: Scene): Html {
  return html`<input type="hidden" name="as" value="${scene.as.login}">`;
}

function people(scene: Scene, id: string): Html {
  const logins = scene.state.personas.filter(({ type }) => type === "User").map(({ login }) => login);
  return select(`${id}-who`, "login", "Who", logins);
}

function repositories(scene: Scene, id: string): Html {
  const names = scene.state.repositories.map(({ name }) => name);
  return select(`${id}-where`, "repo", "In", names);
}

function permissions(id: string): Html {
  return select(`${id}-what`, "permission", "What", PERMISSIONS);
}

function select(id: string, name: string, title: string, values: readonly string[]): Html {
  return html`<label for="${id}">${title}</label><select id="${id}" name="${name}">${values.map((value) => html`<option value="${value}">${value}</option>`)}</select>`;
}

function button(value: string, words: string): Html {
  return html`<button name="do" value="${value}" class="small">${words}</button>`;
}

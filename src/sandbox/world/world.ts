/** The state of a whole small GitHub and the ways to make and find its parts. Its people act in played-world.ts. */

import { ObjectStore } from "../git/objects.ts";
import { type Clock, runningClock } from "./clock.ts";
import type {
  Actor,
  App,
  CheckRun,
  CheckSuite,
  Comment,
  Installation,
  Invitation,
  Issue,
  Label,
  Permission,
  Pull,
  QueueEntry,
  Repo,
  Review,
  ReviewComment,
  Subject,
  Team,
} from "./model.ts";
import { highest, Organizations } from "./organizations.ts";
import { notFound } from "./refusal.ts";

/** Something that happened, for webhooks. The payload is built only when somebody wants it, then and there. */
export interface WorldEvent {
  readonly name: string;
  readonly action: string | null;
  readonly repo: Repo | null;
  readonly organization: Actor | null;
  readonly sender: Actor;
  readonly subject: Subject | null;
  /** Only this app is told (its check was asked for again, it was installed); `null`: every subscriber. */
  readonly only: App | null;
  payload(): Record<string, unknown>;
}

export type Node =
  | Actor
  | Repo
  | Label
  | Issue
  | Pull
  | Comment
  | Review
  | ReviewComment
  | CheckRun
  | CheckSuite
  | QueueEntry;

/** When an account was made of which nobody says it. */
const LONG_AGO = Date.UTC(2020, 0, 1);

export interface NewTeam extends Partial<Pick<Team, "description" | "privacy" | "parent" | "identityProvider">> {
  readonly name?: string;
  /** Those of the members who maintain it. */
  readonly maintainers?: readonly string[];
  /** By `owner/name`. */
  readonly repositories?: Readonly<Record<string, Permission>>;
}

const INVITATION_LASTS = 7 * 86_400_000;

interface NewInvitation extends Partial<Pick<Invitation, "invitee" | "email" | "role" | "createdAt">> {
  readonly organization: Actor;
  readonly inviter: Actor;
  readonly teams?: readonly Team[];
}

interface NewRepo {
  readonly owner: string;
  readonly name: string;
  readonly description?: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly defaultBranch?: string;
  readonly language?: string;
  /** Files of the first commit; without any the repository is empty. */
  readonly files?: Readonly<Record<string, string>>;
  readonly parent?: Repo;
}

export class World {
  readonly clock: Clock;
  /** Where the API and the pages of this GitHub are; the server sets them when it knows its port. */
  links = { api: "https://api.github.com", html: "https://github.com" };
  readonly git = new ObjectStore();
  /** By folded login. */
  readonly actors = new Map<string, Actor>();
  readonly organizations = new Organizations();
  readonly apps: App[] = [];
  readonly installations: Installation[] = [];
  /** By folded `owner/name`. */
  readonly repos = new Map<string, Repo>();
  readonly nodes = new Map<string, Node>();
  /** From before the sandbox began: found and counted like any other, but not listed on the page. */
  readonly history = new Set<Subject>();
  readonly #byId = new Map<string, Node>();
  readonly #listeners = new Set<(event: WorldEvent) => void>();
  readonly #changed = new Set<(subject: Subject | null) => void>();
  #lastId = 1_000;

  constructor(clock: Clock = runningClock()) {
    this.clock = clock;
  }

  /** A fresh number and the node id made of it. */
  identity(prefix: string): { id: number; nodeId: string } {
    this.#lastId += 1;
    return { id: this.#lastId, nodeId: `${prefix}_${Buffer.from(`kgDO${this.#lastId}`).toString("base64url")}` };
  }

  /** Makes a thing findable by node id and by number. */
  register<T extends Node>(thing: T): T {
    this.nodes.set(thing.nodeId, thing);
    this.#byId.set(`${thing.kind}:${thing.id}`, thing);
    return thing;
  }

  forget(thing: Node): void {
    this.nodes.delete(thing.nodeId);
    this.#byId.delete(`${thing.kind}:${thing.id}`);
  }

  #numbered<K extends Node["kind"]>(kind: K, id: number): Extract<Node, { kind: K }> {
    const found = this.#byId.get(`${kind}:${id}`);
    if (found === undefined || !isKind(found, kind)) throw notFound();
    return found;
  }

  comment(id: number): Comment {
    return this.#numbered("comment", id);
  }
  reviewComment(id: number): ReviewComment {
    return this.#numbered("review-comment", id);
  }
  checkRun(id: number): CheckRun {
    return this.#numbered("check", id);
  }
  checkSuite(id: number): CheckSuite {
    return this.#numbered("suite", id);
  }
  repoById(id: number): Repo {
    return this.#numbered("repo", id);
  }

  onEvent(listener: (event: WorldEvent) => void): void {
    this.#listeners.add(listener);
  }

  emit(event: WorldEvent): void {
    for (const listener of this.#listeners) listener(event);
    this.changed(event.subject);
  }

  /** Told of every change of a subject (`null`: of something else), also of those GitHub sends no event for. Returns how to stop. */
  onChange(listener: (subject: Subject | null) => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  changed(subject: Subject | null): void {
    for (const listener of this.#changed) listener(subject);
  }

  addActor(
    login: string,
    more: { type?: Actor["type"]; name?: string; id?: number; affiliation?: string; createdAt?: number } = {},
  ): Actor {
    const made = this.identity(more.type === "Organization" ? "O" : more.type === "Bot" ? "BOT" : "U");
    const id = more.id ?? made.id;
    const actor: Actor = {
      kind: "actor",
      id,
      nodeId: made.nodeId,
      login,
      name: more.name ?? login,
      email: `${id}+${login}@users.noreply.github.com`,
      type: more.type ?? "User",
      affiliation: more.affiliation ?? null,
      busy: false,
      deleted: false,
      createdAt: more.createdAt ?? LONG_AGO,
    };
    this.actors.set(login.toLowerCase(), actor);
    return this.register(actor);
  }

  /** Throws a 404 for an unknown login; bots are found with and without `[bot]`. */
  actor(login: string): Actor {
    const actor = this.actors.get(login.toLowerCase()) ?? this.actors.get(`${login.toLowerCase()}[bot]`);
    if (actor === undefined) throw notFound();
    return actor;
  }

  /** A person who need not exist yet. */
  anyone(login: string): Actor {
    return this.actors.get(login.toLowerCase()) ?? this.addActor(login, login.endsWith("[bot]") ? { type: "Bot" } : {});
  }

  get teams(): readonly Team[] {
    return this.organizations.teams;
  }

  addMember(organization: string, login: string, role: "admin" | "member" = "member"): Actor {
    const who = this.anyone(login);
    this.organizations.of(this.actor(organization)).members.set(who, role);
    return who;
  }

  /** Whoever is in a team is in its organisation. */
  addTeam(organization: string, slug: string, members: readonly string[], more: NewTeam = {}): Team {
    const owner = this.actor(organization);
    const { maintainers = [], repositories = {} } = more;
    const team: Team = {
      ...this.identity("T"),
      organization: owner,
      slug,
      name: more.name ?? slug,
      description: more.description ?? null,
      privacy: more.privacy ?? "closed",
      parent: more.parent ?? null,
      members: members.map((login) => this.anyone(login)),
      maintainers: new Set(maintainers.map((login) => this.anyone(login))),
      repositories: new Map(Object.entries(repositories).map(([name, role]) => [this.repo(name), role])),
      identityProvider: more.identityProvider ?? null,
      createdAt: this.clock.now(),
    };
    const known = this.organizations.of(owner).members;
    for (const who of team.members) if (!known.has(who)) known.set(who, "member");
    this.organizations.teams.push(team);
    return team;
  }

  /** As somebody made it at that moment; it expires seven days later. */
  addInvitation(asked: NewInvitation): Invitation {
    const createdAt = asked.createdAt ?? this.clock.now();
    const invitation: Invitation = {
      ...this.identity("OI"),
      organization: asked.organization,
      invitee: asked.invitee ?? null,
      email: asked.email ?? null,
      inviter: asked.inviter,
      role: asked.role ?? "direct_member",
      teams: [...(asked.teams ?? [])],
      createdAt,
      expiresAt: createdAt + INVITATION_LASTS,
      failed: null,
    };
    this.organizations.of(asked.organization).invitations.push(invitation);
    return invitation;
  }

  addApp(slug: string, owner: string, more: Pick<App, "permissions" | "events" | "hookUrl">): App {
    const bot = this.addActor(`${slug}[bot]`, { type: "Bot" });
    const app: App = { ...this.identity("A"), slug, name: slug, owner: this.actor(owner), bot, ...more };
    this.apps.push(app);
    return app;
  }

  install(app: App, account: string, repositories: Repo[] | null = null): Installation {
    const installation = {
      id: this.identity("I").id,
      app,
      account: this.actor(account),
      repositories,
      suspendedAt: null,
    };
    this.installations.push(installation);
    return installation;
  }

  /** Installations that see a repository (or, without one, an organisation). */
  installationsOf(repo: Repo | null, organization: Actor | null): Installation[] {
    const account = repo?.owner ?? organization;
    return this.installations.filter(
      (one) =>
        one.account === account && (repo === null || one.repositories === null || one.repositories.includes(repo)),
    );
  }

  addRepo(asked: NewRepo): Repo {
    const now = this.clock.now();
    const repo: Repo = {
      kind: "repo",
      ...this.identity("R"),
      owner: this.actor(asked.owner),
      name: asked.name,
      description: asked.description ?? "",
      private: asked.private ?? false,
      archived: asked.archived ?? false,
      language: asked.language ?? null,
      parent: asked.parent ?? null,
      defaultBranch: asked.defaultBranch ?? "main",
      createdAt: now,
      pushedAt: now,
      refs: new Map(),
      labels: new Map(),
      subjects: new Map(),
      nextNumber: 1,
      collaborators: new Map(),
      protections: new Map(),
      checkRuns: new Map(),
      checkSuites: new Map(),
      queues: new Map(),
      activity: [],
    };
    this.repos.set(`${repo.owner.login}/${repo.name}`.toLowerCase(), repo);
    if (asked.files !== undefined) this.#firstCommit(repo, asked.files);
    return this.register(repo);
  }

  #firstCommit(repo: Repo, files: Readonly<Record<string, string>>): void {
    const blobs = new Map(Object.entries(files).map(([path, text]) => [path, this.git.writeBlob(text)]));
    const who = { name: repo.owner.name, email: repo.owner.email, login: null, at: this.clock.now() };
    const tree = this.git.writeTree(blobs);
    const sha = this.git.writeCommit({ tree, parents: [], author: who, committer: who, message: "First commit" });
    repo.refs.set(`refs/heads/${repo.defaultBranch}`, sha);
  }

  renameRepo(repo: Repo, name: string): void {
    this.repos.delete(`${repo.owner.login}/${repo.name}`.toLowerCase());
    repo.name = name;
    this.repos.set(`${repo.owner.login}/${name}`.toLowerCase(), repo);
  }

  deleteRepo(repo: Repo): void {
    this.repos.delete(`${repo.owner.login}/${repo.name}`.toLowerCase());
    this.forget(repo);
  }

  /** By `owner/name` without regard to case. Throws a 404. */
  repo(fullName: string): Repo {
    const repo = this.repos.get(fullName.toLowerCase());
    if (repo === undefined) throw notFound();
    return repo;
  }

  subject(fullName: string, number: number): Subject {
    const subject = this.repo(fullName).subjects.get(number);
    if (subject === undefined) throw notFound();
    return subject;
  }

  pull(fullName: string, number: number): Pull {
    const subject = this.subject(fullName, number);
    if (subject.kind !== "pull") throw notFound();
    return subject;
  }

  addLabel(repo: Repo, name: string, color = "ededed", description: string | null = null): Label {
    const label: Label = { kind: "label", ...this.identity("LA"), repo, name, color, description };
    repo.labels.set(name.toLowerCase(), label);
    return this.register(label);
  }

  /** The branch's tip; `undefined` for a branch that is not there. */
  tip(repo: Repo, branch: string): string | undefined {
    return repo.refs.get(`refs/heads/${branch}`);
  }

  /** The highest that anything grants. */
  permission(repo: Repo, actor: Actor): Permission {
    if (actor === repo.owner) return "admin";
    const given = repo.collaborators.get(actor.login.toLowerCase());
    return highest([
      ...this.organizations.grants(repo, actor).map(({ permission }) => permission),
      given ?? (repo.private ? "none" : "read"),
    ]);
  }
}

function isKind<K extends Node["kind"]>(node: Node, kind: K): node is Extract<Node, { kind: K }> {
  return node.kind === kind;
}

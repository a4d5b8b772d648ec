/** Expresses Markdown lists of maintainers, approvers and the like as roles; a project becomes an area of the repository with its name. */

import type { Note, Tree } from "../../../registry/ownership/tree.ts";
import { isPerson } from "../import-people.ts";
import { type AreaDraft, type DraftRegistry, NOBODY, type OwnerKey } from "../import-types.ts";
import type { Listed } from "./cards.ts";
import { peopleIn, type ReadPeople } from "./markdown-people.ts";
import { type ListedRole, roleOfFile } from "./roles-named.ts";
import { doubts } from "./second-reading.ts";

const FILES =
  /^(?:(?:\.github|docs|community|governance)\/)?(?:[a-z]+[-_])?(?:maintainers|approvers|committers|reviewers|contributors|members|owners|emeritus)\.(?:md|markdown)$/i;

/** Lists of people in forms that are not read: Docker's and containerd's `MAINTAINERS`, an `.rst`, an `.adoc`. */
export function unreadLists({ paths }: Tree): readonly string[] {
  return paths.filter((path) => UNREAD.test(path)).slice(0, MAX_UNREAD);
}

const UNREAD =
  /^(?:(?:\.github|docs|community|governance)\/)?(?:maintainers|approvers|committers|reviewers)(?:\.(?:txt|rst|adoc|toml|csv|ya?ml))?$/i;
const MAX_UNREAD = 5;

interface ReadFile extends ReadPeople {
  readonly path: string;
}

/** `null`: the tree has no such list. */
export function movedFromMarkdown(tree: Tree): DraftRegistry | null {
  const files = tree.paths.flatMap((path) => (FILES.test(path) ? readFile(path, tree) : []));
  if (files.length === 0) return null;
  const { listed, revived } = sure(files);
  const active = listed.filter(({ role }) => role !== "emeritus");
  const projects = [...new Map(active.flatMap((each) => each.projects).map((name) => [slug(name), name])).values()];
  const keys: KeysOf = (role, project) => [
    ...new Set(
      active.filter((each) => role.includes(each.role) && isOf(each, project)).map(({ login }) => login.toLowerCase()),
    ),
  ];
  const general = {
    approvers: keys(APPROVING, null),
    reviewers: keys(REVIEWING, null),
  };
  return {
    source: files.map(({ path }) => path).join(", "),
    unfit: active.some(({ role }) => role === "maintainers")
      ? null
      : { isCertain: true, why: "nobody could be read as a maintainer for certain" },
    lower: active.some(({ role }) => role === "reviewers") ? "reviewers" : "contributors",
    repositories: projects.length > 0 ? projects.map(slug) : [""],
    areas: projects.map((name) => projectArea(name, keys)),
    everywhere: general,
    governing: new Set(active.filter(({ role }) => role === "maintainers").map(({ login }) => login.toLowerCase())),
    members: keys(["members"], null),
    atAreas: false,
    emeritus: [...new Set(listed.filter(({ role }) => role === "emeritus").map(({ login }) => login.toLowerCase()))],
    spelling: new Map(listed.map(({ login }) => [login.toLowerCase(), login])),
    affiliations: new Map(
      listed.flatMap(({ login, affiliation }) => (affiliation === null ? [] : [[login.toLowerCase(), affiliation]])),
    ),
    notes: [],
    questions: [...files.flatMap(questionsOf), ...revived],
    rules: [
      "Such lists bind no tool: until now whoever could merge decided. From now on one approval of an approver or maintainer is asked for.",
    ],
    ownershipOf: (_path, repository) => ownershipIn(projects.find((name) => slug(name) === repository) ?? null, keys),
  };
}

/** Who is listed with one of the roles for a project; `null`: for all. */
type KeysOf = (roles: readonly ListedRole[], project: string | null) => readonly OwnerKey[];

const APPROVING: readonly ListedRole[] = ["maintainers", "approvers"];
const REVIEWING: readonly ListedRole[] = ["reviewers", "contributors"];

function projectArea(name: string, keys: KeysOf): AreaDraft {
  return {
    name: slug(name),
    paths: [],
    repos: [slug(name)],
    inherits: true,
    needsNobody: false,
    joinable: false,
    approvers: keys(APPROVING, name),
    reviewers: keys(REVIEWING, name),
    about: slug(name) === name ? [] : [`${name}: check that its repository is called so`],
  };
}

function ownershipIn(project: string | null, keys: KeysOf): ReturnType<DraftRegistry["ownershipOf"]> {
  const of = (roles: readonly ListedRole[]) =>
    new Set([...keys(roles, null), ...(project === null ? [] : keys(roles, project))]);
  const approvers = of(APPROVING);
  const unowned = approvers.size > 0 ? null : "nobody who approves is listed for it";
  return { approvers: approvers.size > 0 ? approvers : NOBODY, reviewers: of(REVIEWING), needsNobody: false, unowned };
}

/** What the file says of people for certain: as read, and borne out by a second reading of its lines. */
function readFile(path: string, tree: Tree): readonly ReadFile[] {
  const text = tree.read(path);
  if (text === null) return [];
  const role = roleOfFile(path);
  if (role === null) {
    const why = "its name says more than a role, so I cannot tell what its people may do";
    return [{ path, people: [], questions: [{ line: 1, text: path, why }] }];
  }
  const { people, questions } = peopleIn(text, role);
  const doubtful = new Map(doubts(text, people).map(({ login, why }) => [login.toLowerCase(), why]));
  const isSure = ({ login }: Listed) => !doubtful.has(login.toLowerCase());
  const more = [...doubtful].map(([login, why]) => ({ line: 1, text: login, why }));
  return [{ path, people: people.filter(isSure), questions: [...questions, ...more] }];
}

/** Whoever is listed both as active and as no longer so holds nothing until somebody says which. */
function sure(files: readonly ReadFile[]): { readonly listed: readonly Listed[]; readonly revived: readonly Note[] } {
  const all = files.flatMap(({ people }) => people).filter(({ login }) => isPerson(login.toLowerCase()));
  const former = new Set(all.flatMap(({ login, role }) => (role === "emeritus" ? [login.toLowerCase()] : [])));
  const isRevived = ({ login, role }: Listed) => role !== "emeritus" && former.has(login.toLowerCase());
  const place = files.map(({ path }) => path).join(", ");
  const revived = [...new Set(all.filter(isRevived).map(({ login }) => login))].map((login) => ({
    place,
    text: `${JSON.stringify(login)}: they are listed as active and as no longer so; written down as emeritus`,
  }));
  return { listed: all.filter((each) => !isRevived(each)), revived };
}

/** Without a project, somebody is of all. */
function isOf({ projects }: Listed, project: string | null): boolean {
  return project === null ? projects.length === 0 : projects.some((name) => slug(name) === slug(project));
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9._]+/g, "-")
      .replace(/^-+|-+$/g, "") || "project"
  );
}

function questionsOf({ path, questions }: { readonly path: string } & ReadPeople): readonly Note[] {
  return questions.map(({ line, text, why }) => ({
    place: `${path}:${line}`,
    text: `${JSON.stringify(text.slice(0, 100))}: ${why}`,
  }));
}

/** Says Markdown lists of maintainers, approvers and the like as roles; a project is an area of the repository of its name. */
import { type AreaDraft, type Moved, NOBODY, type Note, type OwnerKey, type Tree } from "../model.ts";
import { isPerson } from "../people.ts";
import { type Listed, type ListedRole, peopleIn, type ReadPeople, roleIn } from "./people.ts";

const FILES =
  /^(?:(?:\.github|docs|community|governance)\/)?(?:[a-z]+[-_])?(?:maintainers|approvers|committers|reviewers|contributors|members|owners|emeritus)\.(?:md|markdown)$/i;

/** `null`: the tree has no such list, or none that names anybody. */
export function movedFromMarkdown(tree: Tree): Moved | null {
  const files = tree.paths.flatMap((path) => {
    const role = FILES.test(path) ? roleOfFile(path) : null;
    const text = role === null ? null : tree.read(path);
    return role === null || text === null ? [] : [{ path, ...peopleIn(text, role) }];
  });
  const listed = files.flatMap(({ people }) => people).filter(({ login }) => isPerson(login.toLowerCase()));
  if (listed.length === 0) return null;
  const active = listed.filter(({ role }) => role !== "emeritus");
  const projects = [...new Map(active.flatMap((each) => each.projects).map((name) => [slug(name), name])).values()];
  const keys = (role: readonly ListedRole[], project: string | null): readonly OwnerKey[] => [
    ...new Set(
      active.filter((each) => role.includes(each.role) && isOf(each, project)).map(({ login }) => login.toLowerCase()),
    ),
  ];
  const general = {
    approvers: keys(["maintainers", "approvers"], null),
    reviewers: keys(["reviewers", "contributors"], null),
  };
  return {
    source: files
      .filter(({ people }) => people.length > 0)
      .map(({ path }) => path)
      .join(", "),
    lower: active.some(({ role }) => role === "reviewers") ? "reviewers" : "contributors",
    repositories: projects.length > 0 ? projects.map(slug) : [""],
    areas: projects.map(
      (name): AreaDraft => ({
        ...{ name: slug(name), paths: [], repos: [slug(name)], inherits: true, needsNobody: false, joinable: false },
        approvers: keys(["maintainers", "approvers"], name),
        reviewers: keys(["reviewers", "contributors"], name),
        about: slug(name) === name ? [] : [`${name}: check that its repository is called so`],
      }),
    ),
    everywhere: general,
    governing: new Set(active.filter(({ role }) => role === "maintainers").map(({ login }) => login.toLowerCase())),
    members: keys(["members"], null),
    emeritus: [...new Set(listed.filter(({ role }) => role === "emeritus").map(({ login }) => login.toLowerCase()))],
    spelling: new Map(listed.map(({ login }) => [login.toLowerCase(), login])),
    affiliations: new Map(
      listed.flatMap(({ login, affiliation }) => (affiliation === null ? [] : [[login.toLowerCase(), affiliation]])),
    ),
    notes: files.flatMap(notesOf),
    rules: [
      "Such lists bind no tool: until now whoever could merge decided. From now on one approval of an approver or maintainer is asked for.",
    ],
    ownershipOf: (_path, repository) => {
      const project = projects.find((name) => slug(name) === repository) ?? null;
      const of = (role: readonly ListedRole[]) =>
        new Set([...keys(role, null), ...(project === null ? [] : keys(role, project))]);
      const approvers = of(["maintainers", "approvers"]);
      const unowned = approvers.size > 0 ? null : "nobody who approves is listed for it";
      return {
        approvers: approvers.size > 0 ? approvers : NOBODY,
        reviewers: of(["reviewers", "contributors"]),
        needsNobody: false,
        unowned,
      };
    },
  };
}

function roleOfFile(path: string): ListedRole | null {
  return roleIn(path.replace(/^.*\//, "").replace(/[-_.]/g, " "));
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

function notesOf({ path, unread }: { readonly path: string } & ReadPeople): readonly Note[] {
  return unread.map((text) => ({
    place: path,
    text: `nobody's login could be made out in ${JSON.stringify(text.slice(0, 100))}`,
  }));
}

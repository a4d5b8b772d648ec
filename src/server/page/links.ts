/** Addresses of the page's own views, whether served or written as files, and addresses on GitHub. The page's own are all relative. */

import { type RepositoryName, unreachable } from "../../shared/names.ts";
import { type PullQuery, pullSearch, type SectionQuery, searchOf, sectionSearch } from "./page-query.ts";

/** Of every repository with a good registry. */
export const SECTIONS = ["promotions", "load", "people", "ladder", "areas", "decisions"] as const;
/** The last ones only if there is something to show: what the community decides, and who should have access. */
export const ALL_SECTIONS: readonly Section[] = [...SECTIONS, "votes", "access"];
export type Section = (typeof SECTIONS)[number] | "votes" | "access";

export type Target =
  | { readonly kind: "home"; readonly page: number }
  | { readonly kind: "repository"; readonly repository: RepositoryName; readonly query: PullQuery }
  | {
      readonly kind: "section";
      readonly repository: RepositoryName;
      readonly section: Section;
      readonly query: SectionQuery;
    }
  | { readonly kind: "pull"; readonly repository: RepositoryName; readonly number: number }
  | { readonly kind: "promotion"; readonly repository: RepositoryName; readonly number: number }
  | { readonly kind: "style" }
  | { readonly kind: "icon" };

export interface Links {
  to(target: Target): string;
  /** GitHub's address for browsers, without a slash at its end: `https://github.com`. */
  readonly web: string;
  /** Whether a form can be submitted: a site of static files has no server. */
  readonly isServed: boolean;
}

/** From the address that a visitor asked for, so that a proxy may put the page under any prefix. */
export function servedLinks(base: string, path: string, web: string): Links {
  const root = rootFrom(base, path);
  return { web, isServed: true, to: (target) => `${root}${served(target)}` };
}

/** The relative path from a view to the page's root, with a slash at its end. `path` is below `base`. */
export function rootFrom(base: string, path: string): string {
  const below = path.slice(base.length);
  const ups = below.split("/").length - 2;
  if (ups > 0) return "../".repeat(ups);
  return below === "" && base !== "" ? `./${base.slice(base.lastIndexOf("/") + 1)}/` : "./";
}

function served(target: Target): string {
  switch (target.kind) {
    case "home":
      return searchOf({}, target.page);
    case "style":
      return "_page/style.css";
    case "icon":
      return "_page/mark.svg";
    case "repository":
      return `${named(target.repository)}${pullSearch(target.query)}`;
    case "section":
      return `${named(target.repository)}/${target.section}${sectionSearch(target.query)}`;
    case "pull":
    case "promotion":
      return `${named(target.repository)}/${target.kind}/${target.number}`;
    default:
      return unreachable(target);
  }
}

/** From one file of the site to another, so that the site may be anywhere. */
export function fileLinks(from: Target, web: string): Links {
  const up = "../".repeat(filePath(from).split("/").length - 1);
  return {
    web,
    isServed: false,
    to: (target) => `${up}${filePath(target).split("/").map(encodeURIComponent).join("/")}`,
  };
}

/** The file of a view in the site. Owners and names are GitHub's, which contain neither slashes nor `..`; no owner begins with `_`. */
export function filePath(target: Target): string {
  switch (target.kind) {
    case "home":
      return target.page > 1 ? `_page/${target.page}/index.html` : "index.html";
    case "style":
      return "style.css";
    case "icon":
      return "mark.svg";
    case "repository":
      return `${folderOf(target.repository)}/${target.query.page > 1 ? `page/${target.query.page}/` : ""}index.html`;
    case "section":
      return `${folderOf(target.repository)}/${target.section}/${target.query.page > 1 ? `${target.query.page}/` : ""}index.html`;
    case "pull":
    case "promotion":
      return `${folderOf(target.repository)}/${target.kind}/${target.number}/index.html`;
    default:
      return unreachable(target);
  }
}

function folderOf({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`;
}

/** On GitHub. Each part is escaped, whatever a registry contains. */
export function onGitHub(links: Pick<Links, "web">, ...parts: readonly string[]): string {
  return `${links.web}/${parts.map(encodeURIComponent).join("/")}`;
}

function named({ owner, name }: RepositoryName): string {
  return `${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

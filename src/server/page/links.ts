/** Addresses of the page's own views, as it is served under a path, or as files beside each other; and GitHub's. */
import type { RepositoryName } from "../../shared/names.ts";

export type Target =
  | { readonly kind: "home" }
  | { readonly kind: "repository"; readonly repository: RepositoryName }
  | { readonly kind: "pull"; readonly repository: RepositoryName; readonly number: number }
  | { readonly kind: "style" }
  | { readonly kind: "icon" };

export interface Links {
  to(target: Target): string;
  /** What people's browsers open for GitHub, without a slash at its end: `https://github.com`. */
  readonly web: string;
}

/** Under `base` ("" for the root) of whatever host serves it. */
export function servedLinks(base: string, web: string): Links {
  return { web, to: (target) => `${base}${served(target)}`.replace(/(?<=.)\/$/, "") };
}

function served(target: Target): string {
  switch (target.kind) {
    case "home":
      return "/";
    case "style":
      return "/_page/style.css";
    case "icon":
      return "/_page/mark.svg";
    case "repository":
      return `/${named(target.repository)}`;
    default:
      return `/${named(target.repository)}/pull/${target.number}`;
  }
}

/** From one file of the site to another, so that it may lie anywhere. */
export function fileLinks(from: Target, web: string): Links {
  const up = "../".repeat(filePath(from).split("/").length - 1);
  return { web, to: (target) => `${up}${filePath(target).split("/").map(encodeURIComponent).join("/")}` };
}

/** Where a view lies in the site. Owners and names are GitHub's, which hold neither slashes nor `..`. */
export function filePath(target: Target): string {
  switch (target.kind) {
    case "home":
      return "index.html";
    case "style":
      return "style.css";
    case "icon":
      return "mark.svg";
    case "repository":
      return `${target.repository.owner}/${target.repository.name}/index.html`;
    default:
      return `${target.repository.owner}/${target.repository.name}/pull/${target.number}/index.html`;
  }
}

/** On GitHub. Each part is escaped, whatever stands in a registry. */
export function onGitHub(links: Pick<Links, "web">, ...parts: readonly string[]): string {
  return `${links.web}/${parts.map(encodeURIComponent).join("/")}`;
}

function named({ owner, name }: RepositoryName): string {
  return `${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

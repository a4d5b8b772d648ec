/** Which GitHub to use, github.com or a GitHub Enterprise Server, and which of an organisation's repositories holds its registry. */

import type { Env, Variables } from "./variables.ts";

export interface GitHubUrls {
  /** REST base without a slash at its end: `https://api.github.com`, `https://ghe.example.org/api/v3`. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** GitHub's address for browsers: `https://github.com`. */
  readonly webUrl: string;
}

export const GITHUB_COM: GitHubUrls = {
  apiUrl: "https://api.github.com",
  graphqlUrl: "https://api.github.com/graphql",
  webUrl: "https://github.com",
};
const COM_NAMES = /^(?:www\.|api\.)?github\.com$/;

export function gitHubUrls(read: Variables, faults: string[]): GitHubUrls {
  const protocol = read.GHE_PROTOCOL?.toLowerCase() ?? "https";
  if (protocol !== "https" && protocol !== "http") {
    faults.push(`GHE_PROTOCOL is ${JSON.stringify(read.GHE_PROTOCOL)}. It can be https or http.`);
  }
  if (read.GHE_HOST === null) {
    return GITHUB_COM;
  }
  const fault = hostFault(read.GHE_HOST);
  if (fault !== null) faults.push(fault);
  return ghesUrls(protocol === "http" ? "http" : "https", read.GHE_HOST);
}

function hostFault(text: string): string | null {
  const isHost = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(text) && URL.canParse(`https://${text}`);
  if (isHost) return null;
  const what = `GHE_HOST is ${JSON.stringify(text)}.`;
  // What it would be without a scheme before and a path behind.
  const [, scheme = "", host = ""] = /^(?:(https?):)?\/*(?:[^/@]*@)?([^/?#]+)/i.exec(text) ?? [];
  if (host !== "" && host !== text && hostFault(host) === null) {
    const also = scheme.toLowerCase() === "http" ? " and GHE_PROTOCOL=http" : "";
    return `${what} Give the host alone: GHE_HOST=${host}${also}.`;
  }
  return `${what} Give the host alone, with its port if it has one: ghe.example.org or 127.0.0.1:4000.`;
}

/**
 * The addresses of a GitHub Enterprise Server (or the sandbox). They are the same however the host is written, `H:443` or `h`; a company
 * on GHE.com has its API on a separate host.
 */
export function ghesUrls(protocol: string, host: string): GitHubUrls {
  const written = `${protocol}://${host}`;
  const { origin: webUrl, hostname } = URL.canParse(written) ? new URL(written) : { origin: written, hostname: host };
  if (COM_NAMES.test(hostname)) return GITHUB_COM;
  if (/^[\w-]+\.ghe\.com$/.test(hostname)) {
    const apiUrl = webUrl.replace("://", "://api.");
    return { apiUrl, graphqlUrl: `${apiUrl}/graphql`, webUrl };
  }
  return { apiUrl: `${webUrl}/api/v3`, graphqlUrl: `${webUrl}/api/graphql`, webUrl };
}

/** For a command that reads these two variables alone; a fault in them shows as an address that does not answer. */
export function gitHubUrlsOf(env: Env): GitHubUrls {
  const host = env.GHE_HOST?.trim();
  return host ? ghesUrls(env.GHE_PROTOCOL?.trim().toLowerCase() || "https", host) : GITHUB_COM;
}

export function registryRepo(read: Variables, faults: string[]): string {
  const name = read.REGISTRY_REPO ?? ".github";
  if (/^[\w.-]{1,100}$/.test(name)) return name;
  faults.push(
    `REGISTRY_REPO is ${JSON.stringify(name)}. Give the repository's name alone, without its owner: .github or community.`,
  );
  return name;
}

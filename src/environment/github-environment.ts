/** Which GitHub: github.com, or a GitHub Enterprise Server; and which of its repositories has the registry of all. */
import type { Env, Variables } from "./variables.ts";

export interface GitHubUrls {
  /** REST base without a slash at its end: `https://api.github.com`, `https://ghe.example.org/api/v3`. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** What people's browsers open: `https://github.com`. */
  readonly webUrl: string;
}

const GITHUB_COM: GitHubUrls = {
  apiUrl: "https://api.github.com",
  graphqlUrl: "https://api.github.com/graphql",
  webUrl: "https://github.com",
};

export function gitHubUrls(read: Variables, faults: string[]): GitHubUrls {
  const protocol = read.GHE_PROTOCOL ?? "https";
  if (protocol !== "https" && protocol !== "http") {
    faults.push(`GHE_PROTOCOL is ${JSON.stringify(protocol)}. It can be https or http.`);
  }
  if (read.GHE_HOST === null) {
    return GITHUB_COM;
  }
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(read.GHE_HOST)) {
    faults.push(
      `GHE_HOST is ${JSON.stringify(read.GHE_HOST)}. Give the host alone, with its port if it has one: ghe.example.org or 127.0.0.1:4000.`,
    );
  }
  return ghesUrls(protocol, read.GHE_HOST);
}

/** Where a GitHub Enterprise Server (or the sandbox) answers. */
export function ghesUrls(protocol: string, host: string): GitHubUrls {
  const webUrl = `${protocol}://${host}`;
  return { apiUrl: `${webUrl}/api/v3`, graphqlUrl: `${webUrl}/api/graphql`, webUrl };
}

/** For a command that reads these two variables alone; a fault in them shows as an address that does not answer. */
export function gitHubUrlsOf(env: Env): GitHubUrls {
  const host = env.GHE_HOST?.trim();
  return host ? ghesUrls(env.GHE_PROTOCOL?.trim() || "https", host) : GITHUB_COM;
}

export function registryRepo(read: Variables, faults: string[]): string {
  const name = read.REGISTRY_REPO ?? ".github";
  if (/^[\w.-]{1,100}$/.test(name)) return name;
  faults.push(
    `REGISTRY_REPO is ${JSON.stringify(name)}. Give the repository's name alone, without its owner: .github or community.`,
  );
  return name;
}

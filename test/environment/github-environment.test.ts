import { describe, expect, it } from "vitest";
import { gitHubUrlsOf } from "../../src/environment/github-environment.ts";
import { credentials, environment, faults } from "./a-reading.ts";

const com = {
  apiUrl: "https://api.github.com",
  graphqlUrl: "https://api.github.com/graphql",
  webUrl: "https://github.com",
};
const h = { apiUrl: "https://h/api/v3", graphqlUrl: "https://h/api/graphql", webUrl: "https://h" };

describe("which GitHub", () => {
  it.each([
    [{ GHE_HOST: "h" }, h],
    [{ GHE_HOST: "H:443" }, h],
    [{ GHE_HOST: "h:443", GHE_PROTOCOL: "HTTPS" }, h],
    [{ GHE_HOST: "h:80", GHE_PROTOCOL: "http" }, { webUrl: "http://h" }],
    [{ GHE_HOST: "h:443", GHE_PROTOCOL: "http" }, { webUrl: "http://h:443" }],
    [{ GHE_HOST: "h:8443" }, { webUrl: "https://h:8443", apiUrl: "https://h:8443/api/v3" }],
    [{ GHE_HOST: "[::1]:4000", GHE_PROTOCOL: "http" }, { webUrl: "http://[::1]:4000" }],
    [{ GHE_HOST: "github.com" }, com],
    [{ GHE_HOST: "api.github.com:443" }, com],
    [{ GHE_HOST: "octo.ghe.com" }, { webUrl: "https://octo.ghe.com", apiUrl: "https://api.octo.ghe.com" }],
  ])("%j is the same for the service and for every command", (env, urls) => {
    expect(environment({ ...credentials, ...env })).toMatchObject(urls);
    expect(gitHubUrlsOf(env)).toMatchObject(urls);
  });

  it.each([
    ["https://ghe.example.org/", "GHE_HOST=ghe.example.org."],
    ["http://ghe.example.org:8080", "GHE_HOST=ghe.example.org:8080 and GHE_PROTOCOL=http."],
    ["ghe.example.org/api/v3", "GHE_HOST=ghe.example.org."],
    ["//ghe.example.org", "GHE_HOST=ghe.example.org."],
    ["ghe example", "Give the host alone"],
    ["ghe.example.org:99999", "Give the host alone"],
  ])("%s is told with what to write", (value, words) => {
    expect(faults({ ...credentials, GHE_HOST: value })).toEqual([expect.stringContaining(words)]);
  });
});

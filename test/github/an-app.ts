/** An app against api.github.com as nock plays it, between `play` and `stop`. */

import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { type GitHub, type GitHubOptions, openGitHub } from "../../src/github/client/client.ts";

/** It begins as soon as it is loaded, and then pretends to whatever runs later in this process that every port answers. */
nock.restore();

/** No other address is reached meanwhile. */
export function play(): void {
  nock.activate();
  nock.disableNetConnect();
}

/** Forgets what was not asked for, and gives this process its network back. */
export function stop(): void {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
}

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

export const API = "https://api.github.com";

export function anApp(options: Partial<GitHubOptions> = {}): GitHub {
  return openGitHub({ apiUrl: API, graphqlUrl: `${API}/graphql`, appId: 7, privateKey, ...options });
}

/** GitHub hands out `token` for installation 1; counts how often it is asked. */
export function tokens(token = "ghs_first", expiresAt = "2099-01-01T00:00:00Z"): nock.Scope {
  return nock(API).post("/app/installations/1/access_tokens").reply(201, { token, expires_at: expiresAt });
}

/** The settings that a workflow gives the Action, all checked at once. */

import { z } from "zod";
import { GITHUB_COM } from "../../environment/github-environment.ts";
import { type Proxies, proxiesOf } from "../../environment/proxy-environment.ts";

export interface ActionSettings {
  readonly eventName: string;
  readonly eventPath: string;
  readonly token: string;
  /** `null`: none was given; what Rung remembers in its comments then holds for one run. */
  readonly recordKey: string | null;
  /** Whose token it is: the checks' app, and the login that comments are written under. */
  readonly appId: number;
  readonly botLogin: string;
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly graphqlUrl: string;
  /** A runner of one's own may stand behind some; `null`: it does not. */
  readonly proxies: Proxies | null;
  readonly registryRepo: string;
  /** 1; more: somebody ran the same event again. */
  readonly attempt: number;
}

type SettingsReading =
  | { readonly kind: "read"; readonly settings: ActionSettings }
  | { readonly kind: "faulty"; readonly faults: readonly string[] };

/** GitHub Actions itself, on github.com. */
const ACTIONS_APP = 15_368;
const ACTIONS_BOT = "github-actions[bot]";
/** Shorter ones can be guessed offline from a signed comment. */
const MIN_KEY_LENGTH = 20;

const text = z
  .string()
  .optional()
  .transform((value) => value?.trim() ?? "");

const variables = z.object({
  GITHUB_EVENT_NAME: text,
  GITHUB_EVENT_PATH: text,
  GITHUB_API_URL: text,
  GITHUB_GRAPHQL_URL: text,
  GITHUB_SERVER_URL: text,
  GITHUB_RUN_ATTEMPT: text,
  GITHUB_TOKEN: text,
  RUNG_RECORD_KEY: text,
  RUNG_APP_ID: text,
  RUNG_BOT: text,
  REGISTRY_REPO: text,
});

/** Faults name variables and inputs, never a value of a secret (R27). */
export function actionSettings(env: Readonly<Record<string, string | undefined>>): SettingsReading {
  const read = variables.parse(env);
  const faults: string[] = [];
  if (read.GITHUB_EVENT_NAME === "" || read.GITHUB_EVENT_PATH === "")
    faults.push("GITHUB_EVENT_NAME and GITHUB_EVENT_PATH are not set: this runs within a GitHub Actions workflow.");
  if (read.GITHUB_TOKEN === "") faults.push("There is no token. Leave the input `token` out for the workflow's own.");
  if (read.RUNG_RECORD_KEY !== "" && read.RUNG_RECORD_KEY.length < MIN_KEY_LENGTH)
    faults.push("The input `record-key` is too short. Make a secret of a long random text: openssl rand -hex 32.");
  const appId = read.RUNG_APP_ID === "" ? ACTIONS_APP : Number(read.RUNG_APP_ID);
  if (!Number.isSafeInteger(appId) || appId <= 0) faults.push("The input `app-id` is no app's number.");
  if (faults.length > 0) return { kind: "faulty", faults };
  return {
    kind: "read",
    settings: {
      eventName: read.GITHUB_EVENT_NAME,
      eventPath: read.GITHUB_EVENT_PATH,
      token: read.GITHUB_TOKEN,
      appId,
      apiUrl: read.GITHUB_API_URL || GITHUB_COM.apiUrl,
      webUrl: read.GITHUB_SERVER_URL || GITHUB_COM.webUrl,
      recordKey: read.RUNG_RECORD_KEY || null,
      botLogin: read.RUNG_BOT || ACTIONS_BOT,
      graphqlUrl: read.GITHUB_GRAPHQL_URL || GITHUB_COM.graphqlUrl,
      proxies: proxiesOf(env),
      registryRepo: read.REGISTRY_REPO || ".github",
      attempt: Math.max(1, Number(read.GITHUB_RUN_ATTEMPT) || 1),
    },
  };
}

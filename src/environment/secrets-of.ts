/** The secrets that must never appear in the log (R27). */

import { passwordsIn } from "./database-environment.ts";
import type { Environment } from "./environment.ts";
import type { Env } from "./variables.ts";

/** Names of variables that hold a secret, Rung's own or that of a program it uses (PGPASSWORD); not those with names of files. */
const secretName = /(?:SECRET|PASSWORD|PASSWD|PRIVATE_KEY|TOKEN|RECORD_KEY)(?:_PREVIOUS)?$/i;

/** `env`: the variables that the environment was read from. */
export function secretsOf({ app, databaseUrl, proxies, page }: Environment, env: Env = {}): readonly string[] {
  const urls = [databaseUrl, proxies?.https, proxies?.http];
  const given = Object.entries(env).flatMap(([name, value = ""]) => (secretName.test(name) ? [value.trim()] : []));
  return [
    ...(app.kind === "sandbox" ? [] : [app.privateKey, ...app.webhookSecrets]),
    ...(page?.signIn ? [page.signIn.clientSecret] : []),
    ...urls.flatMap((url) => (url ? passwordsIn(url) : [])),
    ...given,
  ].filter((secret) => secret !== "");
}

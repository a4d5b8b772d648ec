/** The choices that a person makes before an app can be registered, checked field by field. Pure. */

import { webhookPath } from "../../server/server.ts";

export interface Asked {
  readonly webhookUrl: string;
  /** Empty: the app belongs to the person. */
  readonly organization: string;
  readonly name: string;
}

type Choices =
  | { readonly kind: "chosen"; readonly choices: Asked }
  | { readonly kind: "faulty"; readonly faults: readonly string[] };

/** GitHub's own limit. */
const MAX_NAME_LENGTH = 34;
const LOGIN = /^[a-z\d](?:[a-z\d-]{0,38})$/i;

/** A webhook address without a path is completed with Rung's. */
export function choicesFrom(given: Asked): Choices {
  const faults: string[] = [];
  const webhookUrl = completed(given.webhookUrl.trim(), faults);
  const organization = given.organization.trim();
  const name = given.name.trim();
  if (organization !== "" && !LOGIN.test(organization))
    faults.push("The organisation is its name alone, as in its address on GitHub.");
  if (name === "" || name.length > MAX_NAME_LENGTH)
    faults.push(`The name has 1 to ${MAX_NAME_LENGTH} characters, and no other app on GitHub has it.`);
  return faults.length > 0
    ? { kind: "faulty", faults }
    : { kind: "chosen", choices: { webhookUrl, organization, name } };
}

/** What is wrong with what was chosen beforehand; `null`: not chosen yet. */
export function givenFaults(given: { readonly [Key in keyof Asked]: Asked[Key] | null }): readonly string[] {
  const { webhookUrl, organization, name } = given;
  const faulty = choicesFrom({
    webhookUrl: webhookUrl ?? "https://rung.example.org",
    organization: organization ?? "",
    name: name ?? "rung",
  });
  return faulty.kind === "faulty" ? faulty.faults : [];
}

function completed(text: string, faults: string[]): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    faults.push(`The public address is where GitHub reaches Rung, such as https://rung.example.org${webhookPath}.`);
    return "";
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") faults.push("The public address cannot carry a user or a password.");
  if (url.pathname === "/") url.pathname = webhookPath;
  url.hash = "";
  return url.href;
}

/** The settings of the page for people. */

import type { Variables } from "./variables.ts";

export interface PageEnvironment {
  /** Path under which it is served, without a slash at its end; "" for the root. */
  readonly base: string;
  /** The app's OAuth credentials; `null`: nobody can sign in, and only public repositories are shown. */
  readonly signIn: { readonly clientId: string; readonly clientSecret: string } | null;
}

/** On unless switched off. With half of the credentials nobody could sign in, and nobody would know why. */
export function pageEnvironment(read: Variables, faults: string[]): PageEnvironment | null {
  const { PAGE: wanted, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret } = read;
  const isOff = wanted?.toLowerCase() === "off";
  if (wanted !== null && !isOff && wanted.toLowerCase() !== "on") {
    faults.push(`PAGE is ${JSON.stringify(wanted)}. It can be on or off.`);
  }
  if ((clientId === null) !== (clientSecret === null)) {
    const missing = clientId === null ? "CLIENT_ID" : "CLIENT_SECRET";
    faults.push(
      `${missing} is not set, and without both nobody can sign in to the page. Both stand on the app's settings page.`,
    );
  }
  if (isOff) return null;
  return { base: "", signIn: clientId !== null && clientSecret !== null ? { clientId, clientSecret } : null };
}

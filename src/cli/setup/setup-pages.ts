/** The three pages of set-up, as plain HTML that works without scripts. No secret is ever in one. Pure. */

import { type Finding, findingsText } from "../doctor/finding.ts";
import type { Asked } from "./choices.ts";

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
label{display:block;margin:1rem 0 0;font-weight:600}input{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}
button{font:inherit;margin:1.5rem 0;padding:.5rem 1rem}pre{white-space:pre-wrap}small{display:block}`;

function page(title: string, body: string, nonce: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)}</title><style nonce="${nonce}">${style}</style><main><h1>${escaped(title)}</h1>${body}</main></html>\n`;
}

function field(name: string, label: string, value: string, hint: string, required: boolean): string {
  return `<label for="${name}">${label}</label><input id="${name}" name="${name}" value="${escaped(value)}" aria-describedby="${name}-hint"${required ? " required" : ""}>
<small id="${name}-hint">${hint}</small>`;
}

/** What the app may do beyond app.yml, where it may add people to teams. */
const GRANTS =
  ", and with <code>members: write</code>, by which it can add people to teams and invite them to the organisation";

export function askPage(asked: Asked, faults: readonly string[], grants: boolean, nonce: string): string {
  const told =
    faults.length === 0 ? "" : `<ul role="alert">${faults.map((fault) => `<li>${escaped(fault)}</li>`).join("")}</ul>`;
  return page(
    "Register your Rung on GitHub",
    `<p>Rung runs as a GitHub App of your own. This makes one, with the permissions and events of app.yml${grants ? GRANTS : ""}.</p>${told}
<form method="post" action="/setup">
${field("webhook_url", "Public address", asked.webhookUrl, "Where GitHub will reach your Rung. https, and not this page's address.", true)}
${field("organization", "Organisation", asked.organization, "Whose app it is. Empty: your own.", false)}
${field("name", "Name", asked.name, "Shown beside checks and comments. No other app on GitHub may have it.", true)}
<button>Continue</button></form>`,
    nonce,
  );
}

export function confirmPage(
  given: { readonly action: string; readonly manifest: string; readonly host: string },
  nonce: string,
): string {
  return page(
    "Register your Rung on GitHub",
    `<p>Next, ${escaped(given.host)} shows what the app may do and asks you to create it. It then sends you back here, and the
app's key is stored on this machine.</p>
<form method="post" action="${escaped(given.action)}"><input type="hidden" name="manifest" value="${escaped(given.manifest)}">
<button>Continue on ${escaped(given.host)}</button></form>`,
    nonce,
  );
}

const GRANT_STEP =
  "<li>Nobody is added to a team before Rung runs with <code>ACCESS=grant</code> and a registry says <code>mode: grant</code>.</li>";

interface Done {
  readonly slug: string;
  readonly htmlUrl: string;
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly grants: boolean;
}

export function donePage({ slug, htmlUrl, path, findings, grants }: Done, nonce: string): string {
  return page(
    `${slug} is registered`,
    `<p>Its credentials are in <code>${escaped(path)}</code>, which only this user can read. Rung reads that file when it starts.</p>
<ol><li><a href="${escaped(htmlUrl)}/installations/new">Install ${escaped(slug)}</a> on your repositories.</li>
<li>Start Rung again, where its public address leads.</li><li>Run <code>rung doctor</code>.</li>
<li>Once you are content with what it says: in one ruleset require the check <code>rung</code> from ${escaped(slug)}, and tick <b>Require a pull request before merging</b>.</li>${grants ? GRANT_STEP : ""}</ol>
<h2>As it stands now</h2><pre>${escaped(findingsText(findings))}</pre>`,
    nonce,
  );
}

export function refusedPage(title: string, why: string, nonce: string): string {
  return page(title, `<p>${escaped(why)}</p>`, nonce);
}

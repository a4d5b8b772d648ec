/** The changed files of a pull request, each diff folded away until wanted. */

import { html } from "hono/html";
import type { FileState } from "../control-model.ts";
import type { Html } from "./bits.ts";

/** Longer diffs are cut, with a line that says so: the page is for looking, the bot reads them whole. */
const SHOWN_LINES = 400;
const OPEN_BELOW = 3;

export function filesView(files: readonly FileState[]): Html {
  const words = files.length === 1 ? "1 changed file" : `${files.length} changed files`;
  return html`<section class="card files" id="files">
    <h2>${words}</h2>
    ${files.length === 0 ? html`<p class="quiet">This pull request changes nothing at present.</p>` : ""}
    ${files.map((file) => fileView(file, files.length < OPEN_BELOW))}
  </section>`;
}

function fileView(file: FileState, open: boolean): Html {
  const name = file.previousPath === null ? file.path : `${file.previousPath} → ${file.path}`;
  return html`<details class="file" id="file-${file.path}" ${open ? "open" : ""}>
    <summary><span class="path">${name}</span> <span class="status">${file.status}</span>
      <span class="counts"><span class="plus">+${file.additions}</span> <span class="minus">−${file.deletions}</span></span></summary>
    ${file.patch === null ? html`<p class="quiet">No lines to show.</p>` : patchView(file.patch)}
  </details>`;
}

function patchView(patch: string): Html {
  const lines = patch.replace(/\n$/, "").split("\n");
  const rows = numbered(lines.slice(0, SHOWN_LINES));
  const cut = lines.length - rows.length;
  return html`<div class="scroll diff" tabindex="0" role="group" aria-label="Diff"><table>
    ${rows.map(
      (row) =>
        html`<tr class="${row.kind}"><td class="n">${row.before}</td><td class="n">${row.after}</td><td class="code">${row.text}</td></tr>`,
    )}
  </table>${cut > 0 ? html`<p class="quiet">${cut} more lines are not shown here.</p>` : ""}</div>`;
}

interface Row {
  readonly kind: "hunk" | "add" | "del" | "same";
  readonly before: string;
  readonly after: string;
  readonly text: string;
}

/** Rows of a unified patch with their line numbers on both sides. */
export function numbered(lines: readonly string[]): readonly Row[] {
  let before = 0;
  let after = 0;
  return lines.map((line): Row => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (hunk !== null) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      return { kind: "hunk", before: "", after: "", text: line };
    }
    if (line.startsWith("+")) return { kind: "add", before: "", after: String(after++), text: line };
    if (line.startsWith("-")) return { kind: "del", before: String(before++), after: "", text: line };
    if (line.startsWith("\\")) return { kind: "same", before: "", after: "", text: line };
    return { kind: "same", before: String(before++), after: String(after++), text: line };
  });
}

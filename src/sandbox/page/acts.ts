/** Turns a posted form into an act, checked at the edge; anything else is `null`, and the visitor is told which field is missing. */

import { z } from "zod";
import type { Act } from "../control-model.ts";
import type { Place } from "./model.ts";

const text = z.string().max(70_000);
const words = text.refine((body) => body.trim() !== "");
const line = z.string().trim().min(1).max(400);
const id = z.coerce.number().int().positive();

const form = z.discriminatedUnion("do", [
  z.object({ do: z.literal("comment"), body: words }),
  z.object({ do: z.literal("approve"), body: text.default("") }),
  z.object({ do: z.literal("request-changes"), body: text.default("") }),
  z.object({ do: z.literal("review"), body: text.default("") }),
  z.object({ do: z.literal("edit-comment"), id, body: words }),
  z.object({ do: z.literal("delete-comment"), id }),
  z.object({ do: z.literal("dismiss-review"), id, message: text.default("") }),
  z.object({ do: z.literal("push"), path: line }),
  z.object({ do: z.literal("rename"), from: line, to: line }),
  z.object({ do: z.literal("retarget"), base: line }),
  z.object({ do: z.literal(["label", "unlabel"]), label: line }),
  z.object({ do: z.literal(["rebase", "ready", "draft", "enqueue", "dequeue", "merge", "close", "reopen"]) }),
]);

type Form = z.infer<typeof form>;
type Fields = Readonly<Record<string, unknown>>;

/** What a form posted to an issue or pull request asks for; `null` where it is not one of the page's or lacks a field. */
export function actFrom(fields: Fields, as: string, place: Place): Act | null {
  const parsed = form.safeParse(fields);
  return parsed.success ? actOf(parsed.data, { as, ...place }) : null;
}

function actOf(said: Form, on: Place & { readonly as: string }): Act {
  switch (said.do) {
    case "comment":
      return { ...on, action: "comment", body: said.body };
    case "approve":
      return { ...on, action: "review", event: "APPROVE", body: said.body };
    case "request-changes":
      // GitHub refuses such a review without a text.
      return { ...on, action: "review", event: "REQUEST_CHANGES", body: or(said.body, "Please change this first.") };
    case "review":
      return { ...on, action: "review", event: "COMMENT", body: or(said.body, "I have looked at this.") };
    case "edit-comment":
      return { ...on, action: "edit-comment", comment: said.id, body: said.body };
    case "delete-comment":
      return { ...on, action: "delete-comment", comment: said.id };
    case "dismiss-review":
      return { ...on, action: "dismiss-review", review: said.id, message: or(said.message, "No longer applies") };
    case "push":
      return { ...on, action: "touch", path: said.path };
    case "rename":
      return { ...on, action: "rename", from: said.from, to: said.to };
    case "retarget":
      return { ...on, action: "retarget", base: said.base };
    case "label":
    case "unlabel":
      return { ...on, action: said.do, label: said.label };
    case "rebase":
      return { ...on, action: "rebase" };
    default:
      return { ...on, action: said.do };
  }
}

function or(text: string, otherwise: string): string {
  return text.trim() === "" ? otherwise : text;
}

const opening = z.object({
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  title: line,
  body: text.default(""),
  base: z.string().trim().max(200).default(""),
  paths: z.array(line).min(1).max(20),
  draft: z.literal("on").optional(),
});

/**
 * The pull request a filled-in form asks to open; `null` where a field is missing. `textOf` gives a chosen file's present text, or
 * `null` for a new one.
 */
export async function openingFrom(
  fields: Fields,
  as: string,
  textOf: (owner: string, repo: string, path: string) => Promise<string | null>,
): Promise<Extract<Act, { action: "open-pull" }> | null> {
  const paths = [fields.paths ?? [], fields.more ?? []].flat().filter((path) => path !== "");
  const parsed = opening.safeParse({ ...fields, paths });
  if (!parsed.success) return null;
  const { repository, title, body, base, draft } = parsed.data;
  const [owner = "", repo = ""] = repository.split("/");
  const edits = parsed.data.paths.map(
    async (path) => [path, changed(path, await textOf(owner, repo, path), title)] as const,
  );
  const files = Object.fromEntries(await Promise.all(edits));
  return {
    as,
    owner,
    repo,
    action: "open-pull",
    title,
    body,
    files,
    draft: draft === "on",
    ...(base === "" ? {} : { base }),
  };
}

/** The file with one line more, in the comment style of its kind. */
function changed(path: string, before: string | null, title: string): string {
  const said = title.replace(/\s+/g, " ");
  const note = path.endsWith(".go") ? `// ${said}` : /\.(ya?ml|sh|toml)$/.test(path) ? `# ${said}` : said;
  if (before === null) return `${note}\n`;
  return `${before.replace(/\n*$/, "\n")}\n${note}\n`;
}

/** The texts about lists that follow the registry. */

import { PUBLISH_TITLE, PUBLISHED_ALREADY, publishBody } from "../../src/promotions/publish-text.ts";
import { unknownOwnersText } from "../../src/promotions/unknown-owners.ts";
import type { Chapter } from "./chapter.ts";

const given = {
  written: ["MAINTAINERS.md", ".github/CODEOWNERS"],
  removed: [],
  left: [],
  sources: [{ repository: { owner: "KusionStack", name: "community" }, path: "roles.yaml", oid: "" }],
  webUrl: "https://github.com",
  seal: "<!-- rung -->",
};
const left = {
  path: "ROLES.md",
  why: "ROLES.md has no markers; put <!-- rung:begin --> and <!-- rung:end --> on two lines, where the list is to stand",
  before: "# Roles\n",
  wanted: "- maintainers\n",
};

const unknown = { path: ".github/CODEOWNERS", kind: "Unknown owner", column: 3, suggestion: null };
const UNKNOWN = [
  { ...unknown, line: 2, source: "* @eve" },
  { ...unknown, line: 3, source: "* @KusionStack/kusion-approvers" },
  {
    ...unknown,
    line: 4,
    source: "/[a] @eve",
    kind: "Invalid pattern",
    column: 1,
    suggestion: "both `[` and `]` must be escaped",
  },
];

export const PUBLISHING: readonly Chapter[] = [
  {
    title: "Lists that follow the registry",
    readers: "For whoever may approve the files: the one pull request that Rung keeps in each repository.",
    entries: [
      { when: "its title", text: PUBLISH_TITLE },
      { when: "lists differ from the registry", text: publishBody(given) },
      { when: "one cannot be written", text: publishBody({ ...given, written: ["MAINTAINERS.md"], left: [left] }) },
      {
        when: "an OWNERS file of Rung's is of no area any more",
        text: publishBody({ ...given, written: [], removed: ["docs/OWNERS"] }),
      },
      {
        when: "merged, and GitHub does not know everybody in it, a comment",
        text: unknownOwnersText(UNKNOWN, given.written[1] ?? "", "kusion") ?? "",
      },
      { when: "nothing is left to say", text: PUBLISHED_ALREADY },
    ],
  },
];

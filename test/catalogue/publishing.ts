/** What Rung says of lists that follow the registry. */
import { PUBLISH_TITLE, PUBLISHED_ALREADY, publishBody } from "../../src/promotions/publish-text.ts";
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
      { when: "nothing is left to say", text: PUBLISHED_ALREADY },
    ],
  },
];

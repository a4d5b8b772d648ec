/** Issues and pull requests of others on which the candidate commented. */
import { countKind, itemCount } from "../counts.ts";

export const comments = countKind({
  name: "comments",
  what: "commented",
  about: "Issues and pull requests of others on which the candidate commented.",
  schema: itemCount,
  nouns: () => ({ one: "issue or pull request commented on", many: "issues or pull requests commented on" }),
});

/** Issues and pull requests of others on which the candidate commented. */
import { commentCount, countKind } from "../counts.ts";

export const comments = countKind({
  name: "comments",
  what: "commented",
  about: "Issues and pull requests of others on which the candidate commented.",
  schema: commentCount,
  nouns: (_, { each }) =>
    each === "comment"
      ? { one: "comment on issues or pull requests of others", many: "comments on issues or pull requests of others" }
      : { one: "issue or pull request commented on", many: "issues or pull requests commented on" },
});

/** Issues and pull requests of others on which the candidate commented. */

import { commentCount, countKind } from "../counts.ts";

export const comments = countKind({
  name: "comments",
  what: "commented",
  about: "Issues and pull requests of others on which the candidate commented.",
  exactly:
    "Each issue or pull request of somebody else with a comment of the candidate's, made before the closing and the nomination, that is more than commands. Remarks on lines belong to reviews. Of a conversation the newest fifty comments are read.",
  examples: ["comments: { min: 20, each: comment }", "comments: 5"],
  schema: commentCount,
  nouns: (_, { each }) =>
    each === "comment"
      ? { one: "comment on issues or pull requests of others", many: "comments on issues or pull requests of others" }
      : { one: "issue or pull request commented on", many: "issues or pull requests commented on" },
});

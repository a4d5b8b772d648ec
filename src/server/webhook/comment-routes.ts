/** Events of comments and issues. */

import { promote } from "../../commands/promote.ts";
import { callsIn, mayCommand } from "../../commands/text/parse-commands.ts";
import type { Note, RepositoryRef } from "../../model/job.ts";
import { instant } from "../../shared/names.ts";
import { issueCommentView, issueView } from "./payload-views.ts";
import { editIn, eitherMayCommand } from "./pull-routes.ts";
import {
  account,
  type Incoming,
  ignored,
  inRepository,
  isBot,
  isOwnBot,
  job,
  type Route,
  type Routing,
  type RoutingContext,
  viewed,
} from "./routing.ts";

type IssueSeen = ReturnType<typeof issueView.parse>;
type IssueCommentSeen = ReturnType<typeof issueCommentView.parse>;

export const issueComment: Route = inRepository((incoming, repository) => {
  const { action, known } = incoming;
  if (action !== "created" && action !== "edited" && action !== "deleted") {
    return ignored(`issue_comment.${action} changes nothing`);
  }
  return viewed(issueCommentView, incoming, (seen) => {
    const { issue, comment } = seen;
    const kind = issue.pull_request ? "pull" : "issue";
    const subject = { kind, repository, number: issue.number } as const;
    const before = seen.changes?.body?.from;
    const unsaid = (how: "edited" | "deleted"): Note => {
      return {
        kind: "unsaid",
        utterance: "comment",
        id: comment.id,
        how,
        ...editIn(incoming, how, before, comment.body),
      };
    };
    if (isOwnComment(comment, known)) {
      // An echo of our own writing does not come this far: somebody else's hand is in our comment (R26).
      if (action === "created") return ignored("Rung's own comment");
      return job(incoming, subject, [unsaid(action)]);
    }
    if (isBot(comment.user) && !(action === "created" && mayNominate(comment.body)))
      return ignored("bots give no commands");
    if (!eitherMayCommand(before, comment.body)) return ignored("no command in the comment");
    if (action === "created") return job(incoming, subject, saidIn(comment));
    return job(incoming, subject, [unsaid(action)]);
  });
});

/** A ladder may name bots that nominate (`nomination: { bots }`); nothing else that they say is heard. */
function mayNominate(body: string | null | undefined): boolean {
  return callsIn(body ?? "").some(({ name }) => name === promote.name);
}

function saidIn(comment: IssueCommentSeen["comment"]): readonly Note[] {
  const { id, node_id: nodeId, body, user } = comment;
  if (!body || !user) return [];
  const at = instant(comment.created_at);
  return [{ kind: "said", utterance: "comment", id, nodeId, by: account(user), text: body, at }];
}

/** The author of the comment counts, not the person who changed it now. */
function isOwnComment(comment: IssueCommentSeen["comment"], known: RoutingContext): boolean {
  return comment.performed_via_github_app?.id === known.appId || isOwnBot(comment.user?.login, known);
}

export const issues: Route = inRepository((incoming, repository) => {
  if (incoming.action === "closed" || incoming.action === "reopened")
    return viewed(issueView, incoming, (seen) => rested(incoming, repository, seen));
  // What could not be said in a locked one is said.
  if (incoming.action === "unlocked")
    return viewed(issueView, incoming, ({ issue }) => {
      if (issue.pull_request) return ignored("a pull request tells of itself");
      return job(incoming, { kind: "issue", repository, number: issue.number }, [{ kind: "unlocked" }]);
    });
  if (incoming.action === "edited") return viewed(issueView, incoming, (seen) => edited(incoming, repository, seen));
  if (incoming.action !== "opened") return ignored(`issues.${incoming.action} changes nothing`);
  return viewed(issueView, incoming, ({ issue, changes }) => {
    const { body, user, number, node_id: nodeId } = issue;
    if (issue.pull_request) return ignored("a pull request tells of itself");
    if (isBot(user) && !mayNominate(body)) return ignored("bots give no commands");
    // What was said elsewhere is not said anew here (R46); what came along is looked at.
    if (changes?.old_issue) return job(incoming, { kind: "issue", repository, number });
    if (!body || !user || !mayCommand(body)) return ignored("no command in the issue's text");
    const at = instant(issue.created_at);
    const said: Note = { kind: "said", utterance: "description", id: 0, nodeId, by: account(user), text: body, at };
    return job(incoming, { kind: "issue", repository, number }, [said]);
  });
});

/** What is open on an issue is suspended while it is closed, and its status comment says so. */
function rested(incoming: Incoming, repository: RepositoryRef, { issue }: IssueSeen): Routing {
  const { number, closed_at: closedAt, updated_at: updatedAt } = issue;
  if (issue.pull_request) return ignored("a pull request tells of itself");
  const isClosed = incoming.action === "closed";
  if (isClosed && incoming.known.asksOn?.(repository.id, number) !== true)
    return ignored("nothing is open on the issue that would rest");
  const at = (isClosed ? closedAt : null) ?? updatedAt;
  const notes: readonly Note[] = at ? [{ kind: isClosed ? "closed" : "reopened", at: instant(at) }] : [];
  return job(incoming, { kind: "issue", repository, number }, notes);
}

/** Commands that an edit adds to an issue's text do nothing, which their author is told. */
function edited(incoming: Incoming, repository: RepositoryRef, { issue, changes }: IssueSeen): Routing {
  const { body, user, number } = issue;
  if (issue.pull_request) return ignored("a pull request tells of itself");
  if (isBot(user)) return ignored("bots give no commands");
  const before = changes?.body?.from;
  if (!changes?.body || !eitherMayCommand(before, body)) return ignored("no command in the issue's text changed");
  const edit = editIn(incoming, "edited", before, body);
  const note: Note = { kind: "unsaid", utterance: "description", id: 0, how: "edited", ...edit };
  return job(incoming, { kind: "issue", repository, number }, [note]);
}

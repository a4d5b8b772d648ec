/** The sandbox as its page uses it, and the wording that views share; the data types are the control API's. */

import type {
  AccessState,
  Act,
  ActResult,
  CheckShort,
  ClockMove,
  DeliveryEntry,
  IssueDetail,
  JournalEntry,
  PersonaState,
  PullDetail,
  State,
} from "../control-model.ts";

/** An issue or pull request by its address. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export type Thread = PullDetail | IssueDetail;

/** The sandbox said no, as GitHub would; the message is for the visitor. */
export interface Refusal {
  readonly ok: false;
  readonly message: string;
}

export interface PagePort {
  state(): Promise<State>;
  access(): Promise<AccessState>;
  /** `null`: no such pull request. */
  pull(place: Place): Promise<PullDetail | null>;
  /** `null`: no such issue. */
  issue(place: Place): Promise<IssueDetail | null>;
  /** Paths on a branch. */
  files(owner: string, repo: string, ref: string): Promise<readonly string[]>;
  /** A file of the default branch; `null`: no such file. */
  text(owner: string, repo: string, path: string): Promise<string | null>;
  act(act: Act): Promise<ActResult | Refusal>;
  /** Requests to the sandbox's API, oldest first. */
  journal(): Promise<readonly JournalEntry[]>;
  /** Webhooks sent, oldest first. */
  deliveries(): Promise<readonly DeliveryEntry[]>;
  /** Moves the clock on by a duration such as 2w. */
  moveClock(span: string): Promise<void>;
  /** How it was moved on, oldest first. */
  clockMoves(): Promise<readonly ClockMove[]>;
  /** Calls back after every change; the answer ends it. */
  watch(changed: () => void): () => void;
}

/** One page's view: what there is, and whom the visitor plays. */
export interface Scene {
  readonly state: State;
  readonly thread: Thread;
  readonly as: PersonaState;
}

export type Outcome = "waiting" | "success" | "neutral" | "failure";

/** A check's four colours: GitHub's conclusions that mean "not passed" are one to the eye. */
export function outcomeOf(check: Pick<CheckShort, "status" | "conclusion">): Outcome {
  if (check.status !== "completed") return "waiting";
  if (check.conclusion === "success") return "success";
  return check.conclusion === "neutral" || check.conclusion === "skipped" ? "neutral" : "failure";
}

/** "approver of kusion", "member", "no role here". */
export function roleStatements(persona: Pick<PersonaState, "role" | "areas" | "type">): string {
  if (persona.type === "Bot") return "a bot";
  if (persona.role === null) return "no role";
  const role = persona.role.replace(/s$/, "");
  return persona.areas.length === 0 ? role : `${role} of ${persona.areas.join(", ")}`;
}

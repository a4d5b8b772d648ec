/** The tables of deliveries and of who handles them. */

import type { Generated, JSONColumnType } from "kysely";
import type { Job } from "../model/job.ts";
import type { OptionalTimestamp, Timestamp } from "./column-types.ts";

/** One accepted webhook (or a job of Rung's own), until it is handled and some weeks beyond (R23). */
export interface DeliveryTable {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  /** Order of arrival. */
  readonly seq: Generated<number>;
  readonly event: string;
  readonly installation_id: number;
  readonly subject_key: string;
  readonly job: JSONColumnType<Job, string, string>;
  /** The delivery's pg-boss job while it waits. */
  readonly job_id: string;
  readonly received_at: Timestamp;
  readonly handled_at: OptionalTimestamp;
  /** Tries that ended in an error, limits included. */
  readonly attempts: Generated<number>;
  /** Those of them that count towards parking: GitHub's limits do not. */
  readonly failures: Generated<number>;
  readonly retry_at: OptionalTimestamp;
  readonly parked_at: OptionalTimestamp;
  readonly error: string | null;
}

/** Deliveries that were looked at and are no job: ignored, not of their event's shape, or asked for again. */
export interface SeenDeliveryTable {
  readonly id: string;
  /** How often GitHub was asked to send it again; 0: there is nothing to be done with it. */
  readonly asked: Generated<number>;
  readonly seen_at: Timestamp;
}

/** A look at a subject that is due at a time; one for each subject. */
export interface ScheduledJobTable {
  readonly subject_key: string;
  readonly job: JSONColumnType<Job, string, string>;
  readonly due_at: Timestamp;
  readonly token: string;
}

/** Who does what only one process should do, until when. */
export interface LeaseTable {
  readonly name: string;
  readonly holder: string;
  readonly until: Timestamp;
}

/** When GitHub last asked for quiet, and for how long. */
export interface PauseTable {
  /** 0: the app itself. */
  readonly installation_id: number;
  readonly asked_at: Timestamp;
  readonly seconds: number;
  /** A secondary limit: writes are spaced for a while afterwards. */
  readonly secondary: boolean;
}

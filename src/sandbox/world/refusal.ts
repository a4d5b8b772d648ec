/** What GitHub answers instead of doing something: an HTTP status and a message for the person. */

export class Refusal extends Error {
  readonly status: number;
  /** Entries of GitHub's `errors` list. */
  readonly details: readonly Readonly<Record<string, string>>[];

  constructor(status: number, message: string, details: readonly Readonly<Record<string, string>>[] = []) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** Of an app: for want of a permission, or because it is not installed there. */
export function notAccessible(): Refusal {
  return new Refusal(403, "Resource not accessible by integration");
}

export function invalid(resource: string, field: string, message?: string): Refusal {
  const detail = { resource, field, code: message === undefined ? "invalid" : "custom" };
  return new Refusal(422, "Validation Failed", [message === undefined ? detail : { ...detail, message }]);
}

/** `message` is for people. */
export class SharedSessions extends Error {
  override readonly name = "SharedSessions";
  constructor() {
    super("a pooler between Rung and PostgreSQL lends connections by transaction; let it lend them by session");
  }
}

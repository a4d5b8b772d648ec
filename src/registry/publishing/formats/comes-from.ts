/** Said to whoever edits a published part. */
export const COMES_FROM = "<!-- What stands between these markers comes from roles.yaml; change it there. -->";

/** The note for people who would edit a published part by hand. */
export const COMES_FROM = "<!-- What stands between these markers comes from roles.yaml; change it there. -->";

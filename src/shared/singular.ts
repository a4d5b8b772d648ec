/** A role's name in the singular, as said of one person. */

/** `maintainers` → `maintainer`, `deputies` → `deputy`; a name that is no plural stays as it is. */
export function singular(role: string): string {
  if (/[^aeiou]ies$/i.test(role)) return role.replace(/ies$/i, "y");
  return /[^s]s$/i.test(role) ? role.slice(0, -1) : role;
}

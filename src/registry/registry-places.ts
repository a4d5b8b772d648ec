/** The places where a registry can be. */

/** The name of the owner's repository whose registry serves those without one of their own, unless REGISTRY_REPO names another. */
export const REGISTRY_REPO = ".github";

/** The paths at which a registry's file may be in a repository, in the order in which they are looked for. */
export const REGISTRY_PATHS = ["roles.yaml", ".github/roles.yaml"] as const;

export function isRegistryPath(path: string | null): boolean {
  return REGISTRY_PATHS.some((place) => place === path);
}

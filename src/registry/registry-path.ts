/** Where something is in a registry: keys and indices from the top. */
export type Path = readonly PropertyKey[];

/** Where in a registry something stands: keys and indices from the top. */
export type Path = readonly PropertyKey[];

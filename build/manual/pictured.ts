/** In docs/manual/screens: which page each picture shows, as an object of name and address. */
export const picturedFile = 'pictured.json';

/** The address as it is at every run: a record's id is drawn anew each time. */
export const lastingPath = (hash: string): string =>
  decodeURIComponent(hash.replace(/^#/, '').replace(/\?.*$/, '')).replace(/[0-9a-f]{32}/g, 'id');

/** The route that an address belongs to, undefined for none. */
export function routeOf(routes: readonly string[], path: string): string | undefined {
  if (routes.includes(path)) return path;
  return routes.find((route) => new RegExp(`^${route.replace(/:[a-z]+/g, '[^/]+')}$`).test(path));
}

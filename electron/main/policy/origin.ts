export const appScheme = 'app';
export const appHost = 'yidi';
export const pageAddress = `${appScheme}://${appHost}/`;

/**
 * Whether an address is on our own origin. Protocol and host are compared: `new URL('app://yidi/').origin` is the
 * string 'null'.
 */
export function isOurs(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === `${appScheme}:` &&
    url.host === appHost &&
    url.username === '' &&
    url.password === ''
  );
}

/** Whether an address is the page itself, whatever its fragment. */
export function isPage(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && isOurs(address) && url.pathname === '/' && url.search === '';
}

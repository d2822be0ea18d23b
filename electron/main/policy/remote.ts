// @electron/remote is initialised so that nobody else can, and closed: each of its requests is denied but reading the globals named here,
// which are primitives. See docs/adr for why nothing that is alive may pass.

export type Primitive = string | number | boolean;

/**
 * The event that @electron/remote sends about to `app`. Its `preventDefault()`, which the README names, does not
 * exist.
 */
export interface RemoteEvent {
  defaultPrevented: boolean;
  returnValue: unknown;
}

export interface RemoteEvents {
  on(name: string, hear: (event: RemoteEvent, contents: unknown, requested?: string) => void): unknown;
}

const requests = [
  'remote-require',
  'remote-get-builtin',
  'remote-get-current-window',
  'remote-get-current-web-contents',
] as const;

/** Denies what a page asks of @electron/remote, except the value of a global in `globals`. */
export function closeRemote(app: RemoteEvents, globals: Readonly<Record<string, Primitive>>): void {
  for (const name of requests) {
    app.on(name, (event) => {
      event.defaultPrevented = true;
    });
  }
  app.on('remote-get-global', (event, _contents, name = '') => {
    event.defaultPrevented = true;
    if (!Object.hasOwn(globals, name)) return;
    const value = globals[name];
    if (!isPrimitive(value)) throw new Error(`the global ${name} is no primitive and stays closed`);
    event.returnValue = value;
  });
}

function isPrimitive(value: unknown): value is Primitive {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

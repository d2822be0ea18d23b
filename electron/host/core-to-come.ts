import type { Core } from '../core/core-types.ts';

/** A core that is still being loaded: what is asked of it waits for it, and fails as its loading fails. */
export function coreToCome(coming: Promise<Core>): Core {
  return {
    dispatch: async (method, input) => (await coming).dispatch(method, input),
    listen(hear) {
      let stop: (() => void) | undefined;
      let stopped = false;
      coming.then(
        (core) => {
          if (!stopped) stop = core.listen(hear);
        },
        () => {},
      );
      return () => {
        stopped = true;
        stop?.();
      };
    },
    readBlob: async (id) => (await coming).readBlob(id),
    close: async () => (await coming).close(),
  };
}

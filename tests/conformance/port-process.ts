import { servePort } from '../../electron/core/transport/port.ts';
import { createSampleCore } from './sample-core.ts';

// The other end of the process port: the sample core, in a process of its own.
servePort(
  createSampleCore(),
  {
    postMessage: (message) => process.send?.(message),
    on: (event, hear) => process.on(event, hear),
  },
  () => process.disconnect(),
);

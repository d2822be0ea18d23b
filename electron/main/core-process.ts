import type { UtilityProcess } from 'electron';
import { connectPort, type Port, type RemoteCore } from '../core/transport/port.ts';

/** The core in a process of its own. */
export interface CoreProcess {
  readonly core: RemoteCore;
  /** Resolves with the exit code when the process ends, asked to or not. */
  readonly ended: Promise<number>;
}

/** Connects to the core in a utility process; calls that wait when it ends are rejected. */
export function connectCoreProcess(child: Pick<UtilityProcess, 'postMessage' | 'on'>): CoreProcess {
  const core = connectPort(child as Port);
  const ended = new Promise<number>((resolve) => {
    child.on('exit', (code) => {
      core.fail(new Error(`the core process ended with code ${code}`));
      resolve(code);
    });
  });
  return { core, ended };
}

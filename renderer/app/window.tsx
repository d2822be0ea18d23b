import './zod.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Reply } from '../../shared/contract/reply.ts';
import type { Connection } from '../client/connect.ts';
import { App } from './App.tsx';

/** @param status the answer to `station.status`; undefined where the connection broke, which shows by itself. */
export function showWindow(root: HTMLElement, connection: Connection, status: Reply | undefined): void {
  createRoot(root).render(
    <StrictMode>
      <App connection={connection} status={status} />
    </StrictMode>,
  );
}

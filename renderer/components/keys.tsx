import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { keyName } from './key-name.ts';

/** What a key does; return `false` to leave the key to the browser. */
export type KeyAction = (event: KeyboardEvent) => unknown;
/** `Ctrl+S`, `Alt+1`, `F6`, `Ctrl+F6`, `/`, `ArrowDown`, `Ctrl+Enter`, `Escape`. A key of one character without Ctrl or Alt works only outside inputs. */
export type KeyMap = Readonly<Record<string, KeyAction | undefined>>;

interface Listener {
  readonly depth: number;
  handle(name: string, event: KeyboardEvent): boolean;
}

const listeners: Listener[] = [];
const DepthContext = createContext(0);

/** Keys below an open dialog sleep: only the deepest layer hears, and the focus goes back when it closes. Wrap what a dialog shows. */
export function KeyLayer({ children }: { children: ReactNode }): ReactNode {
  const depth = useContext(DepthContext) + 1;
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => void setTimeout(() => giveBack(before), giveBackMs), [before]);
  useEffect(() => {
    const holder: Listener = { depth, handle: () => false };
    listeners.push(holder);
    return () => void listeners.splice(listeners.indexOf(holder), 1);
  }, [depth]);
  return <DepthContext value={depth}>{children}</DepthContext>;
}

/** After the dialog's own clearing up. */
const giveBackMs = 30;

function giveBack(before: Element | null): void {
  if (document.activeElement !== document.body) return;
  if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
}

/** Binds keys while the component is on the page; the newest binding of a key wins. */
export function useKeys(map: KeyMap): void {
  const depth = useContext(DepthContext);
  const latest = useRef(map);
  latest.current = map;
  useEffect(() => {
    const listener: Listener = {
      depth,
      handle: (name, event) => {
        const action = latest.current[name];
        if (!action) return false;
        return action(event) !== false;
      },
    };
    listeners.push(listener);
    return () => void listeners.splice(listeners.indexOf(listener), 1);
  }, [depth]);
}

/** Whether keys typed now go into a text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'file', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function onKeyDown(event: KeyboardEvent): void {
  // While an input method composes, every key belongs to it.
  if (event.isComposing || event.key === 'Process' || event.defaultPrevented) return;
  const name = keyName(event);
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && (event.key.length === 1 || name === 'Space');
  if (plain && isTyping(event.target)) return;
  const top = listeners.reduce((most, listener) => Math.max(most, listener.depth), 0);
  for (const listener of [...listeners].reverse()) {
    if (listener.depth === top && listener.handle(name, event)) {
      event.preventDefault();
      return;
    }
  }
}

/** A closed list takes Enter for itself, with Ctrl too: the page's Ctrl+Enter goes first there. */
function beforeLists(event: KeyboardEvent): void {
  if (keyName(event) !== 'Ctrl+Enter' || !(event.target instanceof HTMLElement)) return;
  if (!event.target.closest('.ant-select')) return;
  onKeyDown(event);
  if (event.defaultPrevented) event.stopPropagation();
}

window.addEventListener('keydown', beforeLists, true);
window.addEventListener('keydown', onKeyDown);

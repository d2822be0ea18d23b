import type { ReactNode } from 'react';
import './text.css';

const shown: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Space: '空格',
  Backspace: '退格',
};

/** A key as it is printed on the keyboard: `Ctrl+S`, `F6`, `↑`. */
export function Keycap({ name }: { name: string }): ReactNode {
  return <kbd className="keycap">{name.replace(/[A-Za-z]+$/, (key) => shown[key] ?? key)}</kbd>;
}

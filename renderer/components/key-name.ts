/** The name of the pressed key as `KeyMap` writes it: `Ctrl+S`, `Alt+1`, `Shift+F6`, `/`. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'code'>,
): string {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const base = event.altKey && digit !== undefined ? digit : event.key === ' ' ? 'Space' : event.key;
  const key = base.length === 1 ? base.toUpperCase() : base;
  const shift = event.shiftKey && (base.length > 1 || event.ctrlKey || event.altKey) ? 'Shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift}${key}`;
}

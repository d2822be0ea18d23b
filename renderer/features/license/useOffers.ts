import { type KeyboardEvent, useState } from 'react';
import type { ReadField } from '../../../shared/license/entry-methods.ts';
import { sayTheSame } from '../../../shared/license/keying.ts';
import { focusField } from '../../components/focus.ts';
import type { EntryDesk } from './entry-desk.ts';
import { keyOf } from './lines.ts';
import { doubtsIn, selectDoubt, sureRun } from './proposal-moves.ts';

export interface Offers {
  /** Takes what is offered, where the key asks for it: Tab one, F2 one to be mended, F3 all that are sure. False where the key means something else. */
  onKey(event: KeyboardEvent): boolean;
  /** The reading that the value of a field came of, while it still holds a doubtful character; else null. */
  doubted(path: string): ReadField | null;
  /** The sure reading of a field whose value was carried over, where it says something else; else null. */
  differing(path: string): ReadField | null;
}

/** What is offered for the fields of a face, and the keys that take it. `paths`: the form in its order; `faces`: those of the face, at its beginning; `read`: what was read, by key. */
export function useOffers(
  desk: EntryDesk,
  faces: readonly string[],
  paths: readonly string[],
  read: (key: string) => ReadField | null,
): Offers {
  const { focus, license } = desk;
  /** The field whose reading is being mended. */
  const [mended, setMended] = useState('');
  if (mended !== '' && mended !== focus) setMended('');
  const textOf = (path: string): string => license.face[keyOf(path)] ?? '';
  const doubted = (path: string): ReadField | null => {
    const came = textOf(path) !== '' && (license.from[keyOf(path)] === '识别' || mended === path);
    const reading = came ? read(keyOf(path)) : null;
    return reading && doubtsIn(textOf(path), reading).length > 0 ? reading : null;
  };
  const differing = (path: string): ReadField | null => {
    const reading = license.from[keyOf(path)] === '沿用' && textOf(path) !== '' ? read(keyOf(path)) : null;
    return reading?.doubtful.length === 0 && !sayTheSame(reading.value, textOf(path)) ? reading : null;
  };
  const takeOne = (value: string, from: '识别' | '沿用'): void => {
    desk.take(focus, value, from);
    const next = paths[paths.indexOf(focus) + 1];
    if (next) focusField(next);
  };
  const takeSure = (): void => {
    const ahead = faces.slice(faces.indexOf(focus));
    const { taken, stop } = sureRun(
      ahead,
      textOf,
      (path) => read(keyOf(path)),
      (path) => differing(path) !== null,
    );
    if (stop === focus) {
      desk.say('此项没有不存疑的识读结果，请逐字对照');
      return;
    }
    for (const { path, value } of taken) {
      desk.take(path, value, '识别');
      if (path !== focus) desk.leave(path);
    }
    focusField(stop ?? paths[faces.length]!);
  };
  const mend = (input: HTMLInputElement, offer: ReadField): void => {
    desk.take(focus, offer.value, '识别');
    setMended(focus);
    // After the value has reached the input.
    setTimeout(() => {
      input.setSelectionRange(0, 0);
      selectDoubt(input, offer);
    }, 0);
  };
  const taken = (event: KeyboardEvent): boolean => {
    const input = event.target as HTMLInputElement;
    const { ctrlKey, altKey, shiftKey, nativeEvent } = event;
    if (!faces.includes(focus) || input.id !== `field-${focus}`) return false;
    if (ctrlKey || altKey || shiftKey || nativeEvent.isComposing) return false;
    const offer = textOf(focus) === '' ? read(keyOf(focus)) : differing(focus);
    const completion = offer ? '' : desk.completion(keyOf(focus));
    const open = doubted(focus);
    if (event.key === 'F3') takeSure();
    else if (event.key === 'Tab' && offer) takeOne(offer.value, '识别');
    else if (event.key === 'Tab' && completion !== '') takeOne(completion, '沿用');
    else if (event.key === 'F2' && offer && offer.doubtful.length > 0) mend(input, offer);
    else if (event.key === 'F2' && open) {
      setMended(focus);
      selectDoubt(input, open);
    } else return false;
    return true;
  };
  return {
    doubted,
    differing,
    onKey: (event) => {
      const mine = taken(event);
      if (mine) event.preventDefault();
      return mine;
    },
  };
}

import { describe, expect, it } from 'vitest';
import { keyName } from './key-name.ts';

const press = (key: string, over: object = {}) =>
  keyName({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...over });

describe('the name of a key', () => {
  it('is the same for upper and lower case, and for Ctrl and Command', () => {
    expect(press('s', { ctrlKey: true })).toBe('Ctrl+S');
    expect(press('S', { ctrlKey: true })).toBe('Ctrl+S');
    expect(press('s', { metaKey: true })).toBe('Ctrl+S');
    expect(press('e')).toBe('E');
  });
  it('of Alt with a digit is the digit, whatever character the layout makes of it', () => {
    expect(press('¡', { altKey: true, code: 'Digit1' })).toBe('Alt+1');
  });
  it('names Shift only where the character does not say it', () => {
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('F6', { shiftKey: true, ctrlKey: true })).toBe('Ctrl+Shift+F6');
    expect(press('Tab', { shiftKey: true })).toBe('Shift+Tab');
  });
  it('of the space bar is Space', () => {
    expect(press(' ')).toBe('Space');
  });
});

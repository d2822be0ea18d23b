import { expect, test, vi } from 'vitest';
import { denyPermissions } from './permissions.ts';

test('every permission is denied', () => {
  const handlers = new Map<string, (...args: unknown[]) => unknown>();
  const keep = (name: string) => (handler: unknown) => void handlers.set(name, handler as never);
  denyPermissions({
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setBluetoothPairingHandler: keep('pairing'),
    setDisplayMediaRequestHandler: keep('display'),
  });
  const answer = vi.fn();
  for (const permission of ['media', 'clipboard-read', 'notifications', 'openExternal', 'fileSystem', 'usb']) {
    handlers.get('request')!({}, permission, answer);
    expect(answer).toHaveBeenLastCalledWith(false);
    expect(handlers.get('check')!(null, permission)).toBe(false);
  }
  expect(handlers.get('device')!({})).toBe(false);
  handlers.get('pairing')!({}, answer);
  expect(answer).toHaveBeenLastCalledWith({ confirmed: false });
  handlers.get('display')!({}, answer);
  expect(answer).toHaveBeenLastCalledWith({});
});

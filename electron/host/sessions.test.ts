import { expect, test } from 'vitest';
import { createSessions } from './sessions.ts';

const cookieOf = (setCookie: string) => setCookie.split(';')[0]!;

test('a call needs the cookie and the token of the same session', () => {
  const sessions = createSessions();
  const one = sessions.open(undefined);
  const two = sessions.open(undefined);
  expect(sessions.mayCall(cookieOf(one.setCookie), one.keys.token)).toBe(true);
  expect(sessions.mayCall(cookieOf(one.setCookie), two.keys.token)).toBe(false);
  expect(sessions.mayCall(undefined, one.keys.token)).toBe(false);
  expect(sessions.mayCall(cookieOf(one.setCookie), undefined)).toBe(false);
  expect(sessions.mayCall(cookieOf(one.setCookie), one.keys.blobKey)).toBe(false);
});

test('a blob key opens blobs only, and only beside its cookie', () => {
  const sessions = createSessions();
  const { keys, setCookie } = sessions.open(undefined);
  expect(sessions.mayShow(cookieOf(setCookie), keys.blobKey)).toBe(true);
  expect(sessions.mayShow(cookieOf(setCookie), keys.token)).toBe(false);
  expect(sessions.mayShow(undefined, keys.blobKey)).toBe(false);
});

test('a second page in the same browser leaves the first one its session', () => {
  const sessions = createSessions();
  const one = sessions.open(undefined);
  const two = sessions.open(`other=1; ${cookieOf(one.setCookie)}`);
  expect(cookieOf(two.setCookie)).toBe(cookieOf(one.setCookie));
  expect(sessions.mayCall(cookieOf(two.setCookie), one.keys.token)).toBe(true);
  expect(sessions.mayCall(cookieOf(two.setCookie), two.keys.token)).toBe(true);
});

test('the cookie is HttpOnly, strict, and named anew at each start', () => {
  const first = createSessions().open(undefined).setCookie;
  const second = createSessions().open(undefined).setCookie;
  expect(first).toMatch(/^yidi-[0-9a-f]{24}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  expect(first.split('=')[0]).not.toBe(second.split('=')[0]);
});

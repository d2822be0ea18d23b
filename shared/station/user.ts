import { z } from 'zod';
import { Role } from './roles.ts';

/** A person who may open the station. */
export const User = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(Role),
  disabled: z.boolean(),
  createdAt: z.string(),
  /** '' = never. */
  lastUnlock: z.string(),
});
export type User = z.infer<typeof User>;

/** The person who is signed in. */
export const SignedIn = z.object({ id: z.string(), name: z.string(), roles: z.array(Role) });
export type SignedIn = z.infer<typeof SignedIn>;

export const UserName = z.string().trim().min(2, '至少两个字').max(32, '最多 32 个字');
export const Password = z.string().max(200);

export const shortestPassword = 10;

/** Why a password is too weak, as the sentence shown at its field, or '' when it will do. */
export function passwordWeakness(password: string, userName: string): string {
  const characters = [...password];
  if (characters.length < shortestPassword) return `至少 ${shortestPassword} 位，现为 ${characters.length} 位`;
  const classes = [/\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) =>
    kind.test(password),
  ).length;
  if (classes < 2) return '不能全是同一类字符，请混用字母、数字或符号';
  if (new Set(characters).size < 4) return '重复字符太多';
  if (userName !== '' && password.toLowerCase() === userName.toLowerCase()) return '不能与用户名相同';
  return '';
}

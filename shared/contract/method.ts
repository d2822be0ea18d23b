import type { z } from 'zod';
import type { Role } from '../station/roles.ts';

/**
 * Who may call a method: `public` before anyone is signed in, `user` any signed-in person, or one of the listed roles.
 * `admin` is not implied: `station init` gives its first user every role but securityAuditor.
 */
export type Access = 'public' | 'user' | readonly Role[];

export interface MethodSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  readonly access: Access;
}

/** Declares one method of a subject's table; the spec is the only place where its input, output and access stand. */
export function method<I extends z.ZodType, O extends z.ZodType>(
  access: Access,
  input: I,
  output: O,
): MethodSpec<I, O> {
  return { access, input, output };
}

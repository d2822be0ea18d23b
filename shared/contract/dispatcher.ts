import { failure, Refusal } from './failures.ts';
import type { MethodSpec } from './method.ts';
import type { Reply } from './reply.ts';

export type Handler = (input: never) => unknown;

export interface DispatcherOptions {
  readonly methods: Readonly<Record<string, MethodSpec>>;
  /** Runs before the input is looked at; throws a `Refusal` when the caller may not call this method now. */
  readonly authorize: (method: string, spec: MethodSpec) => void;
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Hears of bugs: a thrown error that is no `Refusal`, or an output that breaks its own schema. */
  readonly report: (method: string, error: unknown) => void;
}

/**
 * Makes the one entrance to the core. A method is looked up as an own property (so `constructor` is unknown), its input is
 * parsed once, and its output is checked, so that a bug cannot send what the contract does not name.
 */
export function createDispatcher(options: DispatcherOptions): (method: string, input: unknown) => Promise<Reply> {
  const { methods, handlers, authorize, report } = options;
  return async (name, input) => {
    const spec = Object.hasOwn(methods, name) ? methods[name] : undefined;
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!spec || !handler)
      return { ok: false, failure: failure('unknown-method', { method: String(name).slice(0, 60) }) };
    try {
      authorize(name, spec);
      const parsed = spec.input.safeParse(input);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        const where = issue ? `${issue.path.join('.') || '整体'}（${issue.message}）` : '整体';
        return { ok: false, failure: failure('invalid-input', { where, path: issue?.path.join('.') ?? '' }) };
      }
      const output = await handler(parsed.data as never);
      const checked = spec.output.safeParse(output);
      if (!checked.success) throw new Error(`output of ${name} breaks its schema: ${checked.error.message}`);
      return { ok: true, value: checked.data };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, failure: error.failure };
      report(name, error);
      return { ok: false, failure: failure('internal') };
    }
  };
}

import type { stationMethods } from '../../../shared/station/methods.ts';
import type { Handlers } from '../context.ts';

type All = Handlers<typeof stationMethods>;

/** The handlers of some of the station's methods, those whose name begins with one of the prefixes. */
export type HandlersOf<Prefix extends string> = Pick<All, Extract<keyof All, `${Prefix}.${string}`>>;

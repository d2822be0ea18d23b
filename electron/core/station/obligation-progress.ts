import type { SentObligation } from '../../../shared/exchange/contents.ts';
import type { Station } from '../store/station.ts';
import { fulfilmentOf, progressOf } from './counting.ts';
import { storedObligations } from './obligations.ts';

/** How far this station has come with what its organ owes: travels with every package, so that the bureau sees it too. */
export function obligationProgress(station: Station): SentObligation[] {
  return storedObligations(station).lines.map((line): SentObligation => {
    const { entered, accepted, stored } = progressOf(fulfilmentOf(station, line).counts);
    const { code, text, kind, expected, due } = line;
    return { code, text, kind, expected, due, entered, accepted: accepted + stored };
  });
}

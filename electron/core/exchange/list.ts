import type { listMethods } from '../../../shared/exchange/list-methods.ts';
import type { Handlers } from '../context.ts';
import { instant } from '../store/station.ts';
import { partInForce } from './in-force.ts';
import { answerLine, ownLines } from './list-lines.ts';
import { findPartner } from './partners.ts';

/** 目录清单 at the department: what the bureau asks for, and the answers. */
export const listHandlers: Handlers<typeof listMethods> = {
  'list.lines': (_, { station, now }) => {
    const list = partInForce(station, 'list');
    return {
      version: list?.version ?? 0,
      bureau: (list && findPartner(station, list.partner)?.name) ?? '',
      at: list?.at ?? '',
      rows: ownLines(station, instant(now()).slice(0, 10)),
    };
  },
  'list.answer': (input, { station, now, changed }) => {
    const row = answerLine(station, input, instant(now()).slice(0, 10));
    changed('confirmation', 'catalog');
    return row;
  },
  'list.withdraw': ({ id }, { station, changed }) => {
    station.records.get(id, 'confirmation');
    station.records.remove(id);
    changed('confirmation');
    return {};
  },
};

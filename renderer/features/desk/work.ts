import type { ObligationLine } from '../../../shared/station/desk.ts';

/** Where the work of a line goes on, and the word on its button. An empty path: there is nothing to open yet, fill the line in. */
export interface Work {
  readonly path: string;
  readonly word: string;
  /** Nothing left to do: a plain link instead of a button. */
  readonly quiet: boolean;
}

/** The work of a line, given which pages exist for the person. */
export function workOf(line: ObligationLine, exists: (path: string) => boolean): Work {
  if (line.state === 'duty') return { path: '', word: '说明', quiet: true };
  const { list, entry, verb } = places(line);
  const done = line.state === 'stored' || line.state === 'accepted' || line.state === 'sent';
  const query = line.licenseTypes[0] === undefined ? '' : `?type=${encodeURIComponent(line.licenseTypes[0])}`;
  if (done)
    return exists(list)
      ? { path: `${list}${query}`, word: '查看', quiet: true }
      : { path: '', word: '查看', quiet: true };
  if (line.state === 'returned' && exists(list))
    return { path: `${list}${query}${query ? '&' : '?'}state=returned`, word: '改正', quiet: false };
  if (exists(entry))
    return {
      // The entry desk goes on with its own batch.
      path: entry,
      word: `${line.state === 'none' && line.drafts === 0 ? '开始' : '继续'}${verb}`,
      quiet: false,
    };
  return { path: '', word: '登记', quiet: false };
}

function places(line: ObligationLine): { list: string; entry: string; verb: string } {
  switch (line.recordKind) {
    case 'catalog':
      return { list: '/catalog', entry: '/catalog', verb: '填报' };
    case 'licenseType':
      return { list: '/license-type', entry: '/license-type', verb: '登记' };
    case 'license':
      return { list: '/license', entry: '/entry', verb: '录入' };
    case 'imprint':
    case 'sheet':
      return { list: '/seal', entry: '/scan', verb: '采集' };
    case 'dataset':
      return { list: '/dataset', entry: '/dataset', verb: '归集' };
    default:
      return { list: '', entry: '', verb: '' };
  }
}

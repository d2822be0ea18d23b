import { directTransport } from '../../electron/core/transport/direct.ts';
import { localDay } from '../../shared/china/dates.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { Stage } from './stage.ts';

/** 考核 with a figure that was typed in, as the page and on paper, and 数据 with what waits for the central database. */
export async function shootScore({ page, program, press, go, shoot, paper }: Stage): Promise<void> {
  const client = createClient<Methods>(directTransport(program.core));
  const day = localDay();
  const { rows } = await client.call('score.board', { period: { kind: 'week', day } });
  const figures = {
    measure: 'interfaces',
    numerator: 3,
    denominator: 4,
    date: day,
    source: '市交换平台接口清单',
  } as const;
  await client.call('score.enter', { partner: rows[0]?.partner ?? '', ...figures });
  await go('/score');
  await page.locator('[aria-label="各单位得分"]').focus();
  await press('ArrowRight', 'ArrowRight', 'ArrowRight');
  await shoot('score');
  await paper('score-paper', 'Control+p', 'portrait');
  await go('/central');
  await shoot('central');
  await press('F2');
  await shoot('central-server');
  await press('Escape');
}

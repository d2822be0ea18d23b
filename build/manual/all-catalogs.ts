import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { Stage } from './stage.ts';

/** The catalogs that departments sent: the list of all, what is compared, and one to read. */
export async function shootAllCatalogs({ program, press, go, shoot }: Stage): Promise<void> {
  await go('/all-catalogs');
  await shoot('all-catalogs');
  await press('Alt+d');
  await shoot('all-catalogs-conflicts');
  await press('Escape');
  const client = createClient<Methods>(directTransport(program.core));
  const { rows } = await client.call('catalog.list', { origin: '*', order: 'code', limit: 1 });
  await go(`/all-catalogs/${rows[0]?.id}`);
  await shoot('all-catalogs-one');
}

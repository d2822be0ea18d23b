import { ensurePage } from '../build/page.ts';

/** Global set-up of the tests that open the page: builds it once where it is missing or stale. */
export default async function setup(): Promise<void> {
  await ensurePage();
}

import type { Stage } from './stage.ts';

const sections = ['users', 'station', 'keys', 'backup', 'audit', 'codes', 'check'] as const;

/** Every section of 设置, as `<name>-<section>`. */
export async function shootSettings({ page, press, go, shoot }: Stage, name: string): Promise<void> {
  for (const section of sections) {
    await go(`/settings?section=${section}`);
    await shoot(`${name}-${section}`);
  }
  if (name === 'settings') {
    await go('/settings?section=keying');
    await shoot('settings-keying');
    await go('/settings?section=codes');
    await page.getByRole('button', { name: '修改、导入' }).click();
    await shoot('settings-classification');
    await press('Escape');
  }
  await go('/settings?section=users');
  await page.getByRole('button', { name: /增加用户/ }).click();
  await shoot(`${name}-user`);
  await press('Escape');
}

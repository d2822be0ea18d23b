import { z } from 'zod';

/** One county-level division. `statistical-only` codes stand in no GB/T 2260 table: usable as an address, never as a check. */
export const Division = z.object({
  code: z.string().regex(/^\d{6}$/),
  name: z.string(),
  kind: z.enum(['statutory', 'statistical-only']),
});
export type Division = z.infer<typeof Division>;

const Place = z.object({ code: z.string().regex(/^\d{6}$/), name: z.string() });

/** The shape of `resources/codes/divisions-4101.json`. */
export const DivisionTable = z.object({ province: Place, city: Place, counties: z.array(Division) });
export type DivisionTable = z.infer<typeof DivisionTable>;

/** Name of a division with what it lies in (河南省郑州市金水区); null when the table does not know the code. */
export function divisionName(code: string, table: DivisionTable): string | null {
  const { province, city, counties } = table;
  if (code === province.code) return province.name;
  if (code === city.code) return province.name + city.name;
  const county = counties.find((entry) => entry.code === code);
  return county ? province.name + city.name + county.name : null;
}

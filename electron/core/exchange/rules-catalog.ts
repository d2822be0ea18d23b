import { Catalog } from '../../../shared/catalog/catalog.ts';
import { checkCatalog } from '../../../shared/catalog/check.ts';
import { catalogFieldLabel } from '../../../shared/catalog/fields.ts';
import { catalogLines } from '../../../shared/catalog/lines.ts';
import { catalogContext, catalogSearch } from '../catalog/catalog.ts';
import type { Station } from '../store/station.ts';
import type { RecordRules } from './record-rules.ts';

export function catalogRules(station: Station): RecordRules<Catalog> {
  const context = catalogContext(station);
  return {
    schema: Catalog,
    check: (catalog) => checkCatalog(catalog, context),
    label: (field) => catalogFieldLabel(field),
    search: catalogSearch,
    lines: catalogLines,
  };
}

import type { Catalog } from '../../shared/catalog/catalog.ts';

/**
 * What a clerk adds to an imported description so that it can be sent: everything the public collection does not say. Name,
 * abstract and cycle stay as they were published.
 */
export function completeCatalog(draft: Catalog, provider: { readonly name: string; readonly uscc: string }): Catalog {
  const item = (name: string, column: string, type: string, length: string) => ({
    name,
    column,
    type,
    length,
    charset: type === 'C' ? 'UTF-8' : '',
    share: '1',
    open: '1',
    note: '',
  });
  return {
    ...draft,
    classification: {
      class: '部门信息资源',
      item: '省（自治区、直辖市）和计划单列市',
      subItem: '河南省',
      detail: '郑州市市场监督管理局',
    },
    code: '307019410101/',
    provider: provider.name,
    office: '综合处',
    providerCode: provider.uscc,
    formats: [{ category: '电子表格', type: 'xlsx', version: '2016' }],
    census: {
      storage: { total: '0.5', shared: '0.5', open: '0' },
      records: { total: '1.2', shared: '1.2', open: '0' },
    },
    items: [item('名称', 'mc', 'C', '200'), item('数值', 'sz', 'N', '18,2'), item('日期', 'rq', 'D', '8')],
    share: {
      ...draft.share,
      type: '1',
      uses: ['工作参考'],
      condition: '',
      scope: '',
      law: '',
      category: '共享平台方式',
      method: '文件',
    },
    open: { open: '1', condition: '无条件开放' },
    cycle: draft.cycle || '每月',
    releaseDate: '2019-06-01',
  };
}

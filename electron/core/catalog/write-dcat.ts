import type { Catalog, CatalogItem } from '../../../shared/catalog/catalog.ts';
import { nameIn, shareTypes } from '../../../shared/catalog/code-tables.ts';
import { formatText } from '../../../shared/catalog/lines.ts';
import { prefixOf } from '../../../shared/catalog/resource-code.ts';
import { writeShareCondition } from '../../../shared/catalog/share-condition.ts';
import type { Sink } from '../spreadsheet/spreadsheet.ts';
import { writeJsonLines } from './write-json.ts';
import type { Catalogs } from './write-sheet.ts';

type Json = string | number | readonly Json[] | { readonly [key: string]: Json | undefined };

const authority = 'http://publications.europa.eu/resource/authority';

const context: Json = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  csvw: 'http://www.w3.org/ns/csvw#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  '@language': 'zh',
  // Codes are in no language.
  'dct:identifier': { '@type': 'xsd:string' },
  'skos:notation': { '@type': 'xsd:string' },
  'csvw:name': { '@type': 'xsd:string' },
};

/** 更新周期 in the list of frequencies that DCAT-AP takes. */
const frequencies: Readonly<Record<string, string>> = {
  实时: 'UPDATE_CONT',
  每日: 'DAILY',
  每周: 'WEEKLY',
  每月: 'MONTHLY',
  每季度: 'QUARTERLY',
  每半年: 'ANNUAL_2',
  每年: 'ANNUAL',
};

/** Data types of items in XML Schema. */
const datatypes: Readonly<Record<string, string>> = {
  C: 'string',
  N: 'decimal',
  Y: 'decimal',
  D: 'date',
  T: 'dateTime',
  L: 'boolean',
  M: 'string',
  G: 'base64Binary',
  B: 'double',
  I: 'integer',
  F: 'float',
};

/** Catalogs as DCAT in JSON-LD, one dataset a line: what the vocabulary has no term for stands in words. `publisher` is the station. */
export function writeDcat(
  catalogs: Catalogs,
  publisher: { readonly name: string; readonly uscc: string; readonly day: string },
  sink: Sink,
): Promise<void> {
  const head = without({
    '@context': context,
    '@type': 'dcat:Catalog',
    'dct:title': `${publisher.name}信息资源目录`,
    'dct:publisher': organization(publisher.name, publisher.uscc),
    'dct:modified': date(publisher.day),
  });
  return writeJsonLines(`${JSON.stringify(head).slice(0, -1)},"dcat:dataset":[`, datasets(catalogs), ']}\n', sink);
}

async function* datasets(catalogs: Catalogs): AsyncGenerator<Json> {
  for await (const catalog of catalogs) yield dataset(catalog);
}

/** One catalog as a dataset; what is not filled in is left out. */
export function dataset(catalog: Catalog): Json {
  const { code, share, open, classification } = catalog;
  const names = [classification.class, classification.item, classification.subItem, classification.detail];
  const frequency = frequencies[catalog.cycle];
  return without({
    '@id': idOf(code),
    '@type': 'dcat:Dataset',
    'dct:identifier': code,
    'dct:title': catalog.name,
    'dct:description': catalog.abstract,
    'dct:publisher': organization(catalog.provider, catalog.providerCode),
    'dcat:contactPoint': catalog.office && { '@type': 'vcard:Organization', 'vcard:organization-unit': catalog.office },
    'dcat:theme': names.some(Boolean)
      ? without({
          '@type': 'skos:Concept',
          'skos:notation': prefixOf(code),
          'skos:prefLabel': names.filter(Boolean).join('/'),
        })
      : undefined,
    'dct:issued': date(catalog.releaseDate),
    'dct:accrualPeriodicity': frequency
      ? { '@id': `${authority}/frequency/${frequency}` }
      : labelled('dct:Frequency', catalog.cycle),
    'dct:accessRights': accessRights(share.type, open.open),
    'dct:rights': labelled(
      'dct:RightsStatement',
      [nameIn(shareTypes, share.type), writeShareCondition(share), open.condition && `开放条件：${open.condition}`]
        .filter(Boolean)
        .join('\n'),
    ),
    'dcat:distribution': catalog.formats.map((format) => ({
      '@type': 'dcat:Distribution',
      'dct:format': labelled('dct:MediaTypeOrExtent', formatText(format)) ?? '',
    })),
    'dct:conformsTo':
      catalog.items.length === 0
        ? undefined
        : { '@type': 'csvw:Schema', 'csvw:column': { '@list': catalog.items.map(column) } },
    'dct:relation': catalog.related.map(({ code: other, name }) =>
      without({ '@id': idOf(other), 'dct:identifier': other, 'dct:title': name }),
    ),
  });
}

function column({ name, column: field, type, length, note }: CatalogItem): Json {
  const sized = datatypes[type] === 'string' && /^\d{1,9}$/.test(length);
  return without({
    '@type': 'csvw:Column',
    'csvw:title': name,
    'csvw:name': field,
    'csvw:datatype': sized
      ? { '@type': 'csvw:Datatype', 'csvw:base': 'string', 'csvw:maxLength': Number(length) }
      : datatypes[type] && { '@id': `xsd:${datatypes[type]}` },
    'rdfs:comment': [sized || length === '' ? '' : `长度 ${length}`, note].filter(Boolean).join('；'),
  });
}

/** Open to everybody; to those who may share; to nobody (list of DCAT-AP). */
function accessRights(share: string, open: string): Json | undefined {
  const right = open === '1' ? 'PUBLIC' : share === '3' ? 'NON_PUBLIC' : share === '' ? '' : 'RESTRICTED';
  return right === '' ? undefined : { '@id': `${authority}/access-right/${right}` };
}

function organization(name: string, uscc: string): Json | undefined {
  return name === '' ? undefined : without({ '@type': 'foaf:Organization', 'foaf:name': name, 'dct:identifier': uscc });
}

function labelled(type: string, text: string): Json | undefined {
  return text === '' ? undefined : { '@type': type, 'rdfs:label': text };
}

function date(day: string): Json | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(day) ? { '@type': 'xsd:date', '@value': day } : undefined;
}

/** A code as an address inside the file. */
function idOf(code: string): string {
  return code === '' ? '' : `#${encodeURIComponent(code)}`;
}

/** An object without what says nothing. */
function without(value: Readonly<Record<string, Json | undefined>>): { readonly [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, part]) => part !== undefined && part !== '' && !(Array.isArray(part) && part.length === 0),
    ),
  ) as { readonly [key: string]: Json };
}

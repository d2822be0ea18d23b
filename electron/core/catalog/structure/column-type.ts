/** Data type of an information item (table 1, 8.2) with its length, '' where the type does not say it. */
export interface ColumnType {
  readonly type: string;
  readonly length: string;
}

/** Widths of the types that have one, in bytes. The letters of the notice are the field types of FoxPro, and so are these. */
const widths: Readonly<Record<string, string>> = { Y: '8', D: '8', T: '8', L: '1', M: '4', G: '4', B: '8', I: '4' };

const letters: readonly (readonly [letter: string, types: string])[] = [
  [
    'C',
    'char nchar character varchar varchar2 nvarchar nvarchar2 character_varying bpchar string enum set sysname citext',
  ],
  ['N', 'number numeric decimal dec fixed'],
  ['Y', 'money smallmoney currency'],
  ['D', 'date'],
  ['T', 'datetime datetime2 smalldatetime datetimeoffset timestamp timestamptz time timetz'],
  ['L', 'bit bool boolean logical'],
  [
    'M',
    'text ntext tinytext mediumtext longtext clob nclob character_large_object long longvarchar json jsonb xml xmltype memo',
  ],
  [
    'G',
    'blob tinyblob mediumblob longblob binary varbinary longvarbinary image bytea raw long_raw bit_varying bfile geometry geography point rowversion',
  ],
  ['B', 'double double_precision float8 binary_double'],
  ['I', 'int integer bigint smallint tinyint mediumint int2 int4 int8 byte serial bigserial smallserial year'],
  ['F', 'float real float4 binary_float'],
];
const letterOf = new Map(letters.flatMap(([letter, types]) => types.split(' ').map((type) => [type, letter] as const)));

/**
 * What a column type of a database is among the letters of the notice. `size` is what stands in the brackets behind it, such as `18,2`.
 * A type that no table knows gives null.
 */
export function columnType(sqlType: string, size: string): ColumnType | null {
  const word = sqlType.toLowerCase();
  if (word === 'uuid' || word === 'uniqueidentifier') return { type: 'C', length: '36' };
  const letter = letterOf.get(word);
  if (letter === undefined) return null;
  const [digits = '', decimals = ''] = /^(\d+)(?:,(\d+))?/.exec(size)?.slice(1) ?? [];
  switch (letter) {
    case 'C':
      if (size === 'max') return sized('M');
      return { type: 'C', length: digits || (/^n?char(acter)?$/.test(word) ? '1' : '') };
    case 'N':
      return { type: 'N', length: Number(decimals) > 0 ? `${digits},${decimals}` : digits };
    case 'I':
      return sized(word === 'tinyint' && digits === '1' ? 'L' : 'I');
    case 'L':
      return Number(digits) > 1 ? { type: 'G', length: widths.G! } : sized('L');
    case 'F':
      return { type: 'F', length: digits };
    default:
      return sized(letter);
  }
}

function sized(letter: string): ColumnType {
  return { type: letter, length: widths[letter]! };
}

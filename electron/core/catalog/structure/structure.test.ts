import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/fixtures/refusal.ts';
import { writeTable } from '../../spreadsheet/spreadsheet.ts';
import { proposedItem } from './proposed-item.ts';
import { readDdl } from './read-ddl.ts';
import { readStructure, type Structure } from './structure.ts';

const utf8 = new TextEncoder();
/** `table：title | column title type length | …` */
const told = ({ tables }: Structure): string[] =>
  tables.map(
    ({ name, title, columns }) =>
      `${name}：${title} | ${columns.map((column) => `${column.name} ${column.title} ${column.type} ${column.length}`.replace(/ +/g, ' ').trim()).join(' | ')}`,
  );

describe('a script of', () => {
  test('MySQL, with comments, sizes, an enum, keys and data behind', async () => {
    const script = `-- dump; CREATE TABLE nothing (a int)
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS \`t_person\`;
CREATE TABLE \`t_person\`  (
  \`id\` bigint(20) unsigned NOT NULL AUTO_INCREMENT COMMENT '主键',
  \`xm\` varchar(64) CHARACTER SET utf8mb4 NULL DEFAULT '无,名(氏)' COMMENT '姓名，见\\'身份证\\'',
  \`xb\` enum('男','女') DEFAULT NULL,
  \`sf\` tinyint(1) DEFAULT '1' COMMENT '是否有效',
  \`je\` decimal(18, 2) COMMENT '金额',
  \`gxsj\` datetime(0) NULL DEFAULT CURRENT_TIMESTAMP(0) ON UPDATE CURRENT_TIMESTAMP(0),
  \`bz\` longtext, \`wz\` point NULL, \`nf\` year,
  PRIMARY KEY (\`id\`) USING BTREE, KEY \`idx\` (\`xm\`(10)) COMMENT '索引',
  CONSTRAINT \`fk\` FOREIGN KEY (\`id\`) REFERENCES \`o\` (\`id\`)
) ENGINE = InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4 COMMENT = '人员表' ROW_FORMAT = Dynamic;
INSERT INTO \`t_person\` VALUES (1, 'CREATE TABLE x (a int);', '# 不是注释');
create table if not exists db1.two (a int, b varchar(5)) comment='第二张';`;
    expect(told(await readDdl(script))).toEqual([
      "t_person：人员表 | id 主键 I 4 | xm 姓名，见'身份证' C 64 | xb C | sf 是否有效 L 1 | je 金额 N 18,2 | gxsj T 8 | bz M 4 | wz G 4 | nf I 4",
      'two：第二张 | a I 4 | b C 5',
    ]);
  });

  test('Oracle and Dameng, with comments of their own', async () => {
    const script = `CREATE TABLE "HR"."T_PERSON" (
  "ID" NUMBER(20,0) NOT NULL ENABLE, "XM" VARCHAR2(64 CHAR) DEFAULT 'x' , "JE" NUMBER(18,2), "RQ" DATE DEFAULT SYSDATE,
  "SJ" TIMESTAMP(6) WITH TIME ZONE, "NR" CLOB, "ZP" LONG RAW,
  CONSTRAINT "PK" PRIMARY KEY ("ID") USING INDEX PCTFREE 10, SUPPLEMENTAL LOG DATA (ALL) COLUMNS
) SEGMENT CREATION IMMEDIATE PCTFREE 10 TABLESPACE "USERS" ;
COMMENT ON TABLE "HR"."T_PERSON" IS '人员''基本''信息';
COMMENT ON COLUMN "HR"."T_PERSON"."XM" IS '姓名';
COMMENT ON COLUMN T_PERSON.rq IS '出生日期';
CREATE TABLE "GS"."T_PERSON" ("ID" INT IDENTITY(1,1) NOT NULL, "XM" VARCHAR2(32), CLUSTER PRIMARY KEY("ID")) STORAGE(ON "MAIN", CLUSTERBTR);
COMMENT ON COLUMN "GS"."T_PERSON"."XM" IS '企业名称';`;
    expect(told(await readDdl(script))).toEqual([
      "T_PERSON：人员'基本'信息 | ID N 20 | XM 姓名 C 64 | JE N 18,2 | RQ 出生日期 D 8 | SJ T 8 | NR M 4 | ZP G 4",
      'T_PERSON： | ID I 4 | XM 企业名称 C 32',
    ]);
  });

  test('SQL Server, with descriptions by names and by order', async () => {
    const script = `SET ANSI_NULLS ON
GO
CREATE TABLE [dbo].[T Person](
	[ID] [int] IDENTITY(1,1) NOT NULL, [XM] [nvarchar](64) COLLATE Chinese_PRC_CI_AS NULL, [NR] [nvarchar](max) NULL,
	[JE] [money] NULL, [SJ] [datetime2](7) NULL, [GUID] [uniqueidentifier] ROWGUIDCOL,
 CONSTRAINT [PK_T] PRIMARY KEY CLUSTERED ([ID] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]
) ON [PRIMARY]
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'姓名' , @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'T Person', @level2type=N'COLUMN',@level2name=N'XM'
GO
EXEC sp_addextendedproperty 'MS_Description', N'人员表', 'SCHEMA', N'dbo', 'TABLE', N'T Person'
GO
EXEC sp_addextendedproperty 'MS_Description', N'金额', 'SCHEMA', N'dbo', 'TABLE', N'T Person', 'COLUMN', N'JE'
GO`;
    expect(told(await readDdl(script))).toEqual([
      'T Person：人员表 | ID I 4 | XM 姓名 C 64 | NR M 4 | JE 金额 Y 8 | SJ T 8 | GUID C 36',
    ]);
  });

  test('PostgreSQL and Kingbase', async () => {
    const script = `CREATE UNLOGGED TABLE public.t_person (
  id bigint NOT NULL, xm character varying(64) DEFAULT ''::character varying, zt character(1), dm character,
  je numeric(18,2) CHECK (je > 0), sj timestamp without time zone DEFAULT now(), nr jsonb, fj bytea, jd double precision,
  lx public.citext, EXCLUDE USING gist (a WITH &&)
);
COMMENT ON COLUMN public.t_person.xm IS E'姓名';
COMMENT ON COLUMN public.t_person.je IS '金额（元）';`;
    expect(told(await readDdl(script))).toEqual([
      't_person： | id I 4 | xm C 64 | zt C 1 | dm C 1 | je 金额（元） N 18,2 | sj T 8 | nr M 4 | fj G 4 | jd B 8 | lx C',
    ]);
  });

  test('a dialect with types of its own: the column stays, the type is named with its line', async () => {
    expect(await readDdl('create table t (\n a hllsketch(7),\n b int)')).toEqual({
      tables: [
        {
          name: 't',
          title: '',
          columns: [
            { name: 'a', title: '', type: '', length: '' },
            { name: 'b', title: '', type: 'I', length: '4' },
          ],
        },
      ],
      notes: ['t.a 的类型 hllsketch 不认识（第 2 行），类型留空'],
    });
  });

  test('statements without columns are named, and what is cut off in the middle is read as far as it goes', async () => {
    const { tables, notes } = await readDdl(
      'create table a as select 1;\ncreate table b like c;\ncreate view v as select 1;\ncreate table d (x int, y varchar(',
    );
    expect(tables).toEqual([
      {
        name: 'd',
        title: '',
        columns: [
          { name: 'x', title: '', type: 'I', length: '4' },
          { name: 'y', title: '', type: 'C', length: '' },
        ],
      },
    ]);
    expect(notes).toEqual(['第 1 行的表 a 没有列定义，未读', '第 2 行的表 b 没有列定义，未读']);
  });

  test('2000 tables', async () => {
    const columns = Array.from({ length: 30 }, (_, i) => `c${i} varchar(${i + 1}) comment '第${i}列'`).join(', ');
    const script = Array.from({ length: 2000 }, (_, i) => `create table t${i} (${columns}) comment '表${i}';`).join(
      '\n',
    );
    const { tables } = await readDdl(script);
    expect(tables).toHaveLength(2000);
    expect(tables[1999]).toMatchObject({ name: 't1999', title: '表1999' });
    expect(tables[1999]!.columns[29]).toEqual({ name: 'c29', title: '第29列', type: 'C', length: '30' });
  });
});

describe('a file', () => {
  test('of SQLite gives the tables that it was made with; a damaged one is refused by name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yidi-structure-'));
    try {
      const path = join(folder, 'a.db');
      const db = new Database(path);
      db.exec(
        'CREATE TABLE "人员" (id INTEGER PRIMARY KEY AUTOINCREMENT, 姓名 TEXT, je REAL); CREATE TABLE b (x BLOB)',
      );
      db.close();
      const bytes = new Uint8Array(readFileSync(path));
      expect(told(await readStructure(bytes, 'a.db'))).toEqual(['人员： | id I 4 | 姓名 M 4 | je F', 'b： | x G 4']);
      expect(await codeOf(() => readStructure(bytes.fill(0xff, 100, 4000), 'a.db'))).toBe('no-structure');
      expect(await codeOf(() => readStructure(bytes.subarray(0, 50), 'a.db'))).toBe('no-structure');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('with data proposes types and lengths as its rows have them', async () => {
    const rows = [
      ['企业登记表'],
      ['企业名称', '统一社会信用代码', '成立日期', 'ZCZB', '从业人数', '更新时间', '空列'],
      ['郑州甲公司', '91410100MA40000000', '2019-01-02', '100.5', '12', '2020-01-01 10:00:00'],
      ['乙', '91410100MA40000001', '2019年3月4日', '20000', '3', '2020-01-01 10:00'],
    ];
    const csv = utf8.encode(rows.map((row) => row.join(',')).join('\n'));
    const { tables, notes } = await readStructure(csv, '企业.csv');
    expect(tables[0]!.columns.map(({ name, title, type, length }) => `${name}${title} ${type} ${length}`)).toEqual([
      '企业名称 C 5',
      '统一社会信用代码 C 18',
      '成立日期 D 8',
      'ZCZB N 6,1',
      '从业人数 I 4',
      '更新时间 T 8',
      '空列  ',
    ]);
    expect(notes).toEqual(['类型和长度按前 2 行数据估计，请核对']);
    const head = await writeTable({ name: '表', head: rows.slice(1, 2), rows: [] }, 'xlsx');
    expect((await readStructure(head, '表.xlsx')).notes).toEqual(['只有标题行，没有数据，类型和长度请自己填']);
  });

  test('without a table is refused by name', async () => {
    for (const text of ['select 1', 'create view v as select 1']) {
      expect(await codeOf(() => readStructure(utf8.encode(text), 'a.sql'))).toBe('no-structure');
    }
    expect(await codeOf(() => readStructure(Uint8Array.of(0, 1, 2, 3), 'a.bin'))).toBe('not-a-table');
  });
});

test('a comment is parted into the name of the item and its note', () => {
  const item = (title: string) => proposedItem({ name: 'XB', title, type: 'C', length: '1' });
  expect(item('性别（1男，2女）')).toMatchObject({
    name: '性别',
    column: 'XB',
    note: '1男，2女',
    type: 'C',
    length: '1',
  });
  expect(item('性别 1男 2女')).toMatchObject({ name: '性别', note: '1男 2女' });
  expect(item('性别：见字典')).toMatchObject({ name: '性别', note: '见字典' });
  expect(item('（暂不用）')).toMatchObject({ name: '（暂不用）', note: '' });
  expect(item('')).toMatchObject({ name: '', column: 'XB', note: '' });
});

-- 驿递 (Yidi), central database, schema version 1. docs/format/central-v1.md says what stands in it.
-- Plain SQL that PostgreSQL 12 and later, Citus and openGauss take as it is; the program runs it where the tables are missing.

CREATE TABLE yidi.central (
  id         varchar(32) NOT NULL,
  version    integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (id)
);
COMMENT ON TABLE yidi.central IS '本库的标识（建表时随机产生）和表结构版本，只有一行';

CREATE TABLE yidi.accepted_record (
  record_id       varchar(32) NOT NULL,
  kind            varchar(20) NOT NULL,
  department_id   varchar(32) NOT NULL,
  department_name text NOT NULL,
  department_uscc varchar(18) NOT NULL,
  bureau_id       varchar(32) NOT NULL,
  revision        integer NOT NULL,
  code            text NOT NULL,
  name            text NOT NULL,
  facet           text NOT NULL,
  accepted_at     timestamp with time zone NOT NULL,
  body            jsonb NOT NULL,
  files           jsonb NOT NULL,
  PRIMARY KEY (record_id)
);
CREATE INDEX accepted_record_by_department ON yidi.accepted_record (department_id, kind);
CREATE INDEX accepted_record_by_code ON yidi.accepted_record (kind, code);
COMMENT ON TABLE yidi.accepted_record IS '审核通过的记录，每条记录一行，为审核通过的最新一版';
COMMENT ON COLUMN yidi.accepted_record.record_id IS '记录编号，填报单位产生，全程不变；分布列';
COMMENT ON COLUMN yidi.accepted_record.kind IS 'catalog 资源目录，licenseType 证照目录，license 证照，sheet 印章采集表，imprint 印模，dataset 数据归集，request 申请';
COMMENT ON COLUMN yidi.accepted_record.department_id IS '填报单位的工作站编号';
COMMENT ON COLUMN yidi.accepted_record.department_name IS '填报单位名称（装载时）';
COMMENT ON COLUMN yidi.accepted_record.department_uscc IS '填报单位统一社会信用代码';
COMMENT ON COLUMN yidi.accepted_record.bureau_id IS '装载的主管部门工作站编号';
COMMENT ON COLUMN yidi.accepted_record.revision IS '版次';
COMMENT ON COLUMN yidi.accepted_record.code IS '资源代码、证照编号等';
COMMENT ON COLUMN yidi.accepted_record.name IS '名称；证照为持证主体';
COMMENT ON COLUMN yidi.accepted_record.facet IS '证照类型、目录分类等';
COMMENT ON COLUMN yidi.accepted_record.accepted_at IS '这一版审核通过的时间';
COMMENT ON COLUMN yidi.accepted_record.body IS '记录原样；附件写作 sm3: 加摘要';
COMMENT ON COLUMN yidi.accepted_record.files IS '附件：摘要、文件名、类型、字节数';

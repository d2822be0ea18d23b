import { checkResidentId } from '../../shared/china/resident-id.ts';
import { checkUscc } from '../../shared/china/uscc.ts';
import type { PrintedFace } from './typed-face.ts';

/** What a face says: as printed, and as it is stored. */
export interface FaceValues {
  readonly printed: PrintedFace;
  readonly stored: Readonly<Record<string, string>>;
}

type Random = () => number;

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const int = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉鑫宇浩然子轩梓涵思雨欣怡佳琪志远海燕春梅晓东立新',
];
const districts = [
  '金水区',
  '中原区',
  '二七区',
  '管城回族区',
  '惠济区',
  '郑东新区',
  '上街区',
  '新密市',
  '荥阳市',
  '登封市',
  '中牟县',
];
const roads = [
  '花园路',
  '建设西路',
  '嵩山南路',
  '航海东路',
  '农业路',
  '文化路',
  '东风路',
  '黄河路',
  '紫荆山路',
  '陇海西路',
  '长江路',
  '经三路',
  '商都路',
  '金水东路',
  '京广快速路',
  '科学大道',
];
const trades = [
  '商贸',
  '科技',
  '餐饮管理',
  '建筑工程',
  '物流',
  '医药',
  '机械设备',
  '文化传媒',
  '农业发展',
  '房地产开发',
  '信息技术',
  '环保科技',
  '食品',
  '服饰',
  '酒店管理',
  '装饰工程',
];
const brands = [
  '恒泰',
  '中原豫通',
  '金源',
  '鼎盛',
  '瑞丰',
  '宏达',
  '天成',
  '华瑞',
  '博雅',
  '永信',
  '嘉和',
  '万润',
  '正大',
  '东方',
  '新世纪',
  '绿城',
];
const scopes = [
  '道路普通货物运输',
  '仓储服务',
  '预包装食品销售',
  '日用百货销售',
  '计算机软硬件技术开发',
  '建筑材料批发',
  '物业管理',
  '会议及展览服务',
  '机械设备租赁',
  '医疗器械销售',
  '货物及技术进出口',
  '企业管理咨询',
  '园林绿化工程施工',
  '广告设计、制作、发布',
  '汽车零配件销售',
  '农产品初加工',
];

const name = (random: Random): string =>
  pick(random, surnames) + Array.from({ length: int(random, 1, 2) }, () => pick(random, given)).join('');
const address = (random: Random): string =>
  `河南省郑州市${pick(random, districts)}${pick(random, roads)}${int(random, 1, 299)}号${int(random, 1, 28)}号楼${int(random, 1, 4)}单元${int(random, 101, 3202)}室`;
const company = (random: Random): string => `河南${pick(random, brands)}${pick(random, trades)}有限公司`;
const scope = (random: Random): string => {
  const all = Array.from({ length: int(random, 4, 7) }, () => pick(random, scopes));
  return `${[...new Set(all)].join('；')}。`;
};

interface Day {
  readonly iso: string;
  readonly printed: string;
}
const day = (random: Random, from: number, to: number): Day => {
  const [y, m, d] = [int(random, from, to), int(random, 1, 12), int(random, 1, 28)];
  const two = (n: number) => String(n).padStart(2, '0');
  return { iso: `${y}-${two(m)}-${two(d)}`, printed: `${y}年${two(m)}月${two(d)}日` };
};

function uscc(random: Random, head: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = `${head}410100${Array.from({ length: 8 }, () => pick(random, [...alphabet])).join('')}`;
  const codes = [...'0123456789X'].flatMap((check) => [...alphabet].map((last) => body + check + last));
  return codes.find((code) => checkUscc(code) === null)!;
}

function residentId(random: Random, birth: string, today: string): string {
  const body = `4101${pick(random, ['02', '03', '05', '84'])}${birth.replaceAll('-', '')}${int(random, 100, 999)}`;
  return [...'0123456789X'].map((last) => body + last).find((code) => checkResidentId(code, today) === null)!;
}

const capitals = [
  ['伍拾万圆整', '50万元'],
  ['壹佰万圆整', '100万元'],
  ['叁佰万圆整', '300万元'],
  ['伍佰万圆整', '500万元'],
  ['壹仟万圆整', '1000万元'],
  ['壹仟贰佰万圆整', '1200万元'],
  ['陆仟捌佰万圆整', '6800万元'],
  ['贰拾万圆整', '20万元'],
  ['500万元人民币', '500万元'],
  ['1080万元人民币', '1080万元'],
] as const;

/** Invented values for one face of a type that `typedTypes` names. */
export function inventedFace(typeName: string, random: Random): FaceValues {
  const today = '2026-11-23';
  const [from, to] = [day(random, 1998, 2020), day(random, 2027, 2060)];
  const forever = random() < 0.4;
  const range = `${from.printed}至${forever ? '长期' : to.printed}`;
  const last = forever ? '长期' : to.iso;
  const amount = pick(random, capitals);
  const issued = day(random, 2012, 2024);
  switch (typeName) {
    case '营业执照': {
      const same = {
        TYSHXYDM: uscc(random, '91'),
        FBH: `1-${int(random, 1, 3)}`,
        MC: company(random),
        LX: pick(random, [
          '有限责任公司（自然人投资或控股）',
          '有限责任公司（自然人独资）',
          '股份有限公司（非上市）',
          '个人独资企业',
          '其他有限责任公司',
        ]),
        FDDBR: name(random),
        JYFW: scope(random),
        ZS: address(random),
      };
      const registry = `${pick(random, ['郑州市', '郑州市金水区', '郑州市二七区', '登封市'])}市场监督管理局`;
      return {
        printed: {
          ...same,
          ZCZB: amount[0],
          CLRQ: from.printed,
          YYQXQ: range,
          DJJG: `　　　　　　${registry}`,
          FZRQ: issued.printed,
        },
        stored: {
          ...same,
          ZCZB: amount[1],
          CLRQ: from.iso,
          YYQXQ: from.iso,
          YYQXZ: last,
          DJJG: registry,
          FZRQ: issued.iso,
        },
      };
    }
    case '事业单位法人证书': {
      const same = {
        TYSHXYDM: uscc(random, '12'),
        MC: `郑州市${pick(random, districts)}${pick(random, ['图书馆', '文化馆', '第一小学', '人民医院', '疾病预防控制中心', '农业技术推广站', '档案馆', '市政设施养护中心'])}`,
        ZZHYWFW: `${pick(random, ['为公众提供阅读服务', '实施小学义务教育', '医疗与护理', '农业新技术推广'])}。${pick(random, ['业务培训与咨询', '学术交流与研究', '相关社会服务'])}。`,
        ZS: address(random),
        FDDBR: name(random),
        JFLY: pick(random, ['财政补助', '财政全额拨款', '财政补助、事业收入', '自筹']),
        JBDW: `郑州市${pick(random, districts)}${pick(random, ['教育局', '卫生健康委员会', '文化广电和旅游局', '人民政府'])}`,
        DJGLJG: '郑州市事业单位登记管理局',
      };
      return {
        printed: { ...same, KBZJ: amount[0], YXQQ: `自${range}` },
        stored: { ...same, KBZJ: amount[1], YXQQ: from.iso, YXQZ: last },
      };
    }
    case '不动产权证书': {
      const same = {
        BDCQZH: `豫（${int(random, 2016, 2024)}）郑州市不动产权第${String(int(random, 1, 599999)).padStart(7, '0')}号`,
        QLR: `${name(random)}、${name(random)}`,
        GYQK: pick(random, ['共同共有', '单独所有', '按份共有']),
        ZL: address(random),
        BDCDYH: `4101${pick(random, ['02', '03', '05'])}${String(int(random, 0, 999999)).padStart(6, '0')}GB${String(int(random, 0, 99999)).padStart(5, '0')}F${String(int(random, 0, 99999999)).padStart(8, '0')}`,
        QLLX: '国有建设用地使用权/房屋所有权',
        QLXZ: pick(random, ['出让/市场化商品房', '划拨/房改房', '出让/经济适用住房']),
        YT: pick(random, ['城镇住宅用地/成套住宅', '商服用地/商业服务', '工业用地/工业']),
        MJ: `房屋建筑面积${int(random, 40, 190)}.${int(random, 10, 99)}平方米`,
        SYQX: `国有建设用地使用权至${int(random, 2060, 2090)}年${int(random, 1, 12)}月${int(random, 1, 28)}日止`,
        QLQTZK: `房屋结构：${pick(random, ['钢筋混凝土结构', '砖混结构', '钢结构'])}；房屋总层数：${int(random, 6, 33)}；所在层：${int(random, 1, 6)}；专有建筑面积：${int(random, 40, 90)}.${int(random, 10, 99)}平方米。`,
      };
      return { printed: same, stored: same };
    }
    case '结婚证': {
      const [man, woman] = [day(random, 1960, 1995), day(random, 1960, 1995)];
      const [m, f] = [name(random), name(random)];
      const same = {
        CZR: m,
        JHZZH: `J4101${pick(random, ['02', '05'])}-${issued.iso.slice(0, 4)}-${String(int(random, 1, 9999)).padStart(6, '0')}`,
        XM_M: m,
        XB_M: '男',
        GJ_M: '中国',
        SFZJH_M: residentId(random, man.iso, today),
        XM_F: f,
        XB_F: '女',
        GJ_F: '中国',
        SFZJH_F: residentId(random, woman.iso, today),
      };
      return {
        printed: { ...same, DJRQ: issued.printed, CSRQ_M: man.printed, CSRQ_F: woman.printed },
        stored: { ...same, DJRQ: issued.iso, CSRQ_M: man.iso, CSRQ_F: woman.iso },
      };
    }
    case '建筑工程施工许可证': {
      const price = `${int(random, 200, 90000)}.${int(random, 10, 99)}`;
      const same = {
        SGXKZBH: `4101${pick(random, ['02', '03', '05'])}${issued.iso.replaceAll('-', '')}${int(random, 1001, 9999)}`,
        JSDW: company(random),
        GCMC: `${pick(random, brands)}${pick(random, ['花园', '商务中心', '产业园', '广场'])}${int(random, 1, 12)}号楼及地下车库工程`,
        JSDZ: `郑州市${pick(random, districts)}${pick(random, roads)}与${pick(random, roads)}交叉口`,
        JSGM: `${int(random, 3000, 99000)}平方米`,
        HTJG: price,
        HTGQ: `${int(random, 180, 980)}天`,
        KCDW: `河南省${pick(random, ['地质工程勘察院', '建筑设计研究院', '水利勘测设计有限公司'])}`,
        SJDW: `${pick(random, ['机械工业第六设计研究院', '河南省城乡规划设计研究总院', '郑州市市政工程勘测设计研究院'])}有限公司`,
        SGDW: `河南${pick(random, brands)}建设集团有限公司`,
        JLDW: `河南${pick(random, brands)}工程监理咨询有限公司`,
        FZJG: `郑州市${pick(random, districts)}住房和城乡建设局`,
      };
      return { printed: { ...same, FZRQ: issued.printed }, stored: { ...same, FZRQ: issued.iso } };
    }
    default:
      throw new Error(`no invented values for ${typeName}`);
  }
}

export const typedTypes = ['营业执照', '事业单位法人证书', '不动产权证书', '结婚证', '建筑工程施工许可证'] as const;

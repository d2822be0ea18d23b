import { QRCodeSVG } from '@rc-component/qrcode';
import type { ReactNode } from 'react';
import {
  FORM_MARK_MM,
  FORM_MARKS,
  FORM_MM,
  FORM_NOTE_MM,
  FORM_QR,
  formRanges,
  type SealGuide,
} from '../../../shared/seal/form.ts';
import type { PageBox } from '../../../shared/seal/reasons.ts';
import { guideWords } from './guide.ts';

export interface FormRange {
  readonly types: readonly string[];
  readonly guide: SealGuide;
}

interface FormPaperProps {
  readonly department: string;
  readonly id: string;
  /** What the QR code says. */
  readonly code: string;
  readonly ranges: readonly FormRange[];
}

const words = [
  '1. 按“实际大小”（100%）打印，不要选“适合页面”。',
  '2. 章盖在框内、角标之间：蘸足印油，垫软垫，一次压平，不要移动。',
  '3. 印文不要压到框线和文字；四角方块和二维码不要遮盖、涂写。',
  '4. 框下没有印证照名称的，在横线上用黑笔写明用于哪些证照。',
  '5. 整张放平，300–600 dpi 彩色扫描，方向不限；纸质原件随包送达。',
];

/** 印章采集表 of ours: corner marks and code tell the scan what it is and how it lies. All in mm. */
export function FormPaper({ department, id, code, ranges }: FormPaperProps): ReactNode {
  const { width, height } = FORM_MM;
  const boxes = formRanges(ranges.length);
  return (
    <section className="seal-form">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`印章采集表 ${id}`}>
        {FORM_MARKS.map(([x, y]) => (
          <rect
            key={`${x} ${y}`}
            x={x - FORM_MARK_MM / 2}
            y={y - FORM_MARK_MM / 2}
            width={FORM_MARK_MM}
            height={FORM_MARK_MM}
          />
        ))}
        <text x="22" y="26" fontSize="7" fontWeight="600">
          印章采集表
        </text>
        <text x="62" y="26" fontSize="3.6" className="mono">
          {id}
        </text>
        <text x="22" y="33" fontSize="3.8">
          单位：{department}
        </text>
        {words.map((line, i) => (
          <text key={line} x="22" y={39.5 + i * 4.8} fontSize="3.2">
            {line}
          </text>
        ))}
        {ranges.map((range, i) => (
          <Range key={boxes[i]!.x + boxes[i]!.y * 1000} box={boxes[i]!} number={i + 1} range={range} />
        ))}
        <text x="22" y="287" fontSize="3.6">
          经办人：
        </text>
        <text x="82" y="287" fontSize="3.6">
          保管人：
        </text>
        <text x="142" y="287" fontSize="3.6">
          日期：
        </text>
      </svg>
      <div
        className="seal-form-code"
        style={{
          left: `${FORM_QR.x}mm`,
          top: `${FORM_QR.y}mm`,
          width: `${FORM_QR.size}mm`,
          height: `${FORM_QR.size}mm`,
        }}
      >
        <QRCodeSVG value={code} level="M" marginSize={0} size={400} />
      </div>
    </section>
  );
}

/** A range with the size that belongs into it; what is printed is below, so that no seal touches it. */
function Range({ box, number, range }: { box: PageBox; number: number; range: FormRange }): ReactNode {
  const { x, y, width, height } = box;
  const below = y + height;
  const note = range.types.join('、');
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} fill="none" stroke="#000" strokeWidth="0.35" />
      <text x={x + 1.5} y={y - 1.3} fontSize="3.2">
        {number}　{guideWords(range.guide)}
      </text>
      <Guide box={box} guide={range.guide} />
      {note ? (
        <text x={x + width / 2} y={below + 7} fontSize={Math.min(4, (width - 2) / note.length)} textAnchor="middle">
          {note}
        </text>
      ) : (
        <path d={`M${x} ${below + FORM_NOTE_MM}h${width}`} stroke="#000" strokeWidth="0.25" fill="none" />
      )}
    </g>
  );
}

/** Pale corners around the place of the seal, outside it: nothing is printed where ink goes. */
function Guide({ box, guide }: { box: PageBox; guide: SealGuide }): ReactNode {
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  const [dx, dy] = [guide.widthMm / 2 + 1.5, guide.heightMm / 2 + 1.5];
  const corner = (sx: number, sy: number): string => `M${cx + sx * dx} ${cy + sy * (dy - 4)}v${sy * 4}h${-sx * 4}`;
  return (
    <path
      d={[corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)].join('')}
      fill="none"
      stroke="#bbb"
      strokeWidth="0.25"
    />
  );
}

import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { ImprintView, SheetView } from '../../../shared/seal/methods.ts';
import { placesLeft, turnWords } from '../../../shared/seal/page-words.ts';
import type { PageBox } from '../../../shared/seal/reasons.ts';
import type { DrawnOutline } from '../../../shared/seal/scan.ts';
import { useClient } from '../../client/client.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { PageHead } from '../../components/Page.tsx';
import { DateText, Mono } from '../../components/text.tsx';
import { type Drawing, OutlineEditor } from './OutlineEditor.tsx';
import { letterOf, sizeText, verdictColour } from './verdict.tsx';

interface SheetStageProps {
  readonly sheet: SheetView;
  readonly selected: number;
  readonly onSelect: (number: number) => void;
  readonly outlines: boolean;
  readonly onOutlines: (on: boolean) => void;
  /** What is being drawn on the page in place of the outlines; null = nothing. */
  readonly drawing: Drawing | null;
  readonly onDrawn: (drawing: Drawing | null) => void;
  /** The same printed sheet was scanned before: the earlier page is asked for, both are to count, or this one is to go. */
  readonly onBefore: () => void;
  readonly onKeep: () => void;
  readonly onRemove: () => void;
}

/** The straightened page with one number and one colour for each seal. */
export function SheetStage(props: SheetStageProps): ReactNode {
  const { sheet, selected, onSelect, outlines, onOutlines, drawing, onDrawn } = props;
  const client = useClient();
  const { page } = sheet;
  const unclear = placesLeft(page, sheet.imprints);
  return (
    <section className="sheet-stage" data-panel tabIndex={-1}>
      <PageHead
        title={<>第 {sheet.code.slice(-3)} 页</>}
        sub={
          <>
            <span>{page.form ? `采集表 ${page.form.id}` : page.edgesSeen ? '纸边已对齐' : '按图幅为页'}</span>
            <span>检出 {sheet.found} 枚</span>
            {sheet.imprints.length < sheet.found ? <span>剔除 {sheet.found - sheet.imprints.length}</span> : null}
            {unclear.length > 0 ? <span className="warn">另有 {unclear.length} 处似印章</span> : null}
          </>
        }
      >
        <Segmented
          value={outlines ? 'outlines' : 'plain'}
          onChange={(value) => onOutlines(value === 'outlines')}
          options={[
            {
              value: 'outlines',
              label: (
                <span>
                  轮廓 <Keycap name="O" />
                </span>
              ),
            },
            {
              value: 'plain',
              label: (
                <span>
                  原图 <Keycap name="R" />
                </span>
              ),
            },
          ]}
        />
      </PageHead>
      {sheet.before ? (
        <div className="sheet-before warn" role="note">
          <span className="grow">
            这张采集单已于 <DateText value={sheet.before.at} time /> 采集过（<Mono>{sheet.before.code}</Mono>）
          </span>
          <button type="button" className="link" onClick={props.onBefore}>
            看那一页 <Keycap name="G" />
          </button>
          <button type="button" className="link" onClick={props.onKeep}>
            两次都留 <Keycap name="K" />
          </button>
          <button type="button" className="link" onClick={props.onRemove}>
            删除本页 <Keycap name="Delete" />
          </button>
        </div>
      ) : null}
      <div className="sheet-ground">
        <svg
          className="sheet-page"
          viewBox={`0 0 ${page.widthMm} ${page.heightMm}`}
          role="img"
          aria-label={`采集表 ${sheet.code}`}
        >
          <image
            href={client.blobUrl(sheet.preview)}
            width={page.widthMm}
            height={page.heightMm}
            preserveAspectRatio="none"
          />
          {outlines
            ? sheet.imprints
                .filter(({ id }) => !drawing?.gone.includes(id))
                .map((imprint) => (
                  <SealOutline
                    key={imprint.id}
                    imprint={imprint}
                    active={imprint.number === selected}
                    onSelect={onSelect}
                  />
                ))
            : null}
          {outlines ? unclear.map((place) => <UnclearPlace key={`${place.x} ${place.y}`} place={place} />) : null}
          {drawing ? (
            <OutlineEditor
              page={page}
              start={drawing}
              nearest={(outline, gone) => nearestOf(sheet, outline, gone)}
              onDone={onDrawn}
              onCancel={() => onDrawn(null)}
            />
          ) : null}
        </svg>
      </div>
      <footer className="sheet-facts">
        <span className="cut">{sheet.name}</span>
        <span className="mono">{Math.round(page.dpi)} dpi</span>
        <span>{page.colour ? '彩色' : '灰度'}</span>
        {page.dpiFrom === 'page' ? <span className="warn">分辨率按 A4 推算</span> : null}
        {page.dpiFrom === 'marks' ? <span className="warn">文件分辨率缺失或不符，按定位标量得</span> : null}
        {page.printScale !== 1 ? (
          <span className="warn">打印缩放了 {(page.printScale * 100).toFixed(1)} %，尺寸按扫描分辨率</span>
        ) : null}
        {unclear.length > 0 ? <span className="warn">似印章处未切出：请重盖，或按 A 补一枚</span> : null}
        {page.turnDoubtDeg !== 0 ? <span className="warn">{turnWords(page)}</span> : null}
        <span className="sheet-facts-end">
          扶正 <span className="mono">{page.rotationDeg.toFixed(1)}°</span>
          <span className="mono">
            {page.widthMm.toFixed(1)}×{page.heightMm.toFixed(1)} mm
          </span>
        </span>
      </footer>
    </section>
  );
}

function UnclearPlace({ place }: { place: PageBox }): ReactNode {
  return (
    <g>
      <rect {...place} rx="3" fill="none" stroke={verdictColour.warn} strokeWidth="0.7" strokeDasharray="2.4 1.6" />
      <text
        x={place.x + place.width / 2}
        y={place.y - 1.2}
        fill={verdictColour.warn}
        fontSize="4.6"
        textAnchor="middle"
        className="mono"
      >
        似印章？
      </text>
    </g>
  );
}

function nearestOf(sheet: SheetView, { centerMm }: DrawnOutline, gone: readonly string[]): ImprintView | null {
  const away = ({ finding }: ImprintView): number =>
    Math.hypot(finding.centerMm[0] - centerMm[0], finding.centerMm[1] - centerMm[1]);
  const others = sheet.imprints.filter(({ id }) => !gone.includes(id));
  return others.sort((a, b) => away(a) - away(b))[0] ?? null;
}

function SealOutline({
  imprint,
  active,
  onSelect,
}: {
  imprint: ImprintView;
  active: boolean;
  onSelect: (number: number) => void;
}): ReactNode {
  const { finding, number } = imprint;
  const { rangeMm, cutMm, verdict, reasons } = finding;
  const colour = verdictColour[verdict];
  const around = rangeMm ?? cutMm;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same choice is on the keys 1 to 9
    <g className="seal-outline" onClick={() => onSelect(number)}>
      <rect
        x={around.x}
        y={around.y}
        width={around.width}
        height={around.height}
        fill="transparent"
        stroke="#6b7785"
        strokeWidth="0.35"
        strokeDasharray="1.8 1.2"
      />
      <Shape imprint={imprint} colour={colour} width={active ? 1.1 : 0.7} />
      {reasons.map(({ place }, i) =>
        place ? (
          <g key={`${place.x} ${place.y} ${letterOf(i)}`}>
            <rect
              x={place.x}
              y={place.y}
              width={place.width}
              height={place.height}
              fill="none"
              stroke={colour}
              strokeWidth="0.5"
            />
            <text
              x={place.x - 0.6}
              y={place.y - 0.6}
              fill={colour}
              fontSize="4.2"
              fontWeight="700"
              className="mono"
              textAnchor="end"
            >
              {letterOf(i)}
            </text>
          </g>
        ) : null,
      )}
      <circle cx={around.x + 3} cy={around.y + 1} r="4.3" fill={colour} />
      <text x={around.x + 3} y={around.y + 2.9} fill="#fff" fontSize="5.4" fontWeight="700" textAnchor="middle">
        {number}
      </text>
      <text
        x={around.x + around.width}
        y={around.y - 1.4}
        fill={colour}
        fontSize="4.6"
        className="mono"
        textAnchor="end"
      >
        {finding.shape === 'circle' ? `Ø ${((finding.widthMm + finding.heightMm) / 2).toFixed(1)}` : sizeText(finding)}
      </text>
    </g>
  );
}

function Shape({ imprint, colour, width }: { imprint: ImprintView; colour: string; width: number }): ReactNode {
  const { shape, centerMm, widthMm, heightMm, angleDeg } = imprint.finding;
  const [x, y] = centerMm;
  const gap = width / 2 + 0.4;
  const line = { fill: 'none', stroke: colour, strokeWidth: width, transform: `rotate(${angleDeg} ${x} ${y})` };
  if (shape === 'circle' || shape === 'ellipse')
    return <ellipse cx={x} cy={y} rx={widthMm / 2 + gap} ry={heightMm / 2 + gap} {...line} />;
  return (
    <rect
      x={x - widthMm / 2 - gap}
      y={y - heightMm / 2 - gap}
      width={widthMm + 2 * gap}
      height={heightMm + 2 * gap}
      {...line}
    />
  );
}

import type { PointerEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { PageBox } from '../../../shared/seal/reasons.ts';
import { type DrawnOutline, drawnShapes, type PageFinding, type SealFinding } from '../../../shared/seal/scan.ts';
import { KeyLayer, useKeys } from '../../components/keys.tsx';

/** Outlines that are being drawn, and the imprints that they take the place of. */
export interface Drawing {
  readonly outlines: readonly DrawnOutline[];
  /** Ids. */
  readonly gone: readonly string[];
}

interface OutlineEditorProps {
  readonly page: PageFinding;
  readonly start: Drawing;
  /** The nearest other imprint of the page, to be joined; null where there is none. */
  readonly nearest: (outline: DrawnOutline, gone: readonly string[]) => { id: string; finding: SealFinding } | null;
  readonly onDone: (drawing: Drawing) => void;
  readonly onCancel: () => void;
}

/** The usual seal; what is added starts as one. */
const USUAL_MM = 42;
const STEP_MM = 0.5;
const LEAP_MM = 5;

export const drawingKeys = [
  ['ArrowUp ArrowDown ArrowLeft ArrowRight', '移动'],
  ['Shift+ArrowRight', '改大小'],
  ['S', '换形状'],
  ['D', '一分为二'],
  ['M', '并入邻近'],
  ['Enter', '按此切出'],
  ['Escape', '取消'],
] as const;

/** An outline like that of a seal, to begin with. */
export function outlineOf({ shape, centerMm, widthMm, heightMm, angleDeg }: SealFinding): DrawnOutline {
  return { shape: shape === 'other' ? 'ellipse' : shape, centerMm, widthMm, heightMm, angleDeg };
}

/** Where a new outline begins: at a place that may be a seal, otherwise in the middle of the page. */
export function firstOutline(page: PageFinding, [place]: readonly PageBox[]): DrawnOutline {
  const { x, y, width, height } = place ?? { x: 0, y: 0, width: page.widthMm, height: page.heightMm };
  const size = place ? Math.max(5, Math.min(120, Math.max(width, height))) : USUAL_MM;
  return { shape: 'circle', centerMm: [x + width / 2, y + height / 2], widthMm: size, heightMm: size, angleDeg: 0 };
}

const even = ({ shape }: DrawnOutline): boolean => shape === 'circle' || shape === 'square';
const between = (value: number, from: number, to: number): number => Math.max(from, Math.min(to, value));

function resized(one: DrawnOutline, widthMm: number, heightMm: number): DrawnOutline {
  const [width, height] = [between(widthMm, 5, 120), between(heightMm, 5, 120)];
  return even(one) ? { ...one, widthMm: width, heightMm: width } : { ...one, widthMm: width, heightMm: height };
}

function moved(one: DrawnOutline, { widthMm, heightMm }: PageFinding, dx: number, dy: number): DrawnOutline {
  const [x, y] = one.centerMm;
  return { ...one, centerMm: [between(x + dx, 0, widthMm), between(y + dy, 0, heightMm)] };
}

function nextShape(one: DrawnOutline): DrawnOutline {
  const shape = drawnShapes[(drawnShapes.indexOf(one.shape) + 1) % drawnShapes.length]!;
  const next = { ...one, shape, angleDeg: shape === 'circle' ? 0 : one.angleDeg };
  return even(next) ? resized(next, Math.max(one.widthMm, one.heightMm), 0) : next;
}

/** Two side by side in place of one that was found over both, along its longer side. */
function parted(one: DrawnOutline): [DrawnOutline, DrawnOutline] {
  const wide = one.widthMm >= one.heightMm;
  const [x, y] = one.centerMm;
  const side = Math.min(one.widthMm, one.heightMm);
  const size = wide ? { widthMm: one.widthMm / 2, heightMm: side } : { widthMm: side, heightMm: one.heightMm / 2 };
  const half = (wide ? one.widthMm : one.heightMm) / 4;
  const at = (sign: number): DrawnOutline =>
    resized(
      { ...one, centerMm: wide ? [x + sign * half, y] : [x, y + sign * half] },
      even(one) ? side : size.widthMm,
      size.heightMm,
    );
  return [at(-1), at(1)];
}

/** One outline around both. */
function joined(one: DrawnOutline, { centerMm, widthMm, heightMm }: SealFinding): DrawnOutline {
  const [x, y] = one.centerMm;
  const left = Math.min(x - one.widthMm / 2, centerMm[0] - widthMm / 2);
  const right = Math.max(x + one.widthMm / 2, centerMm[0] + widthMm / 2);
  const top = Math.min(y - one.heightMm / 2, centerMm[1] - heightMm / 2);
  const bottom = Math.max(y + one.heightMm / 2, centerMm[1] + heightMm / 2);
  const middle: [number, number] = [(left + right) / 2, (top + bottom) / 2];
  return resized({ ...one, centerMm: middle }, Math.max(right - left, even(one) ? bottom - top : 0), bottom - top);
}

/** Draws outlines on the page by keys or mouse; nothing is written before Enter. */
export function OutlineEditor(props: OutlineEditorProps): ReactNode {
  return (
    <KeyLayer>
      <Editor {...props} />
    </KeyLayer>
  );
}

function Editor({ page, start, nearest, onDone, onCancel }: OutlineEditorProps): ReactNode {
  const [drawing, setDrawing] = useState(start);
  const [at, setAt] = useState(0);
  const change = (how: (one: DrawnOutline) => DrawnOutline, index = at): void =>
    setDrawing((before) => ({ ...before, outlines: before.outlines.map((one, i) => (i === index ? how(one) : one)) }));
  const move = (dx: number, dy: number) => () => change((one) => moved(one, page, dx, dy));
  const size = (dw: number, dh: number) => () =>
    change((one) => resized(one, one.widthMm + (even(one) ? dw || dh : dw), one.heightMm + dh));
  const turn = (by: number) => () =>
    change((one) => (one.shape === 'circle' ? one : { ...one, angleDeg: between(one.angleDeg + by, -90, 90) }));
  const part = (): void => {
    const { outlines, gone } = drawing;
    const one = outlines[at];
    if (!one || outlines.length >= 20) return;
    setDrawing({ outlines: [...outlines.slice(0, at), ...parted(one), ...outlines.slice(at + 1)], gone });
  };
  const join = (): void => {
    const one = drawing.outlines[at];
    const other = one && nearest(one, drawing.gone);
    if (!one || !other) return;
    change((before) => joined(before, other.finding));
    setDrawing((before) => ({ ...before, gone: [...before.gone, other.id] }));
  };
  useKeys({
    ...arrows('', move, STEP_MM),
    ...arrows('Ctrl+', move, LEAP_MM),
    'Shift+ArrowLeft': size(-STEP_MM, 0),
    'Shift+ArrowRight': size(STEP_MM, 0),
    'Shift+ArrowUp': size(0, -STEP_MM),
    'Shift+ArrowDown': size(0, STEP_MM),
    '[': turn(-1),
    ']': turn(1),
    S: () => change(nextShape),
    D: part,
    M: join,
    Tab: () => setAt((before) => (before + 1) % drawing.outlines.length),
    Enter: () => onDone(drawing),
    'Ctrl+Enter': () => onDone(drawing),
    Escape: onCancel,
  });
  return drawing.outlines.map((one, i) => (
    <Drawn
      // biome-ignore lint/suspicious/noArrayIndexKey: outlines have nothing else to tell them apart
      key={i}
      outline={one}
      active={i === at}
      onHold={() => setAt(i)}
      onMove={(dx, dy) => change((before) => moved(before, page, dx, dy), i)}
      onSize={(dx, dy) => change((before) => resized(before, before.widthMm + 2 * dx, before.heightMm + 2 * dy), i)}
    />
  ));
}

const arrows = (
  before: string,
  move: (dx: number, dy: number) => () => void,
  by: number,
): Readonly<Record<string, () => void>> => ({
  [`${before}ArrowLeft`]: move(-by, 0),
  [`${before}ArrowRight`]: move(by, 0),
  [`${before}ArrowUp`]: move(0, -by),
  [`${before}ArrowDown`]: move(0, by),
});

interface DrawnProps {
  readonly outline: DrawnOutline;
  readonly active: boolean;
  readonly onHold: () => void;
  /** mm on the page since the last call. */
  readonly onMove: (dx: number, dy: number) => void;
  readonly onSize: (dx: number, dy: number) => void;
}

function Drawn({ outline, active, onHold, onMove, onSize }: DrawnProps): ReactNode {
  const { shape, centerMm, widthMm, heightMm, angleDeg } = outline;
  const [x, y] = centerMm;
  const line = { fill: 'rgb(29 78 156 / 8%)', stroke: '#1d4e9c', strokeWidth: active ? 0.9 : 0.5 };
  return (
    <g
      transform={`rotate(${angleDeg} ${x} ${y})`}
      className="drawn-outline"
      data-outline={`${x} ${y} ${widthMm} ${heightMm}`}
    >
      <g {...dragged(onHold, onMove)} style={{ cursor: 'move' }}>
        {shape === 'circle' || shape === 'ellipse' ? (
          <ellipse cx={x} cy={y} rx={widthMm / 2} ry={heightMm / 2} {...line} />
        ) : (
          <rect x={x - widthMm / 2} y={y - heightMm / 2} width={widthMm} height={heightMm} {...line} />
        )}
      </g>
      {active ? (
        <rect
          {...dragged(onHold, onSize)}
          x={x + widthMm / 2 - 1.5}
          y={y + heightMm / 2 - 1.5}
          width={3}
          height={3}
          fill="#fff"
          stroke="#1d4e9c"
          strokeWidth={0.5}
          style={{ cursor: 'nwse-resize' }}
        />
      ) : null}
      <text x={x} y={y - heightMm / 2 - 1.6} fill="#1d4e9c" fontSize="4.6" className="mono" textAnchor="middle">
        {even(outline) ? widthMm.toFixed(1) : `${widthMm.toFixed(1)} × ${heightMm.toFixed(1)}`} mm
      </text>
    </g>
  );
}

/** Follows the pointer while it is held, in mm of the page. */
function dragged(onHold: () => void, onDrag: (dx: number, dy: number) => void) {
  return {
    onPointerDown: (event: PointerEvent<SVGGraphicsElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      onHold();
    },
    onPointerMove: (event: PointerEvent<SVGGraphicsElement>) => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const scale = event.currentTarget.ownerSVGElement?.getScreenCTM()?.a ?? 1;
      onDrag(event.movementX / scale, event.movementY / scale);
    },
  };
}

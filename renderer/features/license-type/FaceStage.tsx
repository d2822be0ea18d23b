import type { PointerEvent, ReactNode, RefObject } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { LicenseType, Zone } from '../../../shared/license/type.ts';
import { zoneText } from '../../../shared/license/type-fields.ts';
import type { Target } from './type-edits.ts';
import { type FaceSize, fitZone, zoneBetween, zoneByKey } from './zone-moves.ts';

interface FaceStageProps {
  readonly type: LicenseType;
  /** Address of the face picture; null = the bare paper at its proportion. */
  readonly picture: string | null;
  readonly target: Target | null;
  /** 1 = the whole face fits. */
  readonly zoom: number;
  readonly locked: boolean;
  readonly onTarget: (target: Target) => void;
  readonly onZone: (target: Target, zone: Zone | null) => void;
  /** Enter goes on to the next zone, Esc back to the grid. */
  readonly onNext: () => void;
  readonly onBack: () => void;
}

type Grip = 'move' | 'size' | 'draw';

interface Drag {
  readonly grip: Grip;
  readonly target: Target;
  readonly from: readonly [number, number];
  /** As it was when it was grabbed. */
  readonly start: Zone;
  /** As it is now. */
  readonly zone: Zone;
}

const margin = 14;
/** A click that slips is no drawing. */
const leastDrawnMm = 1.5;

/** The face with a zone for each field: drawn, moved and sized with the mouse, or by keys, in mm. */
export function FaceStage(props: FaceStageProps): ReactNode {
  const { type, picture, target, zoom, locked, onTarget, onZone, onNext, onBack } = props;
  const { face } = type;
  const box = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const room = useRoom(box);
  const [drag, setDrag] = useState<Drag | null>(null);
  const sound = face.widthMm > 0 && face.heightMm > 0;
  const fit = Math.min((room.width - 2 * margin) / face.widthMm, (room.height - 2 * margin) / face.heightMm);
  const scale = Math.max(0.1, fit * zoom);
  if (!sound) return <div className="scan-view" ref={box} />;

  const point = (event: PointerEvent): [number, number] => {
    const place = sheet.current!.getBoundingClientRect();
    return [(event.clientX - place.left) / scale, (event.clientY - place.top) / scale];
  };
  const grab = (event: PointerEvent, grip: Grip, on: Target, zone: Zone): void => {
    if (event.button !== 0 || locked) return;
    event.stopPropagation();
    sheet.current?.setPointerCapture(event.pointerId);
    onTarget(on);
    setDrag({ grip, target: on, from: point(event), start: zone, zone });
  };
  const pull = (event: PointerEvent): void => {
    if (!drag) return;
    setDrag({ ...drag, zone: dragged(drag, point(event), face) });
  };
  const drop = (): void => {
    if (drag && (drag.grip !== 'draw' || Math.max(drag.zone.width, drag.zone.height) >= leastDrawnMm))
      onZone(drag.target, drag.zone);
    setDrag(null);
  };
  const zones: { readonly target: Target; readonly zone: Zone; readonly label: string }[] = [
    ...type.fields.flatMap(({ zone, label }, at) =>
      zone ? [{ target: { of: 'field' as const, at }, zone, label: label || `第 ${at + 1} 项` }] : [],
    ),
    ...type.template.seals.map(({ zone }, at) => ({
      target: { of: 'seal' as const, at },
      zone,
      label: `盖章位置 ${at + 1}`,
    })),
  ];
  const shown = (of: Target, zone: Zone): Zone => (drag && same(drag.target, of) ? drag.zone : zone);
  const drawn = drag?.grip === 'draw' && !zones.some((one) => same(one.target, drag.target)) ? drag : null;
  return (
    <div className="scan-view" ref={box}>
      <div
        ref={sheet}
        className={`scan-sheet face-sheet ${target && !locked ? 'face-draws' : ''}`}
        style={{ width: face.widthMm * scale, height: face.heightMm * scale }}
        onPointerDown={(event) => {
          const [x, y] = point(event);
          if (target) grab(event, 'draw', target, { x, y, width: 0, height: 0 });
        }}
        onPointerMove={pull}
        onPointerUp={drop}
        onPointerCancel={() => setDrag(null)}
      >
        {picture ? <img src={picture} alt="底图" draggable={false} /> : null}
        {zones.map((one) => {
          const zone = shown(one.target, one.zone);
          const on = target !== null && same(target, one.target);
          return (
            <button
              key={`${one.target.of} ${one.target.at}`}
              type="button"
              tabIndex={on ? 0 : -1}
              className={`zone ${on ? 'zone-focus' : 'zone-done'} ${one.target.of === 'seal' ? 'zone-seal' : ''}`}
              data-zone={`${one.target.of}.${one.target.at}`}
              aria-label={`${one.label}，${zoneText(zone)} 毫米`}
              title={one.label}
              style={{
                left: zone.x * scale,
                top: zone.y * scale,
                width: zone.width * scale,
                height: zone.height * scale,
              }}
              onPointerDown={(event) => {
                event.currentTarget.focus();
                grab(event, 'move', one.target, one.zone);
              }}
              onFocus={() => onTarget(one.target)}
              onKeyDown={(event) => {
                const next = zoneByKey(one.zone, face, event);
                if (next && !locked) onZone(one.target, next);
                else if ((event.key === 'Delete' || event.key === 'Backspace') && !locked) {
                  onZone(one.target, null);
                  onBack();
                } else if (event.key === 'Enter' && !event.ctrlKey) onNext();
                else if (event.key === 'Escape') onBack();
                else return;
                event.preventDefault();
              }}
            >
              {on ? null : <small>{one.target.at + 1}</small>}
              {on ? (
                <span className={`zone-words ${zone.x > face.widthMm / 2 ? 'zone-words-left' : ''}`}>
                  {one.label} <span className="mono">{zoneText(zone)}</span>
                </span>
              ) : null}
              {on && !locked ? (
                <i className="zone-corner" onPointerDown={(event) => grab(event, 'size', one.target, one.zone)} />
              ) : null}
            </button>
          );
        })}
        {drawn ? (
          <div
            className="zone zone-focus"
            style={{
              left: drawn.zone.x * scale,
              top: drawn.zone.y * scale,
              width: drawn.zone.width * scale,
              height: drawn.zone.height * scale,
            }}
          />
        ) : null}
      </div>
    </div>
  );
}

function same(a: Target, b: Target): boolean {
  return a.of === b.of && a.at === b.at;
}

function dragged({ grip, from, start }: Drag, to: readonly [number, number], face: FaceSize): Zone {
  if (grip === 'draw') return zoneBetween(from, to, face);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  if (grip === 'move') return fitZone({ ...start, x: start.x + dx, y: start.y + dy }, face);
  const width = Math.min(start.width + dx, face.widthMm - start.x);
  return fitZone({ ...start, width, height: Math.min(start.height + dy, face.heightMm - start.y) }, face);
}

function useRoom(ref: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [room, setRoom] = useState({ width: 640, height: 480 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (): void => setRoom({ width: element.offsetWidth, height: element.offsetHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return room;
}

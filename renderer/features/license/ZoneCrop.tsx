import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { ScanPlace } from '../../../shared/license/entry-methods.ts';
import { type Rect, uprightStyle } from './zones.ts';

interface ZoneCropProps {
  readonly url: string;
  readonly label: string;
  readonly place: ScanPlace;
  readonly zone: Rect;
  /** Where doubtful characters stand: boxed, so that the eye goes there. */
  readonly doubts?: readonly Rect[];
  /** Width of the paper in mm and in px, so that small zones are not blown up beyond reading. */
  readonly pxPerMm: number;
  readonly onScale: (scale: number) => void;
}

/** Largest enlargement, in CSS px to a mm of the paper: twice the paper on a common screen. */
const mostPxPerMm = 8;
/** So that the rest of the form stays on a screen of 768 lines. */
const mostHeight = { low: 172, tall: 236 } as const;
const tallFrom = 900;

/** The piece of the scan that the field is typed from, directly on the input and with the same left edge. */
export function ZoneCrop({ url, label, place, zone, doubts = [], pxPerMm, onScale }: ZoneCropProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(480);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  const scale = Math.min(
    width / zone.width,
    (window.innerHeight < tallFrom ? mostHeight.low : mostHeight.tall) / zone.height,
    mostPxPerMm / pxPerMm,
  );
  useLayoutEffect(() => onScale(scale), [scale, onScale]);
  return (
    <div className="zone-crop" ref={box} style={{ height: Math.round(zone.height * scale) }}>
      <div className="zone-clip" style={{ width: zone.width * scale }}>
        <div style={{ position: 'absolute', left: -zone.x * scale, top: -zone.y * scale }}>
          <img src={url} alt={`${label}的局部图`} draggable={false} style={uprightStyle(place, scale)} />
          {doubts.map(({ x, y, width, height }) => (
            <i
              key={`${x} ${y}`}
              className="zone-doubt"
              style={{ left: x * scale, top: y * scale, width: width * scale, height: height * scale }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

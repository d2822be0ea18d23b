import type { ReactNode, RefObject } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ScanPlace } from '../../../shared/license/entry-methods.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { type Rect, uprightSize, uprightStyle, zoneIn } from './zones.ts';

export interface ScanMarks {
  /** Key of the field that is typed now. */
  readonly focus: string;
  readonly done: ReadonlySet<string>;
  readonly errors: ReadonlySet<string>;
  readonly warnings: ReadonlySet<string>;
  /** Where a field was found on the page itself; otherwise its zone is laid over the paper. */
  found?(key: string): Rect | null;
}

interface ScanViewProps {
  readonly url: string;
  readonly name: string;
  readonly place: ScanPlace;
  readonly type: LicenseType;
  /** null = no zones drawn. */
  readonly marks: ScanMarks | null;
  /** 1 = the whole page fits. */
  readonly zoom: number;
  /** Keeps the zone of the focus in view. */
  readonly follow: boolean;
  readonly onPick?: (key: string) => void;
  /** CSS px to a px of the picture, so that the crop can say how much larger it is. */
  readonly onScale?: (scale: number) => void;
}

const margin = 14;

/** The scan with its zones: typed ones solid, to come dashed, the one in focus filled and named, errors with their number. */
export function ScanView(props: ScanViewProps): ReactNode {
  const { url, name, place, type, marks, zoom, follow, onPick, onScale } = props;
  const box = useRef<HTMLDivElement>(null);
  const room = useRoom(box);
  const size = uprightSize(place);
  const fit = Math.min((room.width - 2 * margin) / size.width, (room.height - 2 * margin) / size.height);
  const scale = Math.max(0.02, fit * zoom);
  useEffect(() => onScale?.(scale), [scale, onScale]);
  const focused = marks ? type.fields.find((field) => field.key === marks.focus) : undefined;
  const zone = focused ? (marks?.found?.(focused.key) ?? zoneIn(type, focused, place)) : null;
  const target = zone ? `${zone.x},${zone.y},${scale}` : '';
  useEffect(() => {
    if (!follow || zoom <= 1 || target === '' || !box.current || !zone) return;
    const { clientWidth, clientHeight } = box.current;
    box.current.scrollTo({
      left: margin + (zone.x + zone.width / 2) * scale - clientWidth / 2,
      top: margin + (zone.y + zone.height / 2) * scale - clientHeight / 2,
    });
  }, [target, follow, zoom, zone, scale]);
  const errorNumber = new Map([...(marks?.errors ?? [])].map((key, index) => [key, index + 1]));
  return (
    <div className="scan-view" ref={box}>
      <div className="scan-sheet" style={{ width: size.width * scale, height: size.height * scale }}>
        <img src={url} alt={name} draggable={false} style={uprightStyle(place, scale)} />
        {marks
          ? type.fields.map((field) => {
              const at = marks.found?.(field.key) ?? zoneIn(type, field, place);
              if (!at) return null;
              const focus = field.key === marks.focus;
              const error = errorNumber.get(field.key);
              const tone = error ? 'zone-error' : marks.warnings.has(field.key) ? 'zone-warning' : '';
              const state = focus ? 'zone-focus' : marks.done.has(field.key) ? 'zone-done' : 'zone-open';
              return (
                <button
                  key={field.key}
                  type="button"
                  tabIndex={-1}
                  className={`zone ${state} ${tone}`}
                  title={field.label}
                  style={{ left: at.x * scale, top: at.y * scale, width: at.width * scale, height: at.height * scale }}
                  onMouseDown={(event) => {
                    event.preventDefault();
                    onPick?.(field.key);
                  }}
                >
                  {error ? <b>{error}</b> : null}
                  {focus ? <span>{field.label}</span> : null}
                </button>
              );
            })
          : null}
      </div>
    </div>
  );
}

function useRoom(ref: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [room, setRoom] = useState({ width: 640, height: 480 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    // The border box: scrollbars of a zoomed picture must not change the fit.
    const measure = () => setRoom({ width: element.offsetWidth, height: element.offsetHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return room;
}

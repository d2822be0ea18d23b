import { decodeWire, encodeWire } from './wire.ts';

// Events travel to a browser page as frames on one long answer: u32 length, then that many bytes of `encodeWire`. A
// frame of length 0 is a heartbeat.

/** One event as the host numbers it: sequences grow by one, so a page that connects again says where it stopped. */
export interface EventFrame {
  readonly sequence: number;
  readonly event: string;
  readonly payload: unknown;
}

export const heartbeat: Uint8Array<ArrayBuffer> = new Uint8Array(4);

export function encodeFrame(frame: EventFrame): Uint8Array<ArrayBuffer> {
  const body = encodeWire(frame);
  const out = new Uint8Array(4 + body.length);
  new DataView(out.buffer).setUint32(0, body.length);
  out.set(body, 4);
  return out;
}

/** Takes the stream's pieces as they come, gives the frames that are complete; a frame may be cut at any byte. */
export function createFrameReader(): (piece: Uint8Array) => EventFrame[] {
  let rest: Uint8Array = new Uint8Array(0);
  return (piece) => {
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    const view = new DataView(bytes.buffer);
    const frames: EventFrame[] = [];
    let at = 0;
    while (bytes.length - at >= 4) {
      const end = at + 4 + view.getUint32(at);
      if (end > bytes.length) break;
      if (end > at + 4) frames.push(decodeWire(bytes.subarray(at + 4, end)) as EventFrame);
      at = end;
    }
    rest = bytes.subarray(at);
    return frames;
  };
}

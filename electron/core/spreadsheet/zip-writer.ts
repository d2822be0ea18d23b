import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';

const flush = 256 * 1024;

/** Packs named texts into a zip archive (deflate, UTF-8 names, no dates), piece by piece, so that the event loop stays free. */
export async function zip(
  files: readonly { readonly name: string; readonly pieces: Iterable<string> }[],
): Promise<Uint8Array<ArrayBuffer>> {
  const out: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  const put = (bytes: Uint8Array): void => {
    out.push(bytes);
    offset += bytes.length;
  };
  for (const { name, pieces } of files) {
    const { packed, size, checksum } = await deflate(pieces);
    const label = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0, 6);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(checksum, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(label.length, 22);
    const start = offset;
    put(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, label]));
    put(packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(start, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, label]));
  }
  const table = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...out, table, end]);
}

async function deflate(pieces: Iterable<string>): Promise<{ packed: Buffer; size: number; checksum: number }> {
  const stream = createDeflateRaw({ level: 6 });
  const packed: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => packed.push(chunk));
  const done = once(stream, 'end');
  let size = 0;
  let checksum = 0;
  const push = async (text: string): Promise<void> => {
    const bytes = Buffer.from(text, 'utf8');
    size += bytes.length;
    checksum = crc32(bytes, checksum);
    if (!stream.write(bytes)) await once(stream, 'drain');
  };
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < flush) continue;
    await push(pending);
    pending = '';
  }
  await push(pending);
  stream.end();
  await done;
  return { packed: Buffer.concat(packed), size, checksum };
}

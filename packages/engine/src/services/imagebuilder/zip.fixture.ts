import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  content: string | Uint8Array;
  /** Unix mode with the file's kind; a plain file unless told. */
  mode?: number;
  /** What the headers say of the size, when they lie. */
  claimedSize?: number;
  compress?: boolean;
}

const LOCAL_HEADER = 0x04_03_4b_50;
const CENTRAL_HEADER = 0x02_01_4b_50;
const END_OF_CENTRAL = 0x06_05_4b_50;
const MADE_BY_UNIX = 0x03_14;

/**
 * A zip archive of these entries, also of names and sizes that no good tool would write. For tests.
 */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content);
    const data = entry.compress === true ? deflateRawSync(content) : content;
    const fields = fieldsOf(entry, content, data);
    const local = Buffer.concat([headerOf(LOCAL_HEADER, fields, name), name, data]);
    locals.push(local);
    centrals.push(Buffer.concat([centralOf(entry, fields, name, offset), name]));
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_CENTRAL, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

/** Version needed to uncompressed size, as both headers have them. */
function fieldsOf(entry: ZipEntry, content: Buffer, data: Buffer): Buffer {
  const fields = Buffer.alloc(22);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(entry.compress === true ? 8 : 0, 4);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(entry.claimedSize ?? content.length, 18);
  return fields;
}

function headerOf(signature: number, fields: Buffer, name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(signature, 0);
  fields.copy(header, 4);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function centralOf(entry: ZipEntry, fields: Buffer, name: Buffer, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(MADE_BY_UNIX, 4);
  fields.copy(header, 6);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(((entry.mode ?? 0o100_644) << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

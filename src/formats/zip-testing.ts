/** Zip archives that no honest program writes. */
import { constants, deflateRawSync } from 'node:zlib';

/** Packed bytes of one file, and what the archive says of it. */
export interface Said {
  packed: Uint8Array;
  bytes: number;
  checksum?: number;
  /** 8 for deflate, 0 for stored. */
  method?: number;
  flags?: number;
}

/** A number of 32 bits, or the sign that it stands in the extra field. */
const small = (value: number) => Math.min(value, 0xffffffff);

/** An archive of files that are packed already. Sizes of more than 32 bits stand in the extra field. */
export function zipOf(files: Readonly<Record<string, Said>>): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, { packed, bytes, checksum = 0, method = 8, flags = 0 }] of Object.entries(files)) {
    const path = Buffer.from(name);
    const extra = Buffer.alloc(bytes > 0xffffffff ? 12 : 0);
    if (extra.length > 0) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8, 2);
      extra.writeBigUInt64LE(BigInt(bytes), 4);
    }
    const common = Buffer.alloc(26);
    common.writeUInt16LE(45, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(checksum, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(small(bytes), 18);
    common.writeUInt16LE(path.length, 22);
    common.writeUInt16LE(extra.length, 24);
    parts.push(Buffer.from('PK\x03\x04'), common, path, extra, Buffer.from(packed));
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    list.push(Buffer.from('PK\x01\x02'), Buffer.from([45, 0]), common, place, path, extra);
    at += 30 + path.length + extra.length + packed.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Uint8Array.from(Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end]));
}

/** Some 10 MB that inflate to 10 GB of zeros. */
export function deflatedZeros(): { packed: Uint8Array; bytes: number } {
  const bytes = 10e6;
  const piece = deflateRawSync(Buffer.alloc(bytes), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  // A last block of nothing.
  return {
    packed: Buffer.concat([...Array<Buffer>(1000).fill(piece), Buffer.from([3, 0])]),
    bytes: 1000 * bytes,
  };
}

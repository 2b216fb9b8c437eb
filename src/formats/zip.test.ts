import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { readZip, readZipFile, ZipError } from './zip.ts';
import { deflatedZeros, zipOf } from './zip-testing.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const TEXT = utf8('An inn lies at the harbour. '.repeat(2000));
const packed = deflateRawSync(TEXT);
const honest = { packed, bytes: TEXT.length, checksum: crc32(TEXT) };
const unpackFirst = (archive: Uint8Array) => readZip(archive)[0]?.unpack();

/** All files of an archive that stays on the disk. */
const unpackFile = async (archive: Uint8Array<ArrayBuffer>) =>
  Promise.all(
    (await readZipFile(new Blob([archive]))).map(
      async (file) => new Uint8Array(await (await file.unpack()).arrayBuffer()),
    ),
  );

describe('an archive', () => {
  it('gives its files back, deflated or stored, in folders and of any name', async () => {
    const files = { 'a/b.txt': TEXT, 'a/항구.txt': utf8('é'), 'empty.txt': new Uint8Array() };
    for (const level of [0, 9] as const) {
      const entries = readZip(zipSync(files, { level }));
      expect(entries.map(({ name, bytes }) => [name, bytes])).toEqual([
        ['a/b.txt', TEXT.length],
        ['a/항구.txt', 2],
        ['empty.txt', 0],
      ]);
      expect(entries.map((entry) => entry.unpack())).toEqual(Object.values(files));
      expect(await unpackFile(zipSync(files, { level }))).toEqual(Object.values(files));
    }
  });

  it('is read behind a comment, and out of a larger buffer', async () => {
    const archive = zipSync({ 'a.txt': TEXT }, { comment: 'PK\x05\x06 is no end here' });
    const larger = new Uint8Array(archive.length + 20);
    larger.set(archive, 10);
    expect(unpackFirst(larger.subarray(10, 10 + archive.length))).toEqual(TEXT);
    expect(unpackFirst(zipOf({ 'a.txt': honest }))).toEqual(TEXT);
    expect(await unpackFile(Uint8Array.from(archive))).toEqual([TEXT]);
    // Of one that is longer than what is read of its end.
    const noise = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) % 251);
    expect(await unpackFile(zipSync({ noise, 'a.txt': TEXT }, { level: 0 }))).toEqual([noise, TEXT]);
  });

  it.each([
    ['says less than it holds', { ...honest, bytes: 1000 }, /larger than the archive says/],
    ['says more than it holds', { ...honest, bytes: TEXT.length + 1 }, /smaller than the archive says/],
    ['has another checksum', { ...honest, checksum: 1 }, /checksum/],
    ['is locked', { ...honest, flags: 1 }, /locked/],
    ['is packed by bzip2', { ...honest, method: 12 }, /another way/],
    ['is stored and says another size', { ...honest, method: 0 }, /size/],
    ['breaks off', { ...honest, packed: packed.subarray(0, 40) }, /smaller|unexpected EOF/],
  ])('of which a file %s is refused', async (_, said, reason) => {
    expect(() => unpackFirst(zipOf({ 'a.txt': said }))).toThrow(reason);
    const onDisk = unpackFile(zipOf({ 'a.txt': said }));
    await expect(onDisk).rejects.toThrow(said.packed.length === 40 ? /./ : reason);
    await expect(onDisk).rejects.toBeInstanceOf(ZipError);
  });

  it('that is cut or flipped anywhere is read, or refused as damaged', async () => {
    const archive = zipSync({ 'a.txt': TEXT.subarray(0, 200), 'b.txt': utf8('b') });
    const read = (bytes: Uint8Array) => {
      try {
        for (const entry of readZip(bytes)) if (entry.bytes < 1e6) entry.unpack();
      } catch (error) {
        expect(error).toBeInstanceOf(ZipError);
      }
    };
    const readFile = async (bytes: Uint8Array<ArrayBuffer>) => {
      try {
        for (const file of await readZipFile(new Blob([bytes]))) if (file.bytes < 1e6) await file.unpack();
      } catch (error) {
        expect(error).toBeInstanceOf(ZipError);
      }
    };
    for (let at = 0; at < archive.length; at++) {
      read(archive.subarray(0, at));
      await readFile(archive.slice(0, at));
      for (const bit of [0, 7]) {
        const flipped = archive.slice();
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        read(flipped);
        await readFile(flipped);
      }
    }
  });
});

describe('10 MB that inflate to 10 GB', () => {
  const bomb = deflatedZeros();

  it('are told before anything is unpacked', () => {
    expect(bomb.packed.length).toBeLessThan(11e6);
    const [entry] = readZip(zipOf({ 'bomb.bin': bomb }));
    expect(entry?.bytes).toBe(10e9);
  });

  it('are given up at the first byte too many where the archive lies', () => {
    const archive = zipOf({ 'bomb.bin': { ...bomb, bytes: 1000 } });
    const began = performance.now();
    expect(() => unpackFirst(archive)).toThrow(/larger than the archive says/);
    // All of it takes minutes.
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { readZip, ZipError } from './zip.ts';
import { deflatedZeros, zipOf } from './zip-testing.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const TEXT = utf8('An inn lies at the harbour. '.repeat(2000));
const packed = deflateRawSync(TEXT);
const honest = { packed, bytes: TEXT.length, checksum: crc32(TEXT) };
const unpackFirst = (archive: Uint8Array) => readZip(archive)[0]?.unpack();

describe('an archive', () => {
  it('gives its files back, deflated or stored, in folders and of any name', () => {
    const files = { 'a/b.txt': TEXT, 'a/항구.txt': utf8('é'), 'empty.txt': new Uint8Array() };
    for (const level of [0, 9] as const) {
      const entries = readZip(zipSync(files, { level }));
      expect(entries.map(({ name, bytes }) => [name, bytes])).toEqual([
        ['a/b.txt', TEXT.length],
        ['a/항구.txt', 2],
        ['empty.txt', 0],
      ]);
      expect(entries.map((entry) => entry.unpack())).toEqual(Object.values(files));
    }
  });

  it('is read behind a comment, and out of a larger buffer', () => {
    const archive = zipSync({ 'a.txt': TEXT }, { comment: 'PK\x05\x06 is no end here' });
    const larger = new Uint8Array(archive.length + 20);
    larger.set(archive, 10);
    expect(unpackFirst(larger.subarray(10, 10 + archive.length))).toEqual(TEXT);
    expect(unpackFirst(zipOf({ 'a.txt': honest }))).toEqual(TEXT);
  });

  it.each([
    ['says less than it holds', { ...honest, bytes: 1000 }, /larger than the archive says/],
    ['says more than it holds', { ...honest, bytes: TEXT.length + 1 }, /smaller than the archive says/],
    ['has another checksum', { ...honest, checksum: 1 }, /checksum/],
    ['is locked', { ...honest, flags: 1 }, /locked/],
    ['is packed by bzip2', { ...honest, method: 12 }, /another way/],
    ['is stored and says another size', { ...honest, method: 0 }, /size/],
    ['breaks off', { ...honest, packed: packed.subarray(0, 40) }, /smaller|unexpected EOF/],
  ])('of which a file %s is refused', (_, said, reason) => {
    expect(() => unpackFirst(zipOf({ 'a.txt': said }))).toThrow(reason);
  });

  it('that is cut or flipped anywhere is read, or refused as damaged', () => {
    const archive = zipSync({ 'a.txt': TEXT.subarray(0, 200), 'b.txt': utf8('b') });
    const read = (bytes: Uint8Array) => {
      try {
        for (const entry of readZip(bytes)) if (entry.bytes < 1e6) entry.unpack();
      } catch (error) {
        expect(error).toBeInstanceOf(ZipError);
      }
    };
    for (let at = 0; at < archive.length; at++) {
      read(archive.subarray(0, at));
      for (const bit of [0, 7]) {
        const flipped = archive.slice();
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        read(flipped);
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

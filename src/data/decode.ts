/**
 * Text from bytes whose encoding nobody named: byte order mark, UTF-16 by its zero bytes, UTF-8 even where a few bytes are
 * bad, else the guess of chardetng, Firefox's detector, which is loaded only then. Decoding is the browser's own.
 */
import { LabError } from '../core/lab-error.ts';

export interface Decoded {
  /** Without byte order mark. */
  text: string;
  /** The encoding's name in the WHATWG Encoding Standard, in lower case. */
  encoding: string;
  /** Lines with bytes that the encoding does not have, each now U+FFFD; null where there are none. */
  damaged: { lines: number; firstLine: number } | null;
}

/**
 * @param encoding a label of the WHATWG Encoding Standard; null to detect it
 * @throws LabError `data-format` where the label is unknown
 */
export async function decodeText(bytes: Uint8Array, encoding: string | null): Promise<Decoded> {
  const label = encoding ?? (await detectEncoding(bytes));
  try {
    return { ...decode(bytes, label, true), damaged: null };
  } catch (error) {
    if (error instanceof RangeError)
      throw new LabError('data-format', `There is no encoding "${label}". Choose one of the list.`);
    const decoded = decode(bytes, label, false);
    return { ...decoded, damaged: damagedLines(decoded.text) };
  }
}

function decode(bytes: Uint8Array, label: string, fatal: boolean): Omit<Decoded, 'damaged'> {
  const decoder = new TextDecoder(label, { fatal });
  return { text: decoder.decode(bytes), encoding: decoder.encoding };
}

function damagedLines(text: string): Decoded['damaged'] {
  let lines = 0;
  let firstLine = 0;
  for (const [index, line] of text.split(/\r\n?|\n/).entries())
    if (line.includes('\uFFFD')) {
      lines++;
      firstLine ||= index + 1;
    }
  return { lines, firstLine };
}

/** So many bytes are looked at where all would take long. */
const SAMPLE = 1 << 20;

async function detectEncoding(bytes: Uint8Array): Promise<string> {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (bytes.subarray(0, SAMPLE).includes(0)) return unmarkedUtf16(bytes) ?? 'utf-8';
  // The one encoding that hides its letters in ASCII: ESC $ begins them.
  const escape = bytes.indexOf(0x1b);
  if (escape >= 0 && bytes[escape + 1] === 0x24) return 'iso-2022-jp';
  const { start, valid, bad } = utf8Bytes(bytes);
  // In other encodings what looks like UTF-8 is rare chance; in UTF-8 what does not is damage.
  if (valid >= 2 * bad) return 'utf-8';
  const { EncodingDetector } = await import('chardetng-wasm/dist/chardetng_wasm.js');
  const detector = EncodingDetector.new();
  try {
    detector.feed(bytes.subarray(start, start + SAMPLE), start + SAMPLE >= bytes.length);
    const guess = detector.guess(undefined, false).toLowerCase();
    // GB18030 holds all of GBK.
    return guess === 'gbk' ? 'gb18030' : guess;
  } finally {
    detector.free();
  }
}

/** Bytes beyond ASCII that make UTF-8 characters and that make none, and where the line of the first begins. */
function utf8Bytes(bytes: Uint8Array): { start: number; valid: number; bad: number } {
  let firstHigh = 0;
  while (firstHigh < bytes.length && (bytes[firstHigh] ?? 0) < 0x80) firstHigh++;
  if (firstHigh === bytes.length) return { start: 0, valid: 0, bad: 0 };
  let valid = 0;
  let bad = 0;
  for (let i = firstHigh; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x80) continue;
    const more = byte < 0xc2 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : byte < 0xf5 ? 3 : 0;
    let followed = 0;
    while (followed < more && ((bytes[i + followed + 1] ?? 0) & 0xc0) === 0x80) followed++;
    if (more > 0 && followed === more) {
      valid += more + 1;
      i += more;
    } else bad++;
  }
  return { start: bytes.lastIndexOf(0x0a, firstHigh) + 1, valid, bad };
}

/** UTF-16 without a mark: the byte order that gives more ASCII, if it gives nothing but characters; else null. */
function unmarkedUtf16(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, Math.min(SAMPLE, bytes.length & ~1));
  const [best] = ['utf-16le', 'utf-16be']
    .flatMap((label) => {
      const text = new TextDecoder(label).decode(sample);
      // A pair of surrogates may be cut at the sample's end.
      const isText = !/[^\P{C}\t\n\r\f\p{Cf}]/u.test(text.replace(/\uFFFD$/, '')) && !text.includes('\0');
      return isText ? [{ label, ascii: text.replace(/[^\n -~]/g, '').length }] : [];
    })
    .sort((a, b) => b.ascii - a.ascii);
  return best && best.ascii > 0 ? best.label : null;
}

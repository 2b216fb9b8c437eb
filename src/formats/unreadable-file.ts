/** What the page cannot read of its storage, for a person to save. */

const asDataUrl = (blob: Blob) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(new Error('A stored file could not be read.'));
    reader.readAsDataURL(blob);
  });

/** A copy of a stored value that JSON can hold: arrays of numbers, and files as data URLs. */
async function asJson(value: unknown, within: readonly unknown[] = []): Promise<unknown> {
  if (value instanceof Blob) return asDataUrl(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  // The browser stores values that contain themselves; JSON has no such thing.
  if (within.includes(value)) return null;
  if (value instanceof ArrayBuffer) return Array.from(new Uint8Array(value));
  if (ArrayBuffer.isView(value)) return Object.values(value);
  const path = [...within, value];
  if (Array.isArray(value)) return Promise.all(value.map((part) => asJson(part, path)));
  const parts = Object.entries(value).map(async ([key, part]) => [key, await asJson(part, path)] as const);
  return Object.fromEntries(await Promise.all(parts));
}

/** What the page cannot read of its storage, as a JSON file. */
export async function writeUnreadable(entries: readonly object[]): Promise<Blob> {
  const asText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  return new Blob([JSON.stringify(await asJson(entries), asText)], { type: 'application/json' });
}

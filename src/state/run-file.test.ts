import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeRunFile, readRunFile, RunFileError, writeRunFile } from './run-file.ts';
import { ADAPTER, record, step } from './testing.ts';

const full = record('a', {
  steps: [step(1), step(2)],
  evals: [{ step: 0, loss: 4.2 }],
  samples: [{ step: 0, prompt: 'name[Aé]', reference: 'x', text: '' }],
});

describe('run files', () => {
  it('give the record and every float of the adapter back', async () => {
    expect(await readRunFile(writeRunFile(full, ADAPTER))).toEqual({ record: full, adapter: ADAPTER });
    expect(await readRunFile(writeRunFile(full, null))).toEqual({ record: full, adapter: null });
  });

  it('keep any finite float32 bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.float32Array({ minLength: 64, maxLength: 64, noNaN: true, noDefaultInfinity: true }),
        async (a) => {
          const [site] = ADAPTER.sites;
          if (!site) throw new Error('no site');
          const read = await readRunFile(writeRunFile(full, { ...ADAPTER, sites: [{ ...site, a }] }));
          // JSON has no −0, which is the same number.
          expect(Array.from(read.adapter?.sites[0]?.a ?? [], (x) => x + 0)).toEqual(
            Array.from(a, (x) => x + 0),
          );
        },
      ),
    );
  });

  it('are recognised by their beginning', () => {
    expect(looksLikeRunFile(writeRunFile(full, null))).toBe(true);
    expect(looksLikeRunFile('{"prompt": "a", "completion": "b"}')).toBe(false);
    expect(looksLikeRunFile('mr,ref\n')).toBe(false);
  });

  const reading = (text: string) => expect(readRunFile(text)).rejects;
  it('say what is wrong', async () => {
    await reading('{').toThrow('It is not JSON: see line 1.');
    await reading('prompt,completion\na,b').toThrow('It is not JSON: see line 1.');
    await reading('{\n  "format": "rankscope-run",\n  "version" 1\n}').toThrow('It is not JSON: see line 3.');
    await reading('{\n  "format": "rankscope-run",\n}').toThrow('It is not JSON: see line 3.');
    await reading('').toThrow(/^It is not JSON/);
    await reading('[]').toThrow(/not a run that Rankscope exported/);
    await reading('{"format":"rankscope-run","version":7}').toThrow(/version 7.*reads version 1/);
    await reading(JSON.stringify({ ...full, steps: [{ ...step(1), loss: 'low' }] })).toThrow(
      /steps\.0\.loss/,
    );
    await reading(
      writeRunFile(full, { ...ADAPTER, sites: ADAPTER.sites.map((site) => ({ ...site, r: 2 })) }),
    ).toThrow(/adapter\.sites\.0.*wrong length/);
  });

  it('never fail in another way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        await reading(text).toThrow(RunFileError);
      }),
    );
  });
});

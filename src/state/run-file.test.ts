import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  looksLikeRunFile,
  readRunFile,
  readRunsFile,
  RunFileError,
  writeRunFile,
  writeRunsFile,
} from './run-file.ts';
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
          const tensors = { '0.q.lora_A': { shape: [1, 64], values: a } };
          const read = await readRunFile(writeRunFile(full, { ...ADAPTER, tensors }));
          // JSON has no −0, which is the same number.
          expect(Array.from(read.adapter?.tensors['0.q.lora_A']?.values ?? [], (x) => x + 0)).toEqual(
            Array.from(a, (x) => x + 0),
          );
        },
      ),
    );
  });

  it('read adapters of earlier pages, which were kept by site', async () => {
    const [a, b] = Object.values(ADAPTER.tensors).map(({ values }) => Array.from(values));
    const site = { layer: 0, projection: 'q' };
    const adapter = { step: 7, scale: 8, sites: [{ site, r: 1, dIn: 64, dOut: 64, a, b }] };
    expect((await readRunFile(JSON.stringify({ ...full, adapter }))).adapter).toEqual(ADAPTER);
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
    const tensors = { '0.q.lora_A': { shape: [2, 64], values: new Float32Array(64) } };
    await reading(writeRunFile(full, { ...ADAPTER, tensors })).toThrow(
      /adapter\.tensors\.0\.q\.lora_A.*as many values as its shape/,
    );
  });

  it('never fail in another way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        await reading(text).toThrow(RunFileError);
      }),
    );
  });
});

describe('a file of several runs', () => {
  it('gives back every run and adapter in its order, and is known by its start', async () => {
    const runs = fc.array(fc.record({ id: fc.string({ minLength: 1 }), hasAdapter: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(runs, async (wanted) => {
        const all = wanted.map(({ id, hasAdapter }) => ({
          record: record(id),
          adapter: hasAdapter ? ADAPTER : null,
        }));
        const text = await writeRunsFile(all.map((run) => writeRunFile(run.record, run.adapter))).text();
        expect(await readRunsFile(text)).toEqual({ runs: all, faults: [] });
        expect(looksLikeRunFile(text)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out what cannot be read, and says why', async () => {
    const good = writeRunFile(record('a'), null);
    const text = await writeRunsFile([good, '{"format":"rankscope-run","version":99}', 'null']).text();
    const { runs, faults } = await readRunsFile(text);
    expect(runs.map((run) => run.record.id)).toEqual(['a']);
    expect(faults).toEqual([
      expect.stringMatching(/^Run 2: It has version 99/),
      expect.stringMatching(/^Run 3: It is JSON, but not a run/),
    ]);
  });

  it('is refused where it holds none', async () => {
    await expect(readRunsFile(await writeRunsFile([]).text())).rejects.toThrow(RunFileError);
    await expect(readRunsFile(await writeRunsFile(['null']).text())).rejects.toThrow('Run 1');
  });

  it('may be a single run', async () => {
    expect(await readRunsFile(writeRunFile(record('a'), null))).toMatchObject({
      runs: [{ record: { id: 'a' } }],
    });
  });
});

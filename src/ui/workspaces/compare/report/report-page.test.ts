import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { runConfigSchema } from '../../../../core/run-config.ts';
import type { RunRecord } from '../../../../core/run-record.ts';
import { record, step } from '../../../../state/testing.ts';
import { Html } from '../../../html.ts';
import { lateStrings, startStrings } from '../../../strings/index.ts';
import { reportPage } from './report-page.ts';

beforeAll(async () => {
  await startStrings();
  await lateStrings();
});

const MALICE = `"><script>alert('1')</script><img src=x onerror=alert(2)>`;

const written = (...records: RunRecord[]) =>
  reportPage({
    runs: records.map((each, i) => ({
      record: each,
      label: `run ${i}`,
      colour: '#005f99',
      faint: '#aac',
      dash: '7 3',
    })),
    figures: [
      { title: 'Loss', text: 'The loss falls.', svg: new Html('<svg role="img"></svg>') },
      { title: 'Singular values of ΔW', text: 'BitFit has none.', svg: null },
    ],
    conclusion: ['By the last validation loss, r 8 is best.'],
    link: 'https://example.org/?r=4&seed=1',
    linkOf: ({ config }) => `https://example.org/?seed=${config.seed}`,
    written: new Date('2026-11-28T12:00:00Z'),
    version: '1.2.3',
    browser: 'Chromium',
    style: new Html('p > a { color: blue; }'),
    t: i18next.getFixedT('en', 'charts'),
  });

const measured = (id: string, r: number, fields: Partial<RunRecord> = {}) =>
  record(id, {
    config: runConfigSchema.parse({ method: { r } }),
    steps: [step(1), { ...step(2), elapsedMs: 65_000 }],
    evals: [
      { step: 0, loss: 3, heldOut: 1.25 },
      { step: 1, loss: 1.5 },
      { step: 2, loss: 1.625, heldOut: 1.125 },
    ],
    scores: [
      {
        step: 2,
        split: 'test',
        metric: 'bleu',
        value: 43.61,
        interval: { low: 40.02, high: 47.18 },
        texts: 128,
      },
    ],
    ...fields,
  });

describe('a report', () => {
  test('has every run, what varied and its figures as the page writes them', () => {
    const page = written(
      measured('a', 2, { name: 'calm otter', named: false }),
      measured('b', 8, { name: 'my best run', named: true, scores: [], evals: [] }),
    );
    expect(page).toContain('<h1>2 runs compared by Rank\u00A0r</h1>');
    for (const name of ['run 0 · calm otter', 'my best run']) expect(page.split(name)).toHaveLength(4);
    for (const cell of [
      '1.500 (step\u00A01)',
      '1.625',
      '1.125 (−0.125)',
      'BLEU 43.6 (40.0 to 47.2)',
      '1 min 05 s',
      '–',
    ])
      expect(page).toContain(`<td>${cell}</td>`);
    expect(page).not.toContain('>Note</th>');
    expect(written(measured('a', 2, { note: 'Half the batch.' }))).toContain('<td>Half the batch.</td>');
    expect(page).toContain('&quot;r&quot;: 8');
    expect(page).toContain('href="https://example.org/?r=4&amp;seed=1"');
    expect(page).toContain('<p>By the last validation loss, r 8 is best.</p>');
    expect(page).toContain('Rankscope 1.2.3');
  });

  test('says of runs with the same settings that they are', () => {
    const page = written(measured('a', 2), measured('b', 2));
    expect(page).toContain('2 runs with the same settings');
    expect(page).toContain('All settings are the same.');
  });

  test('has no markup but its own, whatever runs, files and browsers are called', () => {
    const plain = measured('a', 2);
    const page = written({
      ...plain,
      name: MALICE,
      dataset: { ...plain.dataset, task: 'own', name: MALICE },
      device: { ...plain.device, backend: 'webgpu', adapter: MALICE },
    });
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(4);
    expect(page).not.toMatch(/<script|<img/i);
  });

  test('asks nothing of any host: no element of it loads anything', () => {
    const page = written(measured('a', 2), measured('b', 8));
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|audio|video|source)\b/i);
    expect(page).not.toMatch(/\bsrc=|url\(|@import/i);
  });

  test('has a figure, or the reason why there is none', () => {
    const page = written(measured('a', 2));
    expect(page).toContain('<svg role="img"></svg>');
    expect(page).toContain('<strong>Figure 2. Singular values of ΔW.</strong> BitFit has none.');
  });
});

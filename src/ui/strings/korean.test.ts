/** What types cannot hold of the Korean words: that they are Korean, say as much as the English ones, and use one term for one notion. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METHOD_IDS, methodConfigSchema, methodOf, spectrumCaveat } from '../../core/methods/methods.ts';
import { MOST_LAYERS } from '../../core/site.ts';
import { READERS } from '../../data/readers/readers.ts';
import { words as firstEnglish } from './en/first.ts';
import { words as lateEnglish } from './en/late.ts';
import { say as sayFirst, words as firstKorean } from './ko/first.ts';
import { say as sayLate, words as lateKorean } from './ko/late.ts';
import { fileSayings } from './ko/said-files.ts';
import { methodSayings } from './ko/said-methods.ts';
import { sayer } from './ko/sayer.ts';

/** Every phrase by its dotted key. */
const phrases = (words: object, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? phrases(value, `${path}${key}.`)
      : [[`${path}${key}`, String(value)]],
  );

const english = [...phrases(firstEnglish), ...phrases(lateEnglish)];
const korean = new Map([...phrases(firstKorean), ...phrases(lateKorean)]);
const pairs = english.flatMap(([key, text]) => {
  const other = korean.get(key);
  return other === undefined ? [] : [{ key, text, other }];
});

const HANGUL = /[가-힣]/;
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

/** Names, symbols and units, which Korean writes as English does. */
const NAMES = new Set(
  'Rankscope WebGPU WASM CPU nano micro LayerNorm LN GELU RMSNorm SwiGLU BLEU ROUGE PEFT GLUE JSON Parquet LoRA BitFit VeRA IA Adam NLG WikiSQL SAMSum model UTF LE BE rsLoRA Wq Wk Wv Wo BA nat cos AdapterH AdapterL ms log'.split(
    ' ',
  ),
);

describe('the Korean words', () => {
  it('are Korean', () => {
    const left = pairs.filter(({ other }) => {
      const latin = other.replace(/\{\{\w+\}\}/g, '').match(/[A-Za-z]{2,}/g) ?? [];
      return !HANGUL.test(other) && !latin.every((word) => NAMES.has(word));
    });
    expect(left.map(({ key, other }) => `${key}: ${other}`)).toEqual([]);
  });

  it('have no English sentence within', () => {
    // Titles of papers, names of settings in files and shown programs are no words of the page.
    const sentence = /(?<![\w.])(?:[A-Za-z]+ ){3,}[A-Za-z]+/;
    const left = pairs.filter(({ other }) =>
      sentence.test(other.replace(/“LoRA: [^”]*”|\([a-zA-Z ,]+\)/g, '')),
    );
    expect(left.map(({ key, other }) => `${key}: ${other}`)).toEqual([]);
  });

  it('are given what the English ones are given', () => {
    // A plural says its number where English has a word; a name may be said once where English says it twice.
    const differing = pairs.filter(({ key, text, other }) => {
      const [given, used] = [new Set(holes(text)), new Set(holes(other))];
      if (/_(other|zero)$/.test(key)) given.add('count');
      const isPlural = /_(other|zero)$/.test(key);
      return (
        [...used].some((hole) => !given.has(hole)) ||
        [...given].some((hole) => !used.has(hole) && !(isPlural && hole === 'count'))
      );
    });
    expect(differing.map(({ key, other }) => `${key}: ${other}`)).toEqual([]);
  });

  it('do not hang a particle on a value that decides its form', () => {
    const hung = /\}\}[”]?(?:은|는|이|가|을|를|과|와|로|으로)(?![가-힣(]|\()/;
    const left = [...korean].filter(([, text]) => hung.test(text));
    expect(left.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });
});

/** One notion, one term: where English has the notion, Korean has the term; a synonym that it must not have. */
const TERMS: readonly { notion: RegExp; term: RegExp; never?: RegExp }[] = [
  { notion: /fine-tuning/i, term: /미세 조정/, never: /파인\s?튜닝|미세조정/ },
  { notion: /full fine-tuning/i, term: /전체 미세 조정/, never: /완전 미세/ },
  { notion: /singular value/i, term: /특잇값/, never: /특이값|특이치/ },
  { notion: /singular direction/i, term: /특이 방향/ },
  {
    notion: /low[- ]rank|of low rank/i,
    term: /저랭크|랭크가 낮|낮은/,
    never: /낮은 계수|저계수/,
  },
  { notion: /intrinsic rank/i, term: /내재적 랭크/, never: /본질적|고유 랭크/ },
  { notion: /effective rank/i, term: /유효 랭크/, never: /실효/ },
  { notion: /stable rank/i, term: /안정 랭크/ },
  { notion: /\branks?\b(?! of the numbers)/i, term: /랭크/ },
  { notion: /validation loss/i, term: /검증 손실/, never: /확인 손실/ },
  { notion: /\bloss(es)?\b/i, term: /손실/, never: /로스/ },
  { notion: /learning rate/i, term: /학습률/, never: /러닝/ },
  { notion: /\bseeds?\b/i, term: /시드/, never: /씨드|난수 씨/ },
  { notion: /base model/i, term: /기본 모델/, never: /베이스|기반 모델/ },
  { notion: /\badapters?\b/i, term: /어댑터/, never: /아답터/ },
  { notion: /\battention\b/i, term: /어텐션/, never: /주의 집중|주목/ },
  { notion: /prefix(-\w+)? tuning/i, term: /프리픽스/, never: /접두/ },
  { notion: /prompt tuning/i, term: /프롬프트 튜닝/ },
  { notion: /\bembeddings?\b/i, term: /임베딩/, never: /매장/ },
  { notion: /checkpoint/i, term: /체크포인[트팅]/ },
  { notion: /merg(ed|ing)/i, term: /병합/, never: /합병/ },
  { notion: /\bgradients?\b/i, term: /그래디언트/, never: /그라디언트|경사|기울기/ },
  { notion: /weight decay/i, term: /가중치 감쇠/, never: /가중치 감소/ },
  { notion: /\bbias(es)?\b/i, term: /편향/, never: /바이어스/ },
  { notion: /\btokens?\b/i, term: /토큰/ },
  { notion: /\bmatri(x|ces)\b/i, term: /행렬/, never: /매트릭스/ },
  { notion: /\blayers?\b/i, term: /층/, never: /레이어/ },
  { notion: /intruder/i, term: /침입 차원/ },
  { notion: /trainable parameters/i, term: /학습 가능한 파라미터/ },
  { notion: /query and key/i, term: /쿼리와 키/ },
];

describe('the Korean terms', () => {
  it.each(TERMS)('for $notion', ({ notion, term, never }) => {
    const about = pairs.filter(({ text }) => notion.test(text.replace(/\{\{\w+\}\}|“LoRA: [^”]*”/g, '')));
    expect(about.length).toBeGreaterThan(0);
    const missing = about.filter(({ other }) => !term.test(other));
    expect(missing.map(({ key, text, other }) => `${key}: ${text} — ${other}`)).toEqual([]);
    const wrong = [...korean].filter(([, other]) => never?.test(other));
    expect(wrong.map(([key, other]) => `${key}: ${other}`)).toEqual([]);
  });
});

describe('what the rooms below the page say', () => {
  const say = (text: string) => sayFirst(text) ?? sayLate(text);
  /** What a phrase leaves unsaid in Korean. */
  const unsaid = (texts: readonly (string | null | undefined)[]) =>
    texts.filter(
      (text) => text && /[A-Za-z]{3,} [a-z]{2,}|^[A-Z][a-z]+$/.test(text) && !HANGUL.test(say(text) ?? ''),
    );

  it('of methods is known in Korean', () => {
    const texts = METHOD_IDS.flatMap((type) => {
      const { name, about, noSpectrum, fields } = methodOf({ type });
      return [
        /^(AdapterH|AdapterL|BitFit|LoRA \+ \w+)$/.test(name) ? null : name,
        about,
        noSpectrum,
        ...fields.flatMap((field) => [
          field.label,
          field.help,
          field.zero,
          field.phrase?.(1),
          field.phrase?.(2),
          field.noteOn?.({ n_layer: 2 }, MOST_LAYERS),
          /^[a-z]/.test(field.short) && field.short.length > 3 && field.short !== 'rsLoRA'
            ? field.short
            : null,
          ...Object.values(field.choices ?? {}),
        ]),
      ];
    });
    expect(unsaid(texts)).toEqual([]);
  });

  it('of singular values is known in Korean', () => {
    const caveats = [
      { use_dora: true },
      { init_lora_weights: 'pissa' },
      { init_lora_weights: 'pissa', use_dora: true },
    ].map((settings) => spectrumCaveat(methodConfigSchema.parse({ type: 'lora', ...settings })));
    expect(caveats.every((caveat) => caveat !== null)).toBe(true);
    expect(unsaid(caveats)).toEqual([]);
  });

  it('of formats is known in Korean', () => {
    const names = READERS.map(({ name }) => name).filter(
      (name) => !/^(GLUE|E2E NLG$|Dolly|Alpaca|SAMSum|WikiSQL|ShareGPT)/.test(name),
    );
    expect(names.length).toBeGreaterThan(5);
    expect(unsaid(names)).toEqual([]);
  });

  /** Every source file below the page, with strings that are put together from lines as one. */
  const source = ['core', 'data', 'formats', 'state', 'worker', 'engine']
    .flatMap((room) => {
      const folder = join(import.meta.dirname, '../..', room);
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
        .map((file) => readFileSync(join(folder, file), 'utf8'));
    })
    .join('\n')
    .replace(/['`]\s*\+\s*['`]/g, '')
    .replace(/(?<!\\)\\'/g, "'");

  it.each(Object.keys({ ...methodSayings, ...fileSayings }))('still says: %s', (text) => {
    const pieces = text
      .split(/\{\d\}|(?<=\.) (?=[A-Z])/)
      .map((piece) => piece.replace(/^[\s:]+|[\s:.]+$/g, '').replaceAll('\\', '\\\\'))
      .filter((piece) => piece.length > 12);
    const lost = pieces.filter(
      (piece) => !source.includes(piece) && !source.includes(piece.replaceAll(' ', '-')),
    );
    expect(lost).toEqual([]);
  });
});

describe('a sayer', () => {
  const say = sayer({
    'It is {0}.': '{0}입니다.',
    'a PDF': 'PDF',
    'Save it again.': '다시 저장하십시오.',
    '{0} of {1}': '{1}의 {0}',
  });

  it.each([
    ['It is a PDF.', 'PDF입니다.'],
    ['It is a (new) file.', 'a (new) file입니다.'],
    ['It is a PDF. Save it again.', 'PDF입니다. 다시 저장하십시오.'],
    ['one of two', 'two의 one'],
    ['Save it.', undefined],
    ['Save it again. Or not.', undefined],
    ['constructor', undefined],
  ])('says %j as %j', (text, said) => expect(say(text)).toBe(said));
});

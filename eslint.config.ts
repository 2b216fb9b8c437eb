/** Lint: typed rules, React's hooks rules, and the house's layering (see CONTRIBUTING.md). */
import js from '@eslint/js';
import type { Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Rooms from the ground up, each with the rooms it may import from. Anything unnamed is forbidden. */
const ROOMS: Record<string, string[]> = {
  core: [],
  formats: ['core'],
  data: ['core', 'formats'],
  engine: ['core', 'formats', 'data'],
  worker: ['core', 'formats', 'data', 'engine'],
  state: ['core', 'formats', 'worker'],
  ui: ['core', 'state'],
};

const TFJS = { group: ['@tensorflow/*'], message: 'Only src/engine imports TensorFlow.js.' };
const REACT = {
  group: ['react', 'react-dom', 'react-dom/*', 'react-i18next', 'recharts', '@mantine/*'],
  message: 'Only src/ui renders.',
};
/** The page talks to the worker through its client and protocol; it must not pull the engine into its bundle. */
const WORKER_INSIDE = {
  group: [
    '**/worker/*',
    '!**/worker/client.ts',
    '!**/worker/protocol.ts',
    '!**/worker/parsed-adapter.ts',
    '!**/worker/parsed-runs.ts',
    '!**/worker/inspection-client.ts',
    '!**/worker/combination-client.ts',
    '!**/worker/trace-client.ts',
    '!**/worker/first-worker.ts',
  ],
  message:
    'Use worker/client.ts, worker/protocol.ts, worker/parsed-adapter.ts, worker/parsed-runs.ts, worker/inspection-client.ts, worker/combination-client.ts, worker/trace-client.ts and worker/first-worker.ts.',
};

const layering = Object.entries(ROOMS).map(([room, below]): Linter.Config => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.{ts,tsx}'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: Object.keys(ROOMS)
              .filter((other) => other !== room && !below.includes(other))
              .map((other) => `**/${other}/**`),
            message: `src/${room} may import from: ${below.join(', ') || 'nothing else in src'}.`,
          },
          ...(room === 'engine' ? [] : [TFJS]),
          ...(room === 'ui' ? [] : [REACT]),
          ...(room === 'state' ? [WORKER_INSIDE] : []),
        ],
      },
    ],
  },
}));

export default defineConfig(
  {
    ignores: [
      'dist',
      'node_modules',
      'test-results',
      'playwright-report',
      'public',
      '.gpu',
      '.bench',
      'src/engine/assembly',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.ui.json', 'tsconfig.engine.json', 'tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/{ui,state}/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  ...layering,
  // The client side of the worker runs on the page.
  {
    files: [
      'src/worker/{client,protocol,watch,parsed-adapter,parsed-runs,parser-client,parser-protocol,inspection-client,inspection-protocol,job-worker,failure}.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/{engine,data,formats,state,ui}/**', '@tensorflow/*'],
              message: 'Runs on the page: core and protocol only.',
            },
          ],
        },
      ],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
);

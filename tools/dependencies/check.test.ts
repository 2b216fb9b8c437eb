import { expect, test } from 'vitest';
import { auditFaults, licenceFaults } from './check.ts';

const lockOf = (packages: Record<string, { license?: string; dev?: boolean }>) => ({
  lockfileVersion: 3,
  packages,
});

test('licences of what is shipped are stricter than those of tools', () => {
  const lock = lockOf({
    '': { license: 'MIT' },
    'node_modules/free': { license: '(MIT OR GPL-3.0)' },
    'node_modules/both': { license: 'MIT AND ISC AND BSD-3-Clause' },
    'node_modules/copyleft': { license: 'GPL-3.0-only' },
    'node_modules/part': { license: 'MIT AND GPL-3.0' },
    'node_modules/file': { license: 'MPL-2.0' },
    'node_modules/file-tool': { license: 'MPL-2.0', dev: true },
    'node_modules/copyleft-tool': { license: 'AGPL-3.0', dev: true },
    'node_modules/own': { license: 'SEE LICENSE IN LICENSE.md' },
    'node_modules/none': {},
  });
  expect(licenceFaults(lock)).toEqual([
    'node_modules/copyleft: GPL-3.0-only',
    'node_modules/part: MIT AND GPL-3.0',
    'node_modules/file: MPL-2.0',
    'node_modules/copyleft-tool (a tool): AGPL-3.0',
    'node_modules/own: SEE LICENSE IN LICENSE.md',
    'node_modules/none: no licence',
  ]);
});

// The layout of npm 7 and later: https://docs.npmjs.com/cli/commands/npm-audit
const entry = (name: string, severity: string, ...nodes: string[]) => ({
  [name]: {
    name,
    severity,
    isDirect: false,
    via: [],
    effects: [],
    range: '<1.2.3',
    nodes,
    fixAvailable: true,
  },
});

test('anything known in what is shipped must be mended, and what is high or critical in tools', () => {
  const lock = lockOf({ 'node_modules/shipped': {}, 'node_modules/tool': { dev: true } });
  const report = {
    auditReportVersion: 2,
    vulnerabilities: {
      ...entry('shipped', 'low', 'node_modules/shipped'),
      ...entry('tool', 'moderate', 'node_modules/tool'),
      ...entry('sharp-tool', 'critical', 'node_modules/tool'),
    },
  };
  expect(auditFaults(report, lock)).toEqual(['shipped <1.2.3: low', 'sharp-tool <1.2.3: critical']);
  expect(auditFaults({ auditReportVersion: 2, vulnerabilities: {} }, lock)).toEqual([]);
});

test('a registry that does not answer has found nothing, and not that there is nothing', () => {
  // As npm 10 says it offline, and where a mirror has no such endpoint.
  const refused = {
    message: '405 Method Not Allowed',
    method: 'POST',
    statusCode: 405,
    error: { summary: '' },
  };
  for (const report of [null, refused, {}]) expect(auditFaults(report, lockOf({}))).toBeNull();
});

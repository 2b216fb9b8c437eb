/** mantine.css has the styles of the Mantine components in use: all, no others, in Mantine's own order. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const UI = import.meta.dirname;
const MANTINE = dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css'));
const read = (path: string) => readFileSync(path, 'utf8');

/** What the page imports from Mantine, types aside. */
function importedNames(): Set<string> {
  const sources = readdirSync(UI, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  return new Set(
    sources.flatMap((file) =>
      [...read(join(UI, file)).matchAll(/(?:import|export) \{([^}]*)\} from '@mantine\/core'/g)].flatMap(
        ([, names = '']) =>
          names
            .split(',')
            .map((name) => (name.split(' as ')[0] ?? '').trim())
            .filter((name) => name !== '' && !name.startsWith('type ')),
      ),
    ),
  );
}

/** The style sheets of what these modules import, directly or not: a component's styles are in `<Sheet>.module.mjs`. */
function sheetsOf(modules: readonly string[]): Set<string> {
  const sheets = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const sheet = /([A-Za-z]+)\.module\.mjs$/.exec(file)?.[1];
    if (sheet) sheets.add(sheet);
    for (const [, path = ''] of read(file).matchAll(/from "(\.[^"]+)"/g)) visit(resolve(dirname(file), path));
  };
  modules.forEach(visit);
  return sheets;
}

it('has the styles of the components in use, in their order', () => {
  const index = read(join(MANTINE, 'esm/index.mjs'));
  const modules = [...importedNames()].map((name) => {
    const path = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from "(\\./[^"]+)"`).exec(index)?.[1];
    if (!path) throw new Error(`Mantine has no ${name}.`);
    return join(MANTINE, 'esm', path);
  });
  expect(modules.length).toBeGreaterThan(0);

  const all = read(join(MANTINE, 'styles.css'));
  const place = (sheet: string) => {
    const at = all.indexOf(read(join(MANTINE, 'styles', `${sheet}.css`)).slice(0, 40));
    if (at < 0) throw new Error(`${sheet}.css is not in Mantine's styles.css.`);
    return at;
  };
  // The CSS variables are written by the provider.
  const wanted = ['baseline', 'global', ...sheetsOf(modules)];
  const had = [...read(join(UI, 'mantine.css')).matchAll(/styles\/([\w-]+)\.css/g)].map(([, sheet]) => sheet);
  expect(had).toEqual(wanted.sort((a, b) => place(a) - place(b)));
});

/** Leaves out of the build what Zod needs to write schemas as JSON Schema, which the page never does. */

const JSON_SCHEMA = /zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/;
const EXPORTED = /^export (?:const|function) (\w+)/gm;

/** @returns {import('vite').Plugin} */
export function zodWithoutJsonSchema() {
  return {
    name: 'zod-without-json-schema',
    apply: 'build',
    transform(code, id) {
      if (!JSON_SCHEMA.test(id)) return null;
      const names = [...code.matchAll(EXPORTED)].map(([, name]) => name);
      if (names.length === 0) throw new Error(`${id} exports nothing by a name of its own.`);
      // Every schema refers to them when it is made, and calls none.
      return { code: names.map((name) => `export const ${name} = () => undefined;`).join('\n'), map: null };
    },
  };
}

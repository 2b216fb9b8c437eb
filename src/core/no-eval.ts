/**
 * Imported first by the page and by its workers: zod makes its parsers from text where it may, which the page's
 * Content-Security-Policy forbids; even asking whether it may counts as a violation. zod takes this object for its configuration,
 * and reads it when a schema is made.
 */
const scope: typeof globalThis & { __zod_globalConfig?: { jitless?: boolean } } = globalThis;
(scope.__zod_globalConfig ??= {}).jitless = true;

export {};

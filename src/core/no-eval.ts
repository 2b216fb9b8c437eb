/**
 * Imported first by the page and by its workers: zod makes its parsers from text where it may, which the page's
 * Content-Security-Policy forbids; even asking whether it may counts as a violation. zod takes this object for its configuration
 * as it loads. Nothing is imported here, so this comes first wherever a bundler puts zod.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};

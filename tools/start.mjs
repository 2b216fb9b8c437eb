/** `npm start`: installs what is missing, builds, serves with cross-origin isolation and prints the address. */
import { installPackages, ROOT } from './install.mjs';

installPackages();
const { build, preview } = await import('vite');
await build({ root: ROOT, logLevel: 'warn' });
const server = await preview({ root: ROOT });
console.log(`\n  Rankscope runs at ${server.resolvedUrls?.local[0] ?? 'an unknown address'}\n`);

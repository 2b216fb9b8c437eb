/** What tools/assemblyscript.mjs makes of `?kernels`: modules in base64, for unshared or shared memory. */
declare module '*?kernels' {
  const builds: Record<'plain' | 'relaxed' | 'shared' | 'sharedRelaxed', string>;
  export default builds;
}

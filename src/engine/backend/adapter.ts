/** What can be told of a WebGPU adapter before its backend is loaded. */

/** Whether an adapter computes on the CPU. Such adapters pay dearly for barriers and for memory that threads share. */
export function isSoftware({ isFallbackAdapter, architecture, description }: GPUAdapterInfo): boolean {
  return isFallbackAdapter || /swiftshader|llvmpipe|software/i.test(`${architecture} ${description}`);
}

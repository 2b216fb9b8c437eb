import { beforeAll, describe, expect, it } from 'vitest';
import { pickDevice } from '../device.ts';
import { sumKernel, type SumSpec } from './matmul.wgsl.ts';
import { needWebGPU, SMALL_PRODUCT } from '../testing.ts';
import { agree, mayReadHalves } from './half-gate.ts';
import type { LabWebGPU } from '../backend/webgpu.ts';

describe('the gate of shader-f16', () => {
  let gpu: LabWebGPU;
  beforeAll(async () => {
    await pickDevice('webgpu');
    gpu = needWebGPU();
  });

  it('is shut where the device lacks it, and open to kernels only where it was passed', async () => {
    expect(await mayReadHalves(gpu)).toBe(gpu.device.features.has('shader-f16') && gpu.nativeHalves);
  });

  it('is shut, without an error of the device, where the kernel does not compile', async () => {
    const errors: string[] = [];
    const listen = ({ error }: GPUUncapturedErrorEvent) => errors.push(error.message);
    gpu.device.addEventListener('uncapturederror', listen);
    // Claims the feature on a device that was made without it.
    const pretender = new Proxy(gpu, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (key === 'device')
          return new Proxy(target.device, {
            get: (device, name) => {
              const member: unknown = Reflect.get(device, name);
              if (name === 'features') return new Set(['shader-f16']);
              return typeof member === 'function' ? (member.bind(device) as unknown) : member;
            },
          });
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    if (!gpu.device.features.has('shader-f16')) expect(await mayReadHalves(pretender)).toBe(false);
    await gpu.queue.onSubmittedWorkDone();
    gpu.device.removeEventListener('uncapturederror', listen);
    expect(errors).toEqual([]);
  });

  it('lets rounding pass and nothing else', () => {
    const expected = Float64Array.of(3, -2, 0.5);
    expect(agree(Float32Array.of(3, -2.00002, 0.5), expected)).toBe(true);
    expect(agree(Float32Array.of(3, -2, 0.502), expected)).toBe(false);
    expect(agree(Float32Array.of(3, NaN, 0.5), expected)).toBe(false);
    expect(agree(Float32Array.of(3, -2), expected)).toBe(false);
    // A kernel that wrote nothing anywhere must not agree with itself.
    expect(agree(new Float32Array(3), new Float64Array(3))).toBe(false);
    expect(agree(Float32Array.of(Infinity), Float64Array.of(Infinity))).toBe(false);
  });

  it('changes how kernels read float16 and nothing else', () => {
    const spec: SumSpec = { ...SMALL_PRODUCT, inputs: ['f32', 'f16'] };
    const tile = { tm: 4, tn: 1, wx: 8, wy: 8, shared: false };
    const unpacking = sumKernel(spec, tile).split('\n');
    const native = sumKernel(spec, { ...tile, native: true }).split('\n');
    expect(native[0]).toBe('enable f16;');
    const changed = native.filter((line) => !unpacking.includes(line)).map((line) => line.trim());
    expect(changed).toEqual([
      'enable f16;',
      '@group(0) @binding(1) var<storage, read> input1: array<vec4<f16>>;',
      'let value = vec4f(input1[(row * 64u + 0u + column) >> 2u]);',
    ]);
  });
});

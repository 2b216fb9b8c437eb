/** What all methods that PEFT has share when they are written; read.test.ts holds each against PEFT's own files. */
import { expect, test } from 'vitest';
import { METHOD_IDS, defaultMethod, methodConfigSchema, methodOf } from '../../core/methods/methods.ts';
import { SHIPPED } from '../../core/models/shipped.ts';
import { adapterFileBytes, hasPeftForm } from '../../core/peft-form.ts';
import { sizeOf, type TensorValues } from '../../core/tensors.ts';
import { writePeftAdapter } from './write.ts';

const methods = [
  ...METHOD_IDS.map(defaultMethod),
  ...[['o', 'up', 'down'], ['down']].map((target_modules) => ({ type: 'vera', target_modules })),
  ...[['q'], ['q', 'k', 'v'], ['k', 'v', 'down'], ['o', 'up']].map((target_modules) => ({
    type: 'ia3',
    target_modules,
  })),
].map((method) => methodConfigSchema.parse(method));

test.each(methods.map((method) => [JSON.stringify(method), method] as const))(
  '%s is written, in as many bytes as foretold, where the page says that PEFT has it',
  (_, method) => {
    const slots = methodOf(method).slots(SHIPPED.nano, method, 0);
    const tensors = Object.fromEntries(
      slots.map(({ name, shape }, n): [string, TensorValues] => [
        name,
        { shape: [...shape], values: Float32Array.from({ length: sizeOf(shape) }, (_value, i) => n + i + 1) },
      ]),
    );
    const write = () => writePeftAdapter({ method, model: 'nano', tensors });
    if (!hasPeftForm(method)) {
      expect(write).toThrow(/PEFT/);
      return;
    }
    const file = write()['adapter_model.safetensors'];
    const header = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(file.length - header).toBe(adapterFileBytes(SHIPPED.nano, method));
  },
);

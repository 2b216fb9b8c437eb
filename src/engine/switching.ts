/** Times what puts another adapter, or another model, in place: until a pass over one token is answered with it. */
import type { MethodConfig } from '../core/methods/methods.ts';
import type { SwitchFigures } from '../core/switch-figures.ts';
import { weightBytes } from '../core/params.ts';
import type { NamedTensors } from '../core/tensors.ts';
import { createDecoder } from './decoder.ts';
import { createMethod } from './methods/create.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import type { LoadedModel } from './model/load.ts';

const ROUNDS = { adapters: 9, model: 3 };

/** Reads a token with all weights, so that they are on the device by then. */
async function answer(model: BaseModel, method: Method | null): Promise<void> {
  const decoder = createDecoder(model, method, { prompts: [[0]], width: 1, top: 1 });
  await decoder.read().finally(() => decoder.dispose());
}

const bytesOf = (tensors: NamedTensors): number =>
  Object.values(tensors).reduce((sum, { values }) => sum + weightBytes(values.length), 0);

/**
 * Takes adapters in turn, then the model. Yields between them.
 * @param reload reads the model anew, from where it came; its result puts it on the device
 */
export async function* measureSwitches(
  { base }: Pick<LoadedModel, 'base'>,
  adapters: readonly { method: MethodConfig; tensors: NamedTensors }[],
  reload: () => Promise<() => LoadedModel>,
): AsyncGenerator<undefined, SwitchFigures> {
  const figures = adapters.map(({ tensors }) => ({ bytes: bytesOf(tensors), ms: new Array<number>() }));
  let current: Method | null = null;
  try {
    // The first round compiles, and does not count.
    for (let round = 0; round <= ROUNDS.adapters; round++)
      for (const [i, { method, tensors }] of adapters.entries()) {
        const began = performance.now();
        current?.dispose();
        current = createMethod(method, base, { tensors });
        await answer(base, current);
        if (round > 0) figures[i]?.ms.push(performance.now() - began);
        yield;
      }
  } finally {
    current?.dispose();
  }
  const ms: number[] = [];
  for (let round = 0; round < ROUNDS.model; round++) {
    const began = performance.now();
    const loaded = (await reload())();
    try {
      await answer(loaded.base, null);
      ms.push(performance.now() - began);
    } finally {
      loaded.base.dispose();
    }
    yield;
  }
  return { adapters: figures, model: { bytes: base.movedBytes, ms } };
}

/** The lab's own trainer, captured or eager, on base weights as they are stored or rounded. */
import type { BaseDtype } from '../src/core/run-config.ts';
import { labWasm } from '../src/engine/backend/current.ts';
import { pickDevice } from '../src/engine/device.ts';
import { createGpt2Model } from '../src/engine/model/gpt2.ts';
import { createTrainer } from '../src/engine/trainer.ts';
import { finishWork } from '../src/worker/pieces.ts';
import type { CreateContestant } from './contestant.ts';

export const createLab =
  (captured: boolean, as: BaseDtype = 'stored'): CreateContestant =>
  async ({ config, weights, dataset, run }, backend) => {
    await pickDevice(backend);
    const model = createGpt2Model(config, weights, as);
    const trainer = await finishWork(createTrainer(model, dataset, run, { captured }), () => true);
    return {
      async step() {
        await trainer.next();
        return trainer.hostMs;
      },
      async settle() {
        await trainer.settle();
        return trainer.take().map(({ loss }) => loss);
      },
      wasmBytes: () => labWasm()?.memoryBytes ?? null,
      dispose() {
        trainer.dispose();
        model.dispose();
      },
    };
  };

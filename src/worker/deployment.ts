/** What the page measures of putting adapters to use. */
import { LabError } from '../core/lab-error.ts';
import { canMix } from '../core/mixed-batch.ts';
import type { Times } from '../core/timed-work.ts';
import { foldsIntoWeights, hasFactoredDeltas } from '../core/with-deltas.ts';
import { measureLatency } from '../engine/latency.ts';
import { measureMerge } from '../engine/merge.ts';
import { mergedWeights } from '../engine/merged-weights.ts';
import { createMethod } from '../engine/methods/create.ts';
import type { Method } from '../engine/methods/method.ts';
import { measureMixed } from '../engine/mixed-batch.ts';
import type { LoadedModel } from '../engine/model/load.ts';
import { measureSwitches } from '../engine/switching.ts';
import { float32Config, writeModel } from '../formats/write-model.ts';
import { batchesOf, readablePrompt } from './inference.ts';
import { REPORT_INTERVAL_MS } from './lockstep.ts';
import { finishWork } from './pieces.ts';
import type { CommandOf, LabEvent } from './protocol.ts';
import { findSpeaker, type LabOfInference } from './speaker.ts';

export interface LabOfDeployment extends LabOfInference {
  /** Reads the loaded model's files anew; the result puts it on the device. */
  reload: () => Promise<() => LoadedModel>;
  /** The files beside the loaded model's weights, by their names. */
  settings: () => Promise<Record<string, Uint8Array<ArrayBuffer>>>;
}

/** Each throws LabError no-run where the run or the model goes away before the answer is there. */
export interface Deployment {
  /** @throws LabError bad-adapter too, where the method has no ΔW to fold in */
  merge(command: CommandOf<'merge'>): Promise<void>;
  /** @throws LabError bad-adapter too, where the method is more than other weights; file-fetch, file-unreadable */
  mergeModel(command: CommandOf<'mergeModel'>): Promise<void>;
  time(command: CommandOf<'time'>): Promise<void>;
  switch(command: CommandOf<'switch'>): Promise<void>;
  /** @throws LabError bad-adapter too, where an adapter changes more than ΔW, and prompt-too-long */
  mix(command: CommandOf<'mix'>): Promise<void>;
  /** What is being timed is answered by what is done of it. */
  stopTiming(): void;
}

/** @param post hears the answers */
export function createDeployment(post: (event: LabEvent) => void, lab: LabOfDeployment): Deployment {
  let timing = new AbortController();
  return {
    stopTiming: () => timing.abort(),
    time: async ({ requestId, ways, works }) => {
      const { base, isCurrent } = findSpeaker(lab, { runId: null });
      timing.abort();
      timing = new AbortController();
      const { signal } = timing;
      const times: Times[] = [];
      let reportedAt = -Infinity;
      const report = (piece: number) => {
        const now = performance.now();
        if (now - reportedAt < REPORT_INTERVAL_MS) return;
        reportedAt = now;
        post({ type: 'timing', share: (times.length + piece) / works.length });
      };
      const pieces = measureLatency(base, ways, works, (done) => times.push(done));
      try {
        await finishWork(pieces, () => isCurrent() && !signal.aborted, undefined, report);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      post({ type: 'timed', requestId, times });
    },
    switch: async ({ requestId, adapters }) => {
      const { isCurrent, ...loaded } = findSpeaker(lab, { runId: null });
      const asked = adapters.map(({ config: { method }, tensors }) => ({ method, tensors }));
      const figures = await finishWork(measureSwitches(loaded, asked, lab.reload), isCurrent);
      post({ type: 'switched', requestId, figures });
    },
    mix: async ({ requestId, adapters, prompt }) => {
      const { base, tokenizer, isCurrent } = findSpeaker(lab, { runId: null });
      if (!adapters.every(({ config }) => canMix(config.method)))
        throw new LabError('bad-adapter', 'It changes more than ΔW = s·BA, and cannot share a batch.');
      const ids = readablePrompt(tokenizer, prompt, base.config.n_positions);
      const methods: Method[] = [];
      try {
        for (const { config, tensors, updates } of adapters)
          methods.push(createMethod(config.method, base, { tensors, updates }));
        const figures = await finishWork(measureMixed({ base, tokenizer }, methods, ids), isCurrent);
        post({ type: 'mixed', requestId, figures });
      } finally {
        for (const method of methods) method.dispose();
      }
    },
    mergeModel: async (request) => {
      const { base, config, method, isCurrent } = findSpeaker(lab, request);
      try {
        if (!config || !foldsIntoWeights(config.method))
          throw new LabError(
            'bad-adapter',
            'It changes more than weights of the model, and cannot be merged.',
          );
        const settings = await lab.settings();
        const tensors = await finishWork(mergedWeights(base, method), isCurrent);
        const files = {
          ...settings,
          ...(settings['config.json'] && {
            'config.json': float32Config(settings['config.json'], 'head' in tensors, base.config),
          }),
          'model.safetensors': writeModel(base.config, tensors),
        };
        post({ type: 'mergedModel', requestId: request.requestId, files });
      } finally {
        method?.dispose();
      }
    },
    merge: async (request) => {
      const { base, config, method, isCurrent } = findSpeaker(lab, request);
      try {
        if (!config || !hasFactoredDeltas(config.method))
          throw new LabError('bad-adapter', 'There is no ΔW = s·BA that could be merged.');
        const { dataset } = await lab.data();
        const batches = batchesOf(dataset, 'validation', { base, config, method });
        const figures = await finishWork(measureMerge(base, method, batches), isCurrent);
        post({ type: 'merged', requestId: request.requestId, figures });
      } finally {
        method?.dispose();
      }
    },
  };
}

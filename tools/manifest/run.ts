/** `npm run manifest`: writes every shipped model's manifest.json anew, after any change of the files that it names. */
import { MODELS } from '../../src/state/shelf.ts';
import { weightsOf, writeManifest } from './manifest.ts';

for (const model of MODELS) {
  await writeManifest(model);
  console.log(`${model}: weights ${weightsOf(model)}`);
}

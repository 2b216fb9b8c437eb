/** Model folders in an IndexedDB in memory. */
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { createKeptModels } from './kept-models.ts';

const file = (name: string, text: string) => ({ name, bytes: new Blob([text]) });

it('keeps folders with their files, the last of a name, until they are removed', async () => {
  const models = createKeptModels('some-models');
  expect(await models.list()).toEqual([]);
  expect(await models.files('tiny')).toBeNull();
  await models.keep({ id: 'tiny', files: [file('config.json', '{}'), file('model.safetensors', 'old')] });
  await models.keep({ id: 'small', files: [file('config.json', '{}')] });
  await models.keep({ id: 'tiny', files: [file('config.json', '{}'), file('model.safetensors', 'newer')] });
  expect(await models.list()).toEqual([
    { id: 'small', bytes: 2 },
    { id: 'tiny', bytes: 7 },
  ]);
  const again = createKeptModels('some-models');
  const files = await again.files('tiny');
  expect(await files?.[1]?.bytes.text()).toBe('newer');
  await again.remove('tiny');
  expect((await models.list()).map(({ id }) => id)).toEqual(['small']);
});

/** Adapters in PEFT's files, read in a parser. */
import type { ModelInfo } from '../core/model-info.ts';
import type { BaseSource } from './base-weights.ts';
import { runParser, type Listener } from './parser-client.ts';
import type { ParserEvent } from './parser-protocol.ts';
import type { OwnFile } from './protocol.ts';

export type ParsedAdapter = Extract<ParserEvent, { type: 'adapter' }>['adapter'];

/**
 * @param files PEFT's two files, or a zip of them
 * @param info the base model that the adapter must fit
 * @param source where its weights are
 * @throws LabError `model-format` where it does not or cannot be read, `file-unreadable`, or `abandoned` where the listener's signal ends it
 */
export function readAdapterApart(
  files: readonly OwnFile[],
  { model: name, weights, config }: ModelInfo,
  { baseUrl, folder }: Pick<BaseSource, 'baseUrl' | 'folder'>,
  listener: Listener,
): Promise<ParsedAdapter> {
  const sent = files.map(({ name: file, bytes }) => ({ name: file, bytes }));
  return runParser(
    {
      ...{ type: 'readAdapter', files: sent, model: { name, weights, config }, baseUrl },
      ...(folder && { folder: [...folder] }),
    },
    listener,
    (event) => (event.type === 'adapter' ? event.adapter : null),
  );
}

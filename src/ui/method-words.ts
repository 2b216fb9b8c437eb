/** What core says of methods and their settings, in the page's language. */
import type { Field } from '../core/methods/method.ts';
import { methodOf, spectrumCaveat, type MethodConfig } from '../core/methods/methods.ts';
import { said } from './strings/index.ts';

type Typed = Pick<MethodConfig, 'type'>;

const saidOrNull = (english: string | null): string | null => (english === null ? null : said(english));

export const methodName = (method: Typed): string => said(methodOf(method).name);

/** What a method trains, in a sentence. */
export const methodAbout = (method: Typed): string => said(methodOf(method).about);

/** Why a method has no singular values; null where it has. */
export const noSpectrumOf = (method: Typed): string | null => saidOrNull(methodOf(method).noSpectrum);

/** What must be known beside a method's singular values; null where nothing needs to be said. */
export const caveatOf = (method: MethodConfig): string | null => saidOrNull(spectrumCaveat(method));

/** A choice's name, or what a setting that is no choice is called by its value. */
export const choiceName = (field: Field | undefined, value: string): string =>
  said(field?.choices?.[value] ?? value);

/** A setting with its words in the page's language. */
export function wordField(field: Field): Field {
  const { label, help, zero, choices, noteOn } = field;
  return {
    ...field,
    label: said(label),
    help: said(help),
    ...(zero !== undefined && { zero: said(zero) }),
    ...(noteOn && { noteOn: (model, value) => saidOrNull(noteOn(model, value)) }),
    ...(choices && {
      choices: Object.fromEntries(Object.entries(choices).map(([value, name]) => [value, said(name)])),
    }),
  };
}

/** Starts i18next with the English catalogues and types their keys. Another language adds a catalogue here. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { plainName } from '../../core/plain-name.ts';
import type { adapters } from './adapters.ts';
import { app } from './app.ts';
import { charts } from './charts.ts';
import type { compare } from './compare.ts';
import type { delta } from './delta.ts';
import type { direction } from './direction.ts';
import type { deploy } from './deploy.ts';
import type { inspect } from './inspect.ts';
import type { learn } from './learn.ts';
import type { later, laterWorkspaces } from './later.ts';
import type { pictures } from './pictures.ts';
import { workspaces } from './workspaces.ts';

const resources = { app, charts, workspaces } as const;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: typeof resources & {
      app: typeof later;
      charts: typeof compare & typeof pictures;
      delta: typeof delta;
      direction: typeof direction;
      deploy: typeof deploy;
      inspect: typeof inspect;
      workspaces: typeof laterWorkspaces & typeof adapters;
      learn: typeof learn;
    };
  }
}

/** Makes `useTranslation` ready for use; call once before rendering. */
export async function startStrings(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'app',
    resources: { en: resources },
    showSupportNotice: false,
    // React escapes what it renders; names and values must not change the sentence that they stand in.
    interpolation: { escapeValue: true, escape: plainName },
  });
}
